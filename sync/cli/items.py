"""`pm-sync items`: what was understood, without any tracker."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sync.cli.failures import OK, USAGE, Exit
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import progress, tell
from sync.errors import Problem
from sync.model.postmortem import Postmortem
from sync.render.escape import json_text, safe
from sync.render.explain import render_explanation
from sync.render.items import items_csv, items_json
from sync.render.items_table import render_items
from sync.render.restricted import restricted_json, restricted_lines
from sync.render.terminal import console

EXAMPLES = """\b
Examples:
  pm-sync items
  pm-sync items postmortems/2026-11-04.md --explain
  pm-sync items --format json | jq '.documents[].items[] | select(.owners == [])'"""


@click.command("items", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--explain", is_flag=True, help="Say why each item was understood as it was.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@common
def command(paths: tuple[Path, ...], explain: bool, form: str, common: Common) -> None:
    """Show what was understood from the documents.

    All postmortems, or those in PATHS. No tracker is asked, and nothing is written. A file named here is read
    whatever the settings say.
    """
    if explain and form != "table":
        raise click.UsageError("--explain is for people; leave out --format")
    tell(common)
    project = Project(common)
    postmortems, problems = _read(project, paths, common)
    hides = project.discretion.hides
    every: list[Postmortem | Problem] = [*postmortems, *problems]
    kept = [one for one in every if hides(one.path)]
    code = USAGE if problems else OK
    postmortems = [one for one in postmortems if not hides(one.path)]
    problems = [one for one in problems if not hides(one.path)]
    if form == "json":
        told = items_json(postmortems, problems, project.project_id)
        click.echo(json_text(told | restricted_json(kept)))
    elif form == "csv":
        click.echo(items_csv(postmortems, project.project_id), nl=False)
        for problem in problems:
            click.echo(f"pm-sync: {safe(str(problem))}", err=True)
        for line in restricted_lines(kept):
            click.echo(f"pm-sync: {line}", err=True)
    else:
        show = render_explanation if explain else render_items
        for line in restricted_lines(kept):
            click.echo(line)
        if postmortems or problems or not kept:
            show(postmortems, problems, console(sys.stdout, colour=common.colour))
    raise Exit(code)


def _read(
    project: Project, paths: tuple[Path, ...], common: Common
) -> tuple[list[Postmortem], list[Problem]]:
    source = project.documents(paths)
    postmortems: list[Postmortem] = []
    problems: list[Problem] = []
    with progress(common) as told:
        for done, one in enumerate(source.read(source.named if paths else None), 1):
            if isinstance(one, Postmortem):
                postmortems.append(one)
            else:
                problems.append(one)
            told("reading postmortems", done, 0)
    return postmortems, problems
