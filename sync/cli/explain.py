"""`pm-sync explain`: why one item is as it is, or why a line is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from sync.anatomy import Anatomy, Examines
from sync.check.rule import Finding
from sync.cli.checking import Judging
from sync.cli.explaining import Looking, Sight
from sync.cli.failures import OK, Exit
from sync.cli.folder import journal_path
from sync.cli.options import Common, common
from sync.cli.places import place_of
from sync.cli.project import Project
from sync.cli.telling import progress, tell
from sync.errors import DocumentError, Problem, UserError
from sync.explained.account import Explaining
from sync.explained.model import Account, Vacant
from sync.explained.vacant import items_at, vacant
from sync.history import Write, history
from sync.identity import normalised
from sync.model.postmortem import ActionItem, Postmortem
from sync.plan.headline import headline
from sync.ports import Documents
from sync.render.escape import json_text, safe
from sync.render.explained import render_account, render_vacant
from sync.render.explained_data import explained_json
from sync.render.restricted import restricted_json, restricted_lines
from sync.render.terminal import console
from sync.withhold import Hidden

EXAMPLES = """\b
Examples:
  pm-sync explain postmortems/2026-11.md:42
  pm-sync explain postmortems/2026-11.md:42 --offline    without asking a tracker
  pm-sync explain postmortems/2026-11.md:42 --format json | jq '.items[].fields'"""


@click.command("explain", epilog=EXAMPLES)
@click.argument("place", metavar="PATH:LINE")
@click.option(
    "--offline", is_flag=True, help="Ask no tracker: tell what documents and the state file say."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
def command(place: str, offline: bool, form: str, common: Common) -> None:
    """Tell everything about one item: why it is as it is, or has no ticket.

    Any line of the item will do. Of a line that holds none it tells what stands there instead, and why that is none. The
    tracker is asked as `plan` asks it; nothing is written.
    """
    tell(common)
    project = Project(common)
    path, line = place_of(place, project.root, Path.cwd(), "explain")
    source = project.documents((project.root / path,))
    document = _document(source, path)
    if project.discretion.hides(path):
        _withhold(document, line, form)
    anatomy, findings = _judged(source, project, document)
    _refuse_beyond(document, line, anatomy)
    items = items_at(document, line)
    accounts: list[Account] = []
    none: Vacant | None = None
    refused: tuple[str, ...] = ()
    if items:
        with progress(common) as told:
            looking = Looking(project, document)
            sight = looking.remembered() if offline else looking.asked(told)
        refused = sight.refused
        accounts = list(_accounts(project, sight, items, path, findings))
    else:
        found = None if findings is None else tuple(one for one in findings if one.line == line)
        none = replace(vacant(document, line, anatomy), findings=found)
    if form == "json":
        told_json = explained_json(path, line, accounts, none, refused)
        click.echo(json_text(told_json | restricted_json([])))
    else:
        _show(accounts, none, refused, common)
    raise Exit(OK)


def _document(source: Documents, path: str) -> Postmortem:
    """The document. Raises `UserError` if there is none that can be read."""
    for one in source.read([path]):
        if isinstance(one, Postmortem):
            return one
        raise UserError([one])
    raise UserError([Problem(path, None, "no document was read", "check the name")])


def _withhold(document: Postmortem, line: int, form: str) -> None:
    """Say that there is something, and leave."""
    if form == "json":
        click.echo(json_text(explained_json("", line, (), None, ()) | restricted_json([document])))
    else:
        for told in restricted_lines([document]):
            click.echo(told)
    raise Exit(OK)


def _judged(
    source: Documents, project: Project, document: Postmortem
) -> tuple[Anatomy | None, tuple[Finding, ...] | None]:
    """How the document is built, and what `check` says of it; None for a source without texts."""
    if not isinstance(source, Examines):
        return None, None
    try:
        anatomy = source.examine(document.path, document.revision)
        return anatomy, Judging(source, project).of(document)
    except DocumentError as error:
        raise UserError(f"{error}; say it again") from error


def _refuse_beyond(document: Postmortem, line: int, anatomy: Anatomy | None) -> None:
    """Raise `UserError` for a line that is not there."""
    last = len(anatomy.visible) if anatomy else line
    if anatomy and last > 1 and not anatomy.visible[-1]:
        last -= 1
    if not 1 <= line <= last:
        found = f"the file has {last} lines, and line {line} is none of them"
        raise UserError([Problem(document.path, None, found, "see `pm-sync items`")])


def _accounts(
    project: Project,
    sight: Sight,
    items: Sequence[ActionItem],
    path: str,
    findings: Sequence[Finding] | None,
) -> Iterator[Account]:
    explaining = Explaining(sight.known)
    document = next((one for one in sight.known.postmortems if one.path == path), None)
    if document is None:
        raise UserError(f"{path}: it changed while it was looked at; say it again")
    wanted = {(one.line, one.title) for one in items}
    runs = history(journal_path(project.folder))
    for item in document.items:
        if (item.line, item.title) not in wanted:
            continue
        account = explaining.account(document, item)
        lines = range(item.line, item.end_line + 1)
        yield replace(
            account,
            notices=tuple(one for one in account.notices if not sight.hidden.hides(one)),
            findings=None
            if findings is None
            else tuple(one for one in findings if one.line in lines),
            history=tuple(
                (run.name, write)
                for run in runs
                for write in run.writes
                if _was_for(write, account) and not _hides(sight.hidden, write, path)
            ),
        )


def _was_for(write: Write, account: Account) -> bool:
    """Whether a run of the past wrote something for this item or its ticket: lines move, texts and tickets mostly stay."""
    item = account.item
    here = write.document == account.postmortem.path
    texts = {normalised(item.title), normalised(headline(item))}
    refs = {one.ref.id for one in account.tickets}
    return (here and normalised(write.title) in texts) or bool(
        write.ticket and write.ticket in refs
    )


def _hides(hidden: Hidden, write: Write, path: str) -> bool:
    return write.document != path and (write.restricted or write.document in hidden.paths)


def _show(
    accounts: Sequence[Account], none: Vacant | None, refused: Sequence[str], common: Common
) -> None:
    screen = console(sys.stdout, colour=common.colour)
    for reason in refused:
        click.echo(safe(f"The next run as a whole would refuse: {reason}"))
    for number, account in enumerate(accounts):
        if number:
            click.echo()
        render_account(account, screen)
    if none is not None:
        render_vacant(none, screen)
