"""`pm-sync init`: settings that work, and a census of what is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from config.find import NAME, PYPROJECT, STATE, Place, find, look_in
from config.problem import SettingsError
from config.template import render
from sync.atomic import write_atomically
from sync.cli.compose import policy_of
from sync.cli.options import Common, Scope, common
from sync.cli.project import Project, as_user_error
from sync.cli.survey import survey
from sync.cli.telling import tell
from sync.cli.workflows import workflows_of, write_workflows
from sync.errors import PmSyncError, Problem, UserError
from sync.model.postmortem import Postmortem
from sync.render.census import render_census
from sync.render.escape import safe
from sync.render.restricted import UNREADABLE
from sync.render.terminal import console

WINDOW = timedelta(days=30)
"""How far back postmortems take part from the start."""

ATTRIBUTES = ".gitattributes"
MERGE = f"{STATE} merge=union"

EXAMPLES = """\b
Examples:
  pm-sync init
  pm-sync init --tracker github
  pm-sync init --since 2026-01-01
  pm-sync init --force          write the settings anew
  pm-sync init --tracker github --github --action acme/pm-sync@COMMIT"""


@click.command("init", epilog=EXAMPLES)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="[default: 30 days ago]")
@click.option("--force", is_flag=True, help="Replace settings that are there.")
@click.option(
    "--github", "workflows", is_flag=True, help="Write workflows for GitHub Actions as well."
)
@click.option("--action", metavar="OWNER/REPO@COMMIT", help="Where those take the action from.")
@common
def command(
    since: datetime | None, force: bool, workflows: bool, action: str | None, common: Common
) -> None:
    """Write the settings, and count what is there.

    Older postmortems than SINCE are only read: they are neither edited nor given tickets. Nothing but the settings and
    a line in .gitattributes is written. With --github, settings that are there stay as they are.
    """
    tell(common)
    there = workflows and not force and Project(common).place.file is not None
    if workflows and not there:
        workflows_of(Project(common), action)  # before anything is written
    if not there:
        _write_settings(since, force, common)
    if workflows:
        # By the settings as they are now, whatever the command line says for this run.
        write_workflows(Project(replace(common, tracker=None)), action, force=force)


def _write_settings(since: datetime | None, force: bool, common: Common) -> None:
    """Write them, and tell what there is."""
    root = common.root.resolve() if common.root else Path.cwd()
    _refuse_existing(root, force=force, above=common.root is None)
    today = datetime.now(UTC).date()
    begin = since.date() if since else today - WINDOW
    project = Project(common, place=Place(root, None))
    patterns, postmortems, problems = _search(project)
    repository = _repository(project) if project.settings.tracker == "github" else None
    jira = _jira(project)
    text = render(patterns, project.settings.tracker, begin, repository=repository, jira=jira)
    _write(root, NAME, text.encode())
    where = f"documents {', '.join(patterns)}; tracker {project.settings.tracker}"
    click.echo(safe(f"wrote {NAME}: {where}; since {begin}{'' if since else ' (30 days ago)'}"))
    if project.settings.tracker == "jira" and jira is None:
        click.echo("set `url` and `project` under [trackers.jira] before anything else")
    if _write_attributes(root):
        click.echo(f"wrote {ATTRIBUTES}: {MERGE}")
    policy = replace(policy_of(project, Scope(), None), since=begin)
    render_census(
        postmortems,
        problems,
        policy,
        today,
        console(sys.stdout, colour=common.colour),
        limit=project.settings.limits.create,
    )
    for line in _advice(project):
        click.echo(line)


def _repository(project: Project) -> str | None:
    return project.checkout.repository if project.checkout else None


def _advice(project: Project) -> Iterator[str]:
    if project.settings.tracker == "local" and project.checkout and project.checkout.has_remote:
        at_github = (project.checkout.page or "").startswith("https://github.com/")
        other = "`pm-sync init --force --tracker github`" if at_github else "set another `tracker`"
        yield (
            "This repository is shared, and the tickets of the embedded tracker are on this machine only: right for trying"
            f" pm-sync; {other} before you commit what sync writes."
        )
    elif project.settings.tracker != "local":
        yield "`pm-sync doctor` tells whether the tracker can be used: token, permissions, owners."
    yield "Next: `pm-sync plan` shows what would be done, `pm-sync sync` does it."


def _refuse_existing(root: Path, *, force: bool, above: bool) -> None:
    try:
        place = find(root) if above else look_in(root)
    except SettingsError as error:
        raise as_user_error(error) from None
    if place.file is None and place.root != root:
        raise UserError(
            f"{place.root / STATE}: pm-sync runs there already, and would make every ticket twice from here;"
            " run `pm-sync init` there, or say --root . for a project of its own"
        )
    if place.file is None or (force and place.root == root and place.file.name == NAME):
        return
    if place.root != root:
        raise UserError(
            f"{place.file}: these settings hold here too; change them, or say --root . for others that begin here"
        )
    remedy = (
        "change [tool.pm-sync] there"
        if place.file.name == PYPROJECT
        else "say --force to replace it"
    )
    raise UserError(f"{place.file}: there are settings already; {remedy}")


def _search(project: Project) -> tuple[tuple[str, ...], list[Postmortem], list[Problem]]:
    """The patterns that fit this repository, and what they find."""
    patterns = project.settings.documents
    postmortems, problems = _read(project, patterns)
    if postmortems or problems:
        return patterns, postmortems, problems
    found = survey(project)
    if not found.whole:
        click.echo("this is a large repository, and not all of it was searched: see `documents`")
    if not found.patterns:
        return patterns, [], []
    return found.patterns, *_read(project, found.patterns)


def _read(project: Project, patterns: Sequence[str]) -> tuple[list[Postmortem], list[Problem]]:
    read = list(project.documents(patterns=patterns).read())
    hides = project.discretion.hides
    problems = [one for one in read if isinstance(one, Problem)]
    unnamed = Problem("", None, *UNREADABLE)
    return (
        [one for one in read if isinstance(one, Postmortem)],
        [unnamed if hides(one.path) else one for one in problems],
    )


def _write(root: Path, name: str, data: bytes) -> None:
    try:
        write_atomically(root / name, data)
    except OSError as error:
        raise PmSyncError(f"{root / name}: cannot be written: {error.strerror}") from error


def _jira(project: Project) -> tuple[str, str] | None:
    """Jira's address and project, where variables tell them already."""
    known = project.settings.trackers.get("jira", {})
    url, key = known.get("url"), known.get("project")
    return (str(url), str(key)) if url and key else None


def _write_attributes(root: Path) -> bool:
    """Have git merge the state file line by line. Returns whether the line had to be added."""
    path = root / ATTRIBUTES
    try:
        old = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise PmSyncError(f"{path}: cannot be read: {error.strerror}") from error
    if MERGE.encode() in (line.strip() for line in old.split(b"\n")):
        return False
    gap = b"\n" if old and not old.endswith(b"\n") else b""
    _write(root, ATTRIBUTES, old + gap + MERGE.encode() + b"\n")
    return True
