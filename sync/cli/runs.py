"""What `plan`, `sync` and `apply` share: open the world, look, show, and leave with the right exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from sync import run
from sync.atomic import write_atomically
from sync.cli import compose
from sync.cli.failures import FAILED, OK, REFUSED, TO_DO, USAGE, Exit
from sync.cli.options import Common, Scope
from sync.cli.project import Project
from sync.cli.telling import progress, tell
from sync.errors import PmSyncError, Refused, UserError
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report
from sync.render.escape import json_text, safe
from sync.render.json import report_json


class Run:
    """One run of a command that plans, from its options."""

    def __init__(self, common: Common, scope: Scope) -> None:
        self._common = common
        self._scope = scope
        tell(common)
        self._project = Project(common)

    def plan(self, out: Path | None = None, *, tells: bool = False) -> NoReturn:
        """Show the plan, save it if asked to, and leave."""
        with (
            progress(self._common) as told,
            compose.world_of(self._project, self._scope, told) as world,
        ):
            view = run.look(world)
            report = run.report_of(world, view)
        if out is not None:
            _save(out, view)
        self._show(report, view.postmortems, applied=False)
        to_do = tells and bool(view.plan.writes)
        raise Exit(self._code(report) or (TO_DO if to_do else OK))

    def sync(self) -> NoReturn:
        """Do it, show what was done, and leave."""
        self._carry_out(None)

    def apply(self, file: Path) -> NoReturn:
        """Do it if the plan is the saved one, and leave."""
        self._carry_out(file)

    def _carry_out(self, file: Path | None) -> NoReturn:
        compose.refuse_dead_references(self._project)
        with (
            compose.one_run_at_a_time(self._project),
            progress(self._common) as told,
            compose.world_of(self._project, self._scope, told) as world,
        ):
            compose.tell_interrupted(self._project)
            view = run.look(world)
            if file is not None:
                _refuse_other(file, view)
            report = run.sync(world, view)
        self._show(report, view.postmortems, applied=True)
        raise Exit(self._code(report))

    def _show(self, report: Report, postmortems: Sequence[Postmortem], *, applied: bool) -> None:
        if self._scope.form == "json":
            click.echo(json_text(report_json(report)))
            return
        from sync.render.terminal import console  # noqa: PLC0415 - rich is for people only
        from sync.render.text import render_report  # noqa: PLC0415

        screen = console(sys.stdout, colour=self._common.colour)
        render_report(report, screen, applied=applied, postmortems=postmortems)

    def _code(self, report: Report) -> int:
        if report.problems:
            return USAGE
        if report.ended(Ending.REFUSED):
            return REFUSED
        if report.ended(Ending.FAILED):
            return FAILED
        doubts = report.notices or report.ended(Ending.IN_DOUBT)
        return FAILED if self._scope.strict and doubts else OK


def _save(out: Path, view: run.View) -> None:
    from sync.saved_plan import dump  # noqa: PLC0415

    try:
        write_atomically(out, dump(view.plan).encode())
    except OSError as error:
        raise PmSyncError(f"{out}: the plan cannot be saved there: {error.strerror}") from error


def _refuse_other(file: Path, view: run.View) -> None:
    """Raise `Refused` if the plan of now is not the one in the file."""
    from sync.saved_plan import differences, load  # noqa: PLC0415

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: cannot be read as a saved plan: {error}") from error
    found = differences(load(text, str(file)), view.plan)
    for line in found:
        click.echo(safe(line), err=True)
    if found:
        raise Refused(
            f"{file}: the plan is no longer the same ({len(found)} differences above). Nothing was changed; run"
            " `pm-sync plan --out` again and look at it"
        )
