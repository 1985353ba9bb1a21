"""`pm-sync plan`: what would be done."""

from __future__ import annotations

from pathlib import Path

import click

from sync.cli.options import Common, Scope, common, scope
from sync.cli.runs import Run

EXAMPLES = """\b
Examples:
  pm-sync plan                          every difference, before → after
  pm-sync plan postmortems/2026-11.md   of one document
  pm-sync plan --out plan.json          keep it for `pm-sync apply plan.json`
  pm-sync plan --exit-code              4 if there is anything to do, for scripts"""


@click.command("plan", epilog=EXAMPLES)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the plan.")
@click.option(
    "--exit-code", "tells", is_flag=True, help="Exit with 4 if there is anything to write."
)
@scope
@common
def command(out: Path | None, tells: bool, scope: Scope, common: Common) -> None:
    """Show what `sync` would do, and change nothing.

    Everything, or what is in PATHS. Other documents are read too, so that their tickets are known.
    """
    Run(common, scope).plan(out=out, tells=tells)
