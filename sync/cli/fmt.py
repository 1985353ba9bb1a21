"""`pm-sync fmt`: tidies the tables of action items, on request only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from sync.cli.compose import policy_of
from sync.cli.failures import FAILED, OK, USAGE, Exit
from sync.cli.options import Common, Scope, common
from sync.cli.project import Project
from sync.cli.telling import log, progress, tell
from sync.errors import DocumentError, Problem, UserError
from sync.model.postmortem import Postmortem
from sync.plan.creation import postmortem_holds
from sync.ports import Documents, Tidied, Tidies
from sync.render.escape import json_text
from sync.render.restricted import restricted_json, restricted_lines
from sync.render.terminal import console
from sync.render.tidied import render_tidied, tidied_json

EXAMPLES = """\b
Examples:
  pm-sync fmt                              align tables, add missing columns
  pm-sync fmt --check                      1 if anything would change; writes nothing
  pm-sync fmt --to-table postmortems/a.md  make tables of its lists, too"""


@click.command("fmt", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--to-table", is_flag=True, help="Make tables of lists of action items, too.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or one object for machines.",
)
@common
def command(
    paths: tuple[Path, ...], to_table: bool, check: bool, form: str, common: Common
) -> None:
    """Tidy the tables of action items; on request only.

    Aligns their columns, and adds Owner, Ticket and Status where they are missing. All postmortems since `since`, or those in PATHS whatever the settings say. Every item says afterwards what it said
    before, nothing outside of the tables changes, and what cannot be tidied so is left as it is and told.
    """
    tell(common)
    tidying = _Tidying(Project(common), paths)
    with progress(common) as told:
        for done, _ in enumerate(tidying.run(to_table=to_table, dry=check), 1):
            told("tidying postmortems", done, 0)
    hides = tidying.project.discretion.hides
    every: list[Tidied | Problem] = [*tidying.tidied, *tidying.problems]
    kept = [one for one in every if hides(one.path)]
    tidied = [one for one in tidying.tidied if not hides(one.path)]
    problems = [one for one in tidying.problems if not hides(one.path)]
    if form == "json":
        click.echo(json_text(tidied_json(tidied, problems) | restricted_json(kept)))
    else:
        for line in restricted_lines(kept):
            click.echo(line)
        show = console(sys.stdout, colour=common.colour)
        render_tidied(tidied, problems, tidying.held, show, dry=check)
    raise Exit(tidying.exit_code(check=check))


@dataclass
class _Tidying:
    project: Project
    paths: Sequence[Path]
    tidied: list[Tidied] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    """How many documents were left alone, by the reason."""
    failed: bool = False

    def run(self, *, to_table: bool, dry: bool) -> Iterator[None]:
        """Tidy one document after the other; none stops the others."""
        source = self._source()
        tidies = self._tidies(source)
        policy = policy_of(self.project, Scope(include_old=bool(self.paths)), None)
        for one in source.read(source.named if self.paths else None):
            if isinstance(one, Problem):
                self.problems.append(one)
            elif reason := postmortem_holds(one, policy):
                self.held[reason] = self.held.get(reason, 0) + bool(one.items)
            else:
                self._tidy(tidies, one, to_table=to_table, dry=dry)
            yield

    def exit_code(self, *, check: bool) -> int:
        """Unreadable documents count most."""
        if self.problems:
            return USAGE
        wanting = check and any(one.changed for one in self.tidied)
        return FAILED if self.failed or wanting else OK

    def _source(self) -> Documents:
        return self.project.documents(self.paths)

    def _tidies(self, source: Documents) -> Tidies:
        if not isinstance(source, Tidies):
            raise UserError(
                f"the document source {self.project.settings.source!r} has no tables to tidy; `fmt` works with `markdown`"
            )
        return source

    def _tidy(self, source: Tidies, one: Postmortem, *, to_table: bool, dry: bool) -> None:
        try:
            self.tidied.append(source.tidy(one.path, one.revision, to_table=to_table, dry=dry))
        except DocumentError as error:
            log.error("%s", error)
            self.failed = True
