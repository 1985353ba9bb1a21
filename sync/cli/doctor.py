"""`pm-sync doctor`: whether a run would work, before anything is written."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import click

from sync.cli.compose import world_of
from sync.cli.failures import FAILED, OK, Exit
from sync.cli.folder import SHOWN
from sync.cli.options import Common, Scope, common
from sync.cli.project import Project
from sync.cli.routes import routes_of
from sync.cli.shared import why_dead
from sync.cli.telling import tell
from sync.errors import UserError
from sync.gate import kept_in
from sync.model.postmortem import Postmortem
from sync.model.report import Ending
from sync.model.ticket import Owner
from sync.plan import Observed, plan
from sync.ports import Diagnoses, Finding, Severity
from sync.render.escape import json_text
from sync.render.restricted import UNREADABLE

EXAMPLES = """\b
Examples:
  pm-sync doctor
  pm-sync doctor --format json"""


@click.command("doctor", epilog=EXAMPLES)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
def command(form: str, common: Common) -> None:
    """Tell what is missing for a run; writes nothing.

    Looks at the settings, the documents, the tracker's permissions and the owners. Exits with 1 if a run would fail.
    """
    tell(common)
    project = Project(common)
    findings = list(_findings(project))
    if form == "json":
        listed = [
            {"severity": one.severity.value, "found": one.found, "remedy": one.remedy or None}
            for one in findings
        ]
        click.echo(json_text({"version": 1, "findings": listed}))
    else:
        from sync.render.findings import render_findings  # noqa: PLC0415 - rich is for people only
        from sync.render.terminal import console  # noqa: PLC0415

        render_findings(findings, console(sys.stdout, colour=common.colour))
    bad = any(one.severity is Severity.BAD for one in findings)
    raise Exit(FAILED if bad else OK)


def _findings(project: Project) -> Iterator[Finding]:
    settings = project.place.file.name if project.place.file else "none; the defaults hold"
    yield Finding(Severity.WELL, f"settings: {settings}")
    postmortems: list[Postmortem] = []
    for one in project.documents().read():
        if isinstance(one, Postmortem):
            postmortems.append(one)
        elif project.discretion.hides(one.path):
            yield Finding(Severity.BAD, *UNREADABLE)
        else:
            yield Finding(Severity.BAD, str(one))
    yield _of_documents(postmortems)
    dead = why_dead(project)
    if dead is not None:
        yield Finding(Severity.BAD, dead)
    if project.settings.tracker != "local" and not project.project_id:
        yield Finding(
            Severity.DOUBT,
            "nothing keeps this project's tickets apart from others in the same tracker: there is no remote",
            "set id under [project]",
        )
    try:
        routes = routes_of(project)
    except UserError as error:
        yield from (Finding(Severity.BAD, str(problem)) for problem in error.problems)
        return
    for number, route in enumerate(routes):
        if not any(route.covers(postmortem.path) for postmortem in postmortems):
            found = f"{project.where(number)}: this route covers none of the documents"
            yield Finding(Severity.DOUBT, found, "look at its `paths`")
    for name in project.tracker_names:
        yield from _of_tracker(project, name, postmortems)
    yield from _of_readers(project, postmortems)


def _of_tracker(project: Project, name: str, postmortems: list[Postmortem]) -> Iterator[Finding]:
    """What one tracker says; it is asked about owners only if tickets may be made there."""
    needed = name in project.destinations
    try:
        tracker = project.tracker(name)
    except UserError as error:
        severity = Severity.BAD if needed else Severity.DOUBT
        yield from (Finding(severity, str(problem)) for problem in error.problems)
        return
    try:
        if isinstance(tracker, Diagnoses):
            yield from tracker.diagnose(_owners(project, name, postmortems) if needed else [])
        else:
            yield Finding(Severity.WELL, f"tracker: {tracker.name}")
    finally:
        tracker.close()


def _of_readers(project: Project, postmortems: list[Postmortem]) -> Iterator[Finding]:
    """Documents whose tickets the gate would refuse; what else is wrong with a tracker was told before."""
    with contextlib.suppress(UserError), world_of(project, Scope(), lambda *_: None) as world:
        kept = kept_in(plan(postmortems, Observed(), world.policy), world)
        refused = {
            hold.action.document: hold.reason for hold in kept if hold.ending is Ending.REFUSED
        }
        told = [why for path, why in refused.items() if not project.discretion.hides(path)]
        yield from (Finding(Severity.BAD, why) for why in told[:SHOWN])
        if rest := len(refused) - len(told[:SHOWN]):
            yield Finding(Severity.BAD, f"so it is with {rest} other documents")


def _of_documents(postmortems: list[Postmortem]) -> Finding:
    items = sum(len(one.items) for one in postmortems)
    if not postmortems:
        return Finding(
            Severity.DOUBT,
            "no postmortems were found",
            "look at `documents` in the settings; `pm-sync init` searches for them",
        )
    return Finding(Severity.WELL, f"documents: {len(postmortems)}, with {items} action items")


def _owners(project: Project, name: str, postmortems: list[Postmortem]) -> list[Owner]:
    """Who owns what is not finished yet, each once; nobody of restricted documents, since owners are told by name."""
    people = project.people
    owners = {
        people.owner(owner, name): None
        for postmortem in postmortems
        if not project.discretion.hides(postmortem.path)
        for item in postmortem.items
        if not item.is_finished
        for owner in item.owners
    }
    return list(owners)
