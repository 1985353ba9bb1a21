"""What `plan`, `sync` and `apply` share: open the world, look, show, and leave with the right exit code."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from sync import run
from sync.atomic import write_atomically
from sync.cli.compose import world_of
from sync.cli.failures import FAILED, OK, REFUSED, TO_DO, USAGE, Exit
from sync.cli.folder import one_run_at_a_time, tell_interrupted
from sync.cli.foretelling import Foretelling
from sync.cli.merging import Merge
from sync.cli.options import Common, Scope
from sync.cli.places import refuse_unknown
from sync.cli.project import Project
from sync.cli.proposing import publishing_of
from sync.cli.publishing import Publishing
from sync.cli.shared import refuse_dead_references, why_dead
from sync.cli.showing import Showing
from sync.cli.stopping import stopped_gently
from sync.cli.telling import progress, tell
from sync.errors import JournalFailed, PmSyncError, Refused, UserError
from sync.limits import VANISHED, Held
from sync.model.memory import State
from sync.model.report import Ending, Report
from sync.render.escape import safe
from sync.run import View
from sync.saved_plan import differences, dump, is_saved_plan, load
from sync.turn import taking_turns
from sync.withhold import restricted_of
from sync.world import World

log = logging.getLogger("pm_sync.cli")


class Run:
    """One run of a command that plans, from its options."""

    def __init__(self, common: Common, scope: Scope, merge: Merge | None = None) -> None:
        self._common = common
        self._scope = replace(scope, any_branch=True) if merge else scope
        self._merge = merge
        tell(common)
        self._project = Project(common, merge.place if merge else None)
        self._showing = Showing(self._project, common, scope)
        self._forgot = False

    def plan(
        self,
        out: Path | None = None,
        *,
        tells: bool = False,
        foretelling: Foretelling | None = None,
    ) -> NoReturn:
        """Show the plan, save it if asked to, and leave."""
        if out is not None and out.exists():
            _refuse_to_replace(out)
        reason = why_dead(self._project)
        if reason is not None:
            log.warning("`pm-sync sync` would refuse: %s", reason)
        with (
            progress(self._common) as told,
            world_of(self._project, self._scope, told, spare=self._merge is not None) as world,
        ):
            world = self._merge.narrowed(world) if self._merge else world  # noqa: PLW2901
            with foretelling.refusals() if foretelling else contextlib.nullcontext():
                view = _look(world)
            report = run.report_of(world, view)
            if foretelling:
                foretelling.foresee(
                    self._showing.for_others(report, world, view), world, self._project
                )
        if out is not None:
            _save(out, view, world)
        self._show(report, world, view, applied=False)
        if foretelling:
            foretelling.write(self._scope)
        if out is not None:
            click.echo(safe(_saved(out, refused=bool(report.ended(Ending.REFUSED)))), err=True)
        to_do = tells and bool(view.plan.writes)
        raise Exit(self._code(report) or (TO_DO if to_do else OK))

    def sync(self, publish: str | None = None) -> NoReturn:
        """Do it, show what was done, and leave."""
        self._carry_out(None, publish)

    def apply(self, file: Path, publish: str | None = None) -> NoReturn:
        """Do it if the plan is the saved one, and leave."""
        self._carry_out(file, publish)

    def _carry_out(self, file: Path | None, publish: str | None) -> NoReturn:
        refuse_dead_references(self._project)
        publishing = publishing_of(publish, self._project) if publish else None
        folder = self._project.folder
        with (
            stopped_gently(),
            one_run_at_a_time(folder),
            publishing.begun() if publishing else contextlib.nullcontext(),
            progress(self._common) as told,
            world_of(self._project, self._scope, told) as world,
        ):
            world = publishing.watching(world) if publishing else world  # noqa: PLW2901
            interrupted = tell_interrupted(folder, self._project.discretion.hides)
            view = _look(world)
            if publishing:
                publishing.refuse_edited(view)
            accept = _accepting(file, world)
            accept(view)
            if publishing and publishing.waits:
                self._wait(publishing.waits, view, world)
            with taking_turns(world, view, accept) as view:
                report = run.sync(replace(world, save=self._saving(world.save)), view)
            if interrupted:
                with contextlib.suppress(JournalFailed):
                    world.journal.record("recovered", {})
            self._show(report, world, view, applied=True)
            if publishing:
                self._publish(publishing, report, view, world)
        raise Exit(self._code(report))

    def _wait(self, reason: str, view: View, world: World) -> NoReturn:
        """Show what a later run does, and leave."""
        held = tuple(Held(action, reason, Ending.LEFT) for action in view.plan.writes)
        report = run.report_of(world, replace(view, held=held))
        self._show(report, world, view, applied=True)
        log.warning("%s: nothing is done until then", reason)
        raise Exit(self._code(report))

    def _publish(self, publishing: Publishing, report: Report, view: View, world: World) -> None:
        """Publish, and tell what became of it; the report has been shown."""
        try:
            told = publishing.publish(report, view, world)
        except PmSyncError as error:
            log.error("not published: %s", error)  # noqa: TRY400 - words for people, no traceback
            self._forgot = True
            self._showing.add(f"not published: {error}")
        except KeyboardInterrupt:
            log.error("interrupted while publishing: look whether %s", publishing.to_look_at)  # noqa: TRY400 - alike
            raise
        else:
            for line in told.splitlines():
                click.echo(safe(line), err=True)
            self._showing.add(told)

    def _saving(self, save: Callable[[State], None]) -> Callable[[State], None]:
        """Saves, and does not lose the report of what was done if that fails."""

        def saved(state: State) -> None:
            try:
                save(state)
            except PmSyncError as error:
                log.error("%s", error)  # noqa: TRY400 - words for people, no traceback
                self._forgot = True

        return saved

    def _show(self, report: Report, world: World, view: View, *, applied: bool) -> None:
        self._showing.show(report, world, view, applied=applied)
        try:
            self._showing.write(report, world, view, applied=applied)
        except PmSyncError as error:
            log.error("%s", error)  # noqa: TRY400 - words for people, no traceback
            self._forgot = True

    def _code(self, report: Report) -> int:
        if report.problems:
            return USAGE
        if report.ended(Ending.REFUSED):
            return REFUSED
        if report.ended(Ending.FAILED) or self._forgot:
            return FAILED
        doubts = report.notices or report.ended(Ending.IN_DOUBT, Ending.LEFT)
        return FAILED if self._scope.strict and doubts else OK


def _look(world: World) -> View:
    view = run.look(world)
    _refuse_nothing(world, view)
    refuse_unknown(world.policy, view.postmortems)
    return view


def _refuse_nothing(world: World, view: View) -> None:
    """Raise `Refused` if there is no document at all where earlier runs knew some: their tickets would look abandoned."""
    if VANISHED in world.limits.allow or view.postmortems or view.problems:
        return
    if world.state.tickets:
        raise Refused(
            "no postmortems were found where earlier runs knew some, so nothing is done: look at `documents` in the settings;"
            " if they are gone for good, `--allow vanished` goes on"
        )


def _refuse_to_replace(out: Path) -> None:
    """Raise `UserError` if something else than a saved plan, such as a postmortem, would be lost."""
    if not out.is_file():
        raise UserError(f"{out}: is no file that a plan could be saved in; name another")
    try:
        with out.open("rb") as file:
            there = file.read(200)
    except OSError as error:
        raise UserError(
            f"{out}: cannot be read, and may be no saved plan: {error.strerror}"
        ) from error
    if there and not is_saved_plan(there):
        raise UserError(
            f"{out}: is there already and is no saved plan; name another file, or remove it"
        )


def _saved(out: Path, *, refused: bool) -> str:
    if refused:
        return f"saved in {out}: `pm-sync apply {out}` needs the same --allow as is told above"
    return f"saved in {out}: `pm-sync apply {out}` does exactly this"


def _save(out: Path, view: View, world: World) -> None:
    restricted = restricted_of(view.postmortems, world.policy)
    try:
        write_atomically(out, dump(view.plan, restricted).encode())
    except OSError as error:
        raise PmSyncError(f"{out}: the plan cannot be saved there: {error.strerror}") from error


def _accepting(file: Path | None, world: World) -> Callable[[View], None]:
    """Refuses a plan that is not the one in the file, if there is one."""
    return (lambda view: _refuse_other(file, view, world)) if file is not None else (lambda _: None)


def _refuse_other(file: Path, view: View, world: World) -> None:
    """Raise `Refused` if the plan of now is not the one in the file."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: cannot be read as a saved plan: {error}") from error
    restricted = restricted_of(view.postmortems, world.policy)
    found = differences(load(text, str(file)), view.plan, restricted)
    for line in found if view.plan.writes else ():
        click.echo(safe(line), err=True)
    if found and not view.plan.writes:
        raise Refused(
            f"{file}: nothing of this plan is left to do, as if it was carried out already"
        )
    if found:
        raise Refused(
            f"{file}: the plan is no longer the same ({len(found)} {'difference' if len(found) == 1 else 'differences'} above)."
            " Nothing was changed; run `pm-sync plan --out` again and look at it"
        )
