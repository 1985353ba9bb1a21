"""`pm-sync init`: settings that work, and a census of what is there."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from config.find import NAME, PYPROJECT, Place, look_in
from config.problem import SettingsError
from config.template import render
from sync.atomic import write_atomically
from sync.cli.compose import documents_of, policy_of
from sync.cli.options import Common, Scope, common
from sync.cli.project import Project, as_user_error
from sync.cli.telling import tell
from sync.errors import PmSyncError, Problem, UserError
from sync.model.postmortem import Postmortem
from sync.render.census import render_census
from sync.render.terminal import console

WINDOW = timedelta(days=30)
"""How far back postmortems take part from the start."""

ANYWHERE = "**/*.md"
ATTRIBUTES = "pm-sync.state merge=union"

EXAMPLES = """\b
Examples:
  pm-sync init
  pm-sync init --since 2026-01-01
  pm-sync init --force          write the settings anew"""


@click.command("init", epilog=EXAMPLES)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="[default: 30 days ago]")
@click.option("--force", is_flag=True, help="Replace settings that are there.")
@common
def command(since: datetime | None, force: bool, common: Common) -> None:
    """Write pm-sync.toml, and count the postmortems and action items that are there.

    Older postmortems than SINCE are only read: they are neither edited nor given tickets. Nothing but the settings and
    a line in .gitattributes is written.
    """
    tell(common)
    root = common.root.resolve() if common.root else Path.cwd()
    _refuse_existing(root, force=force)
    today = datetime.now(UTC).date()
    begin = since.date() if since else today - WINDOW
    project = Project(common, place=Place(root, None))
    patterns, postmortems, problems = _search(project)
    written = _write(root, patterns, project, begin)
    for line in written:
        click.echo(line)
    _census(postmortems, problems, project, begin, today, common.colour)


def _refuse_existing(root: Path, *, force: bool) -> None:
    try:
        place = look_in(root)
    except SettingsError as error:
        raise as_user_error(error) from None
    if place.file is None or (force and place.file.name == NAME):
        return
    remedy = (
        "change [tool.pm-sync] there"
        if place.file.name == PYPROJECT
        else "say --force to replace it"
    )
    raise UserError(f"{place.file}: there are settings already; {remedy}")


def _search(project: Project) -> tuple[list[str], list[Postmortem], list[Problem]]:
    """The patterns that fit this repository, and what they find."""
    patterns = list(project.settings.documents)
    postmortems, problems = _read(project, patterns)
    if postmortems or problems:
        return patterns, postmortems, problems
    found, _ = _read(project, [ANYWHERE])
    homes = Counter(str(Path(one.path).parent) for one in found if one.items)
    if not homes:
        return patterns, [], []
    patterns = [f"{home}/*.md" if home != "." else "*.md" for home in sorted(homes)]
    return patterns, *_read(project, patterns)


def _read(project: Project, patterns: list[str]) -> tuple[list[Postmortem], list[Problem]]:
    read = list(documents_of(project, patterns=patterns).read())
    return (
        [one for one in read if isinstance(one, Postmortem)],
        [one for one in read if isinstance(one, Problem)],
    )


def _write(root: Path, patterns: list[str], project: Project, since: date) -> list[str]:
    text = render(patterns, project.settings.tracker, since)
    attributes = root / ".gitattributes"
    told = [
        f"wrote {NAME}: {', '.join(patterns)}; tracker {project.settings.tracker}; since {since}"
    ]
    try:
        write_atomically(root / NAME, text.encode())
        old = attributes.read_bytes() if attributes.exists() else b""
        if ATTRIBUTES.encode() not in old:
            gap = b"\n" if old and not old.endswith(b"\n") else b""
            write_atomically(attributes, old + gap + ATTRIBUTES.encode() + b"\n")
            told.append(f"wrote .gitattributes: {ATTRIBUTES}")
    except OSError as error:
        raise PmSyncError(f"{root}: the settings cannot be written: {error.strerror}") from error
    return told


def _census(
    postmortems: list[Postmortem],
    problems: list[Problem],
    project: Project,
    since: date,
    today: date,
    colour: bool | None,
) -> None:
    policy = replace(policy_of(project, Scope(), None), since=since)
    render_census(postmortems, problems, policy, today, console(sys.stdout, colour=colour))
