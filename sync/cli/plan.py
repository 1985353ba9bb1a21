"""`pm-sync plan`: what would be done."""

from __future__ import annotations

from pathlib import Path

import click

from sync.cli.foretelling import Foretelling
from sync.cli.merging import merged_into
from sync.cli.options import Common, Scope, common, scope
from sync.cli.runs import Run

EXAMPLES = """\b
Examples:
  pm-sync plan                          every difference, before → after
  pm-sync plan postmortems/2026-11.md   of one document
  pm-sync plan --out plan.json          keep it for `pm-sync apply plan.json`
  pm-sync plan --exit-code              4 if there is anything to do, for scripts
  pm-sync plan --base origin/main       what merging this checkout would do"""


@click.command("plan", epilog=EXAMPLES)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the plan.")
@click.option(
    "--exit-code", "tells", is_flag=True, help="Exit with 4 if there is anything to write."
)
@click.option(
    "--base",
    "into",
    metavar="COMMIT",
    help="What merging this checkout into COMMIT would do; settings and templates are read from COMMIT.",
)
@click.option(
    "--comment",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --base: write what `pm-sync comment` says below the pull request into this file.",
)
@click.option(
    "--annotate",
    is_flag=True,
    help="With --base: have a runner of GitHub Actions show on the lines what needs a person.",
)
@click.option(
    "--author",
    metavar="LOGIN",
    help="With --comment: who is suggested as the owner of items that nobody owns.",
)
@scope
@common
def command(
    out: Path | None,
    tells: bool,
    into: str | None,
    comment: Path | None,
    annotate: bool,
    author: str | None,
    scope: Scope,
    common: Common,
) -> None:
    """Show what `sync` would do, and change nothing.

    Everything, or what is in PATHS. Other documents are read too, so that their tickets are known.
    """
    if into is None:
        if comment is not None or annotate:
            raise click.UsageError("--comment and --annotate: only with --base")
        Run(common, scope).plan(out=out, tells=tells)
    if annotate and scope.form == "json":
        raise click.UsageError("--annotate: not with --format json, which is all of the output")
    with merged_into(into, common) as merge:
        Run(common, scope, merge).plan(
            out=out, tells=tells, foretelling=Foretelling(merge, comment, annotate, author or "")
        )
