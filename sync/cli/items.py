"""`pm-sync items`: what was understood, without any tracker."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sync.cli.failures import OK, USAGE, Exit
from sync.cli.options import Common, common

EXAMPLES = """\b
Examples:
  pm-sync items
  pm-sync items postmortems/2026-11-04.md --explain
  pm-sync items --format json | jq '.documents[].items[] | select(.owners == [])'"""


@click.command("items", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--explain", is_flag=True, help="Say why each item was understood as it was.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@common
def command(paths: tuple[Path, ...], explain: bool, form: str, **options: Any) -> None:
    """Show the action items of all postmortems, or of PATHS, as they were understood.

    Reads documents only: no tracker is asked, nothing is written. A file named here is read whatever the settings
    say.
    """
    from sync.cli.compose import documents_of
    from sync.cli.project import Project
    from sync.cli.telling import tell
    from sync.errors import Problem
    from sync.model.postmortem import Postmortem

    chosen = Common(**options)
    tell(chosen)
    project = Project(chosen)
    source = documents_of(project, paths)
    read = list(source.read(source.named if paths else None))
    postmortems = [one for one in read if isinstance(one, Postmortem)]
    problems = [one for one in read if isinstance(one, Problem)]
    _show(postmortems, problems, project.project_id, form, explain, chosen.colour)
    raise Exit(USAGE if problems else OK)


def _show(
    postmortems: list[Any],
    problems: list[Any],
    project_id: str,
    form: str,
    explain: bool,
    colour: bool | None,
) -> None:
    from sync.render.escape import json_text
    from sync.render.items import items_csv, items_json

    if form == "json":
        click.echo(json_text(items_json(postmortems, problems, project_id)))
        return
    if form == "csv":
        click.echo(items_csv(postmortems, project_id), nl=False)
        for problem in problems:
            click.echo(f"pm-sync: {problem}", err=True)
        return
    from sync.render.explain import render_explanation
    from sync.render.items_table import render_items
    from sync.render.terminal import console

    show = render_explanation if explain else render_items
    show(postmortems, problems, console(sys.stdout, colour=colour))
