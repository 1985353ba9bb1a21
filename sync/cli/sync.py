"""`pm-sync sync`: the loop."""

from __future__ import annotations

import click

from sync.cli.options import Common, Scope, common, publish, scope
from sync.cli.runs import Run

EXAMPLES = """\b
Examples:
  pm-sync sync                          everything
  pm-sync sync --dry-run                the same as `pm-sync plan`
  pm-sync sync postmortems/2026-11.md   one document
  pm-sync sync --allow create           more new tickets than the limit
  pm-sync sync --publish push           commit and push what was written
  pm-sync sync --new postmortems/a.md:31"""


@click.command("sync", epilog=EXAMPLES)
@click.option("--dry-run", is_flag=True, help="Show the plan, and change nothing.")
@publish
@scope
@common
def command(dry_run: bool, publish: str | None, scope: Scope, common: Common) -> None:
    """Create and link tickets, and write their status back.

    Each action item gets a ticket, and each document the status of its tickets. Running it again right after has nothing to do. It may be stopped at any moment: the next run completes the
    work, and no ticket is made twice.
    """
    run = Run(common, scope)
    if dry_run:
        run.plan()
    else:
        run.sync(publish)
