"""`pm-sync apply`: a saved plan, exactly or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from sync.cli.options import Common, Scope, common, publish, scope
from sync.cli.runs import Run

EXAMPLES = """\b
Examples:
  pm-sync plan --out plan.json && pm-sync apply plan.json"""


@click.command("apply", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@publish
@scope
@common
def command(file: Path, publish: str | None, scope: Scope, common: Common) -> None:
    """Do exactly what a saved plan says, or refuse.

    Plans again first, and refuses if what would be written is no longer what FILE says. Give the same PATHS and options as for the
    plan.
    """
    Run(common, scope).apply(file, publish)
