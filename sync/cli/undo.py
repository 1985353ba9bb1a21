"""`pm-sync undo`: takes back what an earlier run created and wrote."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from sync.cli.compose import world_of
from sync.cli.failures import FAILED, OK, USAGE, Exit
from sync.cli.folder import journal_path, one_run_at_a_time
from sync.cli.options import Common, Scope, common
from sync.cli.project import Project
from sync.cli.stopping import stopped_gently
from sync.cli.telling import progress, tell
from sync.errors import PmSyncError, Refused
from sync.model.report import Ending, Report
from sync.render.escape import json_text, safe
from sync.render.json import report_json
from sync.undo import Past, UndoPlan, carry_out, last_run, report_of, undo_plan
from sync.withhold import Hidden, withheld

EXAMPLES = """\b
Examples:
  pm-sync undo                 show what would be taken back of the last run, and ask
  pm-sync undo --yes           take it back
  pm-sync undo --run 3f9a12c0  another run, as `pm-sync log` names it"""


@click.command("undo", epilog=EXAMPLES)
@click.option(
    "--run", "name", metavar="ID", help="Which run, as `pm-sync log` names it [default: the last]."
)
@click.option("-y", "--yes", is_flag=True, help="Carry it out without asking.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
def command(name: str | None, yes: bool, form: str, common: Common) -> None:
    """Take back what the last run created and wrote.

    Tickets that it created are closed as won't do, if nobody touched them, and their links go out of the documents, which get back,
    byte for byte, what stood there before. What people went on with stays, and is told. The plan is shown first; without
    a terminal and without --yes nothing is changed. It knows what the journal in .pm-sync/ tells, which stays on this machine.
    """
    tell(common)
    _Undo(common, name, form).run(yes=yes)


class _Undo:
    def __init__(self, common: Common, name: str | None, form: str) -> None:
        self._common = common
        self._form = form
        self._project = Project(common)
        self._journal = journal_path(self._project.folder)
        self._past = self._found(name)

    def run(self, *, yes: bool) -> NoReturn:
        """Show the plan and, if it is wanted, carry it out."""
        shown = None if yes else self._agreed()
        with (
            stopped_gently(),
            one_run_at_a_time(self._project.folder),
            progress(self._common) as told,
            world_of(self._project, Scope(), told) as world,
        ):
            plan = undo_plan(self._past, world)
            if shown is not None and plan != shown:
                raise Refused(
                    "documents or tickets changed while you looked at the plan. Nothing was changed; run `pm-sync undo` again"
                )
            report = carry_out(plan, world)
        self._show(report, plan, applied=True)
        if self._form == "text":
            _tell_what_next(report)
        raise Exit(_code(report))

    def _agreed(self) -> UndoPlan:
        """The plan, shown and agreed to; leaves if there is nothing to do, or nobody who wants it."""
        with progress(self._common) as told, world_of(self._project, Scope(), told) as world:
            plan = undo_plan(self._past, world)
            report = report_of(plan, world)
        self._show(report, plan, applied=False)
        asks = self._form == "text" and _is_watched()
        if plan.is_idle or not (asks and self._confirmed()):
            self._leave(plan, asked=asks)
        return plan

    def _found(self, name: str | None) -> Past:
        past = last_run(self._journal, name)
        if past is None:
            known = (
                "tells of no run that wrote anything" if self._journal.exists() else "is missing"
            )
            raise PmSyncError(
                f"{self._journal}: the journal {known}, so nobody can say what the last run did; runs on other machines have"
                " journals of their own"
            )
        return past

    def _confirmed(self) -> bool:
        return click.confirm("Take this back?", default=False, err=True)

    def _leave(self, plan: UndoPlan, *, asked: bool) -> NoReturn:
        if plan.actions and not asked:
            told = f"nothing was changed; `pm-sync undo --run {self._past.name} --yes` carries this out"
            click.echo(safe(told), err=True)
        elif plan.actions:
            click.echo("nothing was changed", err=True)
        raise Exit(USAGE if plan.problems else OK)

    def _show(self, report: Report, plan: UndoPlan, *, applied: bool) -> None:
        shows = self._project.discretion.shows
        report = withheld(report, Hidden(frozenset(p for p in plan.restricted if not shows(p))))
        if self._form == "json":
            click.echo(json_text({**report_json(report), "run": self._past.name}))
            return
        from sync.render.terminal import console  # noqa: PLC0415 - rich is for people only
        from sync.render.undo import render_undo  # noqa: PLC0415

        screen = console(sys.stdout, colour=self._common.colour)
        at = f"{self._past.at:%Y-%m-%d %H:%M} {self._past.at:%Z}"
        render_undo(report, self._past.name, at, screen, applied=applied)


def _tell_what_next(report: Report) -> None:
    from sync.render.undo import what_next  # noqa: PLC0415 - rich is for people only

    if told := what_next(report):
        click.echo(told, err=True)


def _is_watched() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _code(report: Report) -> int:
    if report.problems:
        return USAGE
    return FAILED if report.ended(Ending.FAILED, Ending.IN_DOUBT) else OK
