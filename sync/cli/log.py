"""`pm-sync log`: what earlier runs did."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from sync.cli.discretion import inside
from sync.cli.folder import journal_path
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.history import PastRun, Write, history
from sync.render.escape import json_text
from sync.render.history import history_json, render_history
from sync.render.summary import count as count_of
from sync.render.summary import withheld_line
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
        wanted = {inside(path, project.root) for path in paths}
        told = _of(told, lambda write: write.document in wanted)
    last = told[-runs:]
    hides = _hiding(project, last, paths)
    kept = [write for run in last for write in run.writes if hides(write)]
    last = _of(last, lambda write: not hides(write))
    documents = {write.document for write in kept}
    if form == "json":
        count = {"documents": len(documents), "writes": len(kept)}
        click.echo(json_text({**history_json(last), "restricted": count}))
        return
    if last or not kept:
        render_history(last, console(sys.stdout, colour=common.colour))
    if kept:
        click.echo(withheld_line(len(documents), [count_of(len(kept), "write")]))


def _of(runs: tuple[PastRun, ...], wanted: Callable[[Write], bool]) -> tuple[PastRun, ...]:
    """The runs with those of their writes."""
    narrowed = (
        replace(run, writes=tuple(one for one in run.writes if wanted(one))) for run in runs
    )
    return tuple(run for run in narrowed if run.writes)


def _hiding(
    project: Project, runs: tuple[PastRun, ...], paths: tuple[Path, ...]
) -> Callable[[Write], bool]:
    """Whether a write is not to be told: its document was restricted then, or is by now."""
    named = {write.document for run in runs for write in run.writes if write.document}
    for _ in project.documents().read(named):
        pass  # Whoever hears them takes note.
    project.discretion.name(paths)
    discretion = project.discretion
    return lambda write: (
        discretion.hides(write.document)
        or (write.restricted and not discretion.shows(write.document))
    )
