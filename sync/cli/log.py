"""`pm-sync log`: what earlier runs did."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from sync.cli.folder import journal_path
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.history import PastRun, history
from sync.render.escape import json_text
from sync.render.history import history_json, render_history
from sync.render.terminal import console

EXAMPLES = """\b
Examples:
  pm-sync log                           the last ten runs that wrote anything
  pm-sync log -n 1                      the last one
  pm-sync log postmortems/2026-11.md    what was done for one document
  pm-sync log --format json | jq '.runs[].writes[] | select(.outcome != "done")'"""


@click.command("log", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-n", "--runs", type=click.IntRange(min=1), default=10, show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@common
def command(paths: tuple[Path, ...], runs: int, form: str, common: Common) -> None:
    """Show what earlier runs changed, when, and why.

    From the journal in .pm-sync/, which stays on this machine: of runs elsewhere it tells nothing. With PATHS, only what
    was done for these documents. Nothing is asked, and nothing is written.
    """
    tell(common)
    project = Project(common)
    told = history(journal_path(project.folder))
    if paths:
        told = _of(told, {_inside(path, project.root) for path in paths})
    last = told[-runs:]
    if form == "json":
        click.echo(json_text(history_json(last)))
    else:
        render_history(last, console(sys.stdout, colour=common.colour))


def _of(runs: tuple[PastRun, ...], documents: set[str]) -> tuple[PastRun, ...]:
    """The runs with what they did for these documents."""
    narrowed = (
        replace(run, writes=tuple(one for one in run.writes if one.document in documents))
        for run in runs
    )
    return tuple(run for run in narrowed if run.writes)


def _inside(path: Path, root: Path) -> str:
    """The path as the journal has it: relative to the root; whatever lies outside fits nothing."""
    full = (Path.cwd() / path).resolve()
    return (
        full.relative_to(root.resolve()).as_posix() if full.is_relative_to(root.resolve()) else ""
    )
