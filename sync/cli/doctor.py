"""`pm-sync doctor`: whether a run would work, before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from config.problem import redacted
from connectors.git.diagnosis import Wishes, of_folder
from sync.cli.failures import FAILED, OK, USAGE, Exit
from sync.cli.health import documents, owners, schedule, settings, state, trackers
from sync.cli.health.looked import Looked, look, of_errors, policy, routed
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.diagnosis import Area, Finding, Severity
from sync.errors import UserError

EXAMPLES = """\b
Examples:
  pm-sync doctor
  pm-sync doctor --offline      without the trackers and the remote
  pm-sync doctor --format json

\b
Exit codes: 0 ready, whatever there may be to look at; 1 a run would fail, or
none takes place; 2 usage, or settings that cannot be read."""


@click.command("doctor", epilog=EXAMPLES)
@click.option("--offline", is_flag=True, help="Ask neither the trackers nor the remote.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
def command(form: str, common: Common, *, offline: bool) -> None:
    """Tell what is missing for a run; writes nothing.

    Looks at settings, documents, owners, the state file, git, tokens and their permissions (also those that are too
    much), labels, fields, ways to a status, the clock and the schedule. Each finding says what to do.
    """
    tell(common)
    try:
        project = Project(common)
    except UserError as error:
        found = [_without_secrets(one) for one in of_errors(Area.SETTINGS, error)]
        _show(found, "", form, common)
        raise Exit(USAGE) from None
    project.keeps = False
    found = list(_findings(project, online=not offline))
    _show(found, owners.lines_to_add(found, project.people), form, common)
    bad = any(one.severity is Severity.BAD for one in found)
    raise Exit(FAILED if bad else OK)


def _findings(project: Project, *, online: bool) -> Iterator[Finding]:
    """All areas; what cannot be used is told where it is met, and ends what depends on it."""
    try:
        looked = look(project, online=online, now=datetime.now(UTC))
    except UserError as error:
        yield from of_errors(Area.SETTINGS, error)
        return
    yield from settings.findings(looked)
    yield from documents.findings(looked)
    yield from state.findings(looked)
    yield from of_folder(project.root, project.checkout, _wishes(looked))
    try:
        decided = policy(project)
        items = list(routed(looked, decided))
    except UserError as error:
        yield from of_errors(Area.SETTINGS, error)
        return
    yield from settings.of_routes(looked, decided, items)
    yield from trackers.findings(looked, items)
    if online:
        yield from trackers.of_readers(looked)
    yield from schedule.findings(looked)


def _wishes(looked: Looked) -> Wishes:
    since = looked.project.settings.since
    return Wishes(
        undated=sum(one.date is None for one in looked.postmortems) if since else 0,
        shared=looked.shared,
        lock=looked.project.settings.sync.lock,
        online=looked.online,
    )


def _without_secrets(finding: Finding) -> Finding:
    """What somebody wrote in the wrong place is not repeated."""
    return Finding(finding.severity, redacted(finding.found), finding.remedy, finding.area)


def _show(findings: Sequence[Finding], lines: str, form: str, common: Common) -> None:
    if form == "json":
        from sync.render.findings import findings_json  # noqa: PLC0415 - one of the two

        click.echo(findings_json(findings, lines))
        return
    from sync.render.findings import render_findings  # noqa: PLC0415 - rich is for people only
    from sync.render.terminal import console  # noqa: PLC0415

    render_findings(findings, lines, console(sys.stdout, colour=common.colour))
