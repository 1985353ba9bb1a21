"""`pm-sync new`: a postmortem to fill in."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from connectors.git.process import GitFailed, git
from sync.atomic import create_atomically
from sync.cli.beginning import Beginning
from sync.cli.options import Common, plain
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.drafting.filling import Facts
from sync.drafting.texts import LONGEST, one_line
from sync.errors import PmSyncError, Problem, UserError
from sync.model.postmortem import Postmortem
from sync.render.escape import safe

EXAMPLES = """\b
Examples:
  pm-sync new "Checkout was down for an hour"
  pm-sync new "Checkout was down" --date 2026-11-04 --severity SEV2
  pm-sync new "Checkout was down" --print       look at it first; nothing is written"""


@click.command("new", epilog=EXAMPLES)
@click.argument("title")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the incident [default: today, UTC].",
)
@click.option("--author", metavar="NAME", help="Who writes it [default: user.name of git].")
@click.option("--severity", metavar="TEXT", help="How bad it was, in your own words.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file [default: named like the others]."
)
@click.option("--print", "shown", is_flag=True, help="Print it, and write nothing.")
@plain
def command(
    title: str,
    day: datetime | None,
    author: str | None,
    severity: str | None,
    out: Path | None,
    shown: bool,
    common: Common,
) -> None:
    """Begin a postmortem: from a template, dated and named like the others.

    The template is your own, if there is one beside the documents or in the settings, else a classic one. What stands in
    brackets is to be replaced; `pm-sync check` tells what is left. A file that is there is never touched.
    """
    tell(common)
    project = Project(common)
    if project.settings.source != "markdown":
        raise UserError(
            f"`new` writes Markdown, and the documents of {project.settings.source!r} are none"
        )
    today = datetime.now(UTC).date()
    facts = Facts(
        _line("the title", title),
        day.date() if day else today,
        _line("--author", author) if author is not None else _git_user(project.root),
        _line("--severity", severity) if severity is not None else None,
    )
    beginning = Beginning(project, facts)
    text, origin = beginning.text()
    if shown:
        _print(text)
        return
    path = beginning.path(out)
    _write(project.root / path, path, text)
    click.echo(safe(f"wrote {path} from {origin}"))
    for line in _oddities(project, path, facts):
        click.echo(safe(f"pm-sync: {line}"), err=True)
    again = shlex.quote(path)
    click.echo(
        safe(f"Next: write what stands in brackets; `pm-sync check {again}` tells what is left")
    )


def _line(name: str, text: str) -> str:
    """The text on one line. Raises `UserError` if nothing is left of it, or too much."""
    line = one_line(text)
    if not line:
        raise UserError(f"{name}: there is nothing to read in it; write some words")
    if len(line) > LONGEST:
        raise UserError(
            f"{name}: it has {len(line)} characters, and {LONGEST} are the most; shorten it"
        )
    return line


def _git_user(root: Path) -> str | None:
    with contextlib.suppress(GitFailed):
        return one_line(git(root, "config", "--get", "user.name"))[:LONGEST] or None
    return None


def _print(text: str) -> None:
    """As it would be written; a terminal is shown nothing that it would obey."""
    if sys.stdout.isatty():
        for line in text.splitlines():
            click.echo(safe(line))
    else:
        click.echo(text.encode(), nl=False)


def _write(file: Path, path: str, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        create_atomically(file, text.encode())
    except FileExistsError as error:
        raise UserError(
            [Problem(path, None, "it is there already", "name another with --out")]
        ) from error
    except OSError as error:
        raise PmSyncError(f"{path}: cannot be written: {error.strerror}") from error


def _oddities(project: Project, path: str, facts: Facts) -> Iterator[str]:
    """What of a template's own keeps pm-sync from understanding the new document as it is meant."""
    for one in project.documents((project.root / path,)).read([path]):
        if not isinstance(one, Postmortem):
            yield str(one)
            continue
        if one.ignored is not None:
            yield f"{path}: a mark of the template has pm-sync ignore it; take it out"
        if one.date != facts.day:
            yield f"{path}: the template has no place for the date that pm-sync reads; write `**Date:** {facts.day}` below its title"
        if one.items:
            lines = ", ".join(str(item.line) for item in one.items)
            yield f"{path}: action items of the template are read as real ones (line {lines}); put what is to be replaced in brackets"
