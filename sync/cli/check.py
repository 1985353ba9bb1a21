"""`pm-sync check`: what a good reviewer would say of the documents."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sync.check.catalogue import CATALOGUE
from sync.check.rule import Grade
from sync.cli.checking import Checking, Outcome
from sync.cli.failures import FAILED, OK, USAGE, Exit
from sync.cli.merging import merged_into
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import progress, tell
from sync.render.annotations import render_annotations
from sync.render.checked import annotations_of, checked_json, render_checked, render_rule
from sync.render.escape import json_text
from sync.render.restricted import restricted_json, restricted_lines
from sync.render.sarif import sarif
from sync.render.terminal import console

EXAMPLES = """\b
Examples:
  pm-sync check                             all postmortems since `since`
  pm-sync check postmortems/2026-11.md      one, however old it is
  pm-sync check --explain item-vague        why a rule is there, with examples
  pm-sync check --fix                       mend what can be mended safely
  pm-sync check --format sarif > out.sarif  for code scanning"""


@click.command("check", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what is said.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option("--include-old", is_flag=True, help="Take in postmortems from before `since`.")
@click.option(
    "--base",
    metavar="COMMIT",
    help="Only what this checkout changes against COMMIT, by the settings of COMMIT.",
)
@click.option("--explain", metavar="RULE", help="Say why a rule is there, and show examples.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="For people, machines, the lines of a pull request, or code scanning.",
)
@common
def command(
    paths: tuple[Path, ...],
    fix: bool,
    strict: bool,
    include_old: bool,
    base: str | None,
    explain: str | None,
    form: str,
    common: Common,
) -> None:
    """Tell what is missing or weak in postmortems, on the exact line.

    All postmortems since `since`, or those in PATHS whatever the settings say. Exits with 1 if there is an error; `[check]`
    in the settings says how much each rule matters. No tracker is asked, and without --fix nothing is written.
    """
    tell(common)
    if explain is not None:
        _explain(explain, common)
    if fix and base is not None:
        raise click.UsageError("--fix: not with --base, which only looks")
    with _project(base, common) as (project, changed, prefix):
        checking = Checking(project, paths, changed, include_old=include_old)
        with progress(common) as told:
            outcome = checking.run(fix=fix, told=told)
        _show(outcome, form, prefix, common)
    raise Exit(_code(outcome, strict=strict))


@contextlib.contextmanager
def _project(
    base: str | None, common: Common
) -> Iterator[tuple[Project, frozenset[str] | None, str]]:
    """The project, which documents take part (None: all of them), and where its root lies in the repository."""
    if base is None:
        project = Project(common)
        yield project, None, project.checkout.prefix if project.checkout else ""
        return
    with merged_into(base, common) as merge:
        yield Project(common, merge.place), merge.changed, merge.prefix


def _show(outcome: Outcome, form: str, prefix: str, common: Common) -> None:
    if form == "json":
        click.echo(json_text(checked_json(outcome) | restricted_json(outcome.kept)))
    elif form == "sarif":
        click.echo(json_text(sarif(outcome, prefix)))
    else:
        for line in restricted_lines(outcome.kept):
            click.echo(line)
        screen = console(sys.stdout, colour=common.colour)
        render_checked(outcome, screen)
    if form == "github":
        for line in render_annotations(annotations_of(outcome, prefix)):
            click.echo(line)


def _explain(name: str, common: Common) -> None:
    rule = CATALOGUE.get(name)
    if rule is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the hand

        close = get_close_matches(name, CATALOGUE, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else f" Rules: {', '.join(CATALOGUE)}"
        raise click.UsageError(f"--explain: there is no rule {name!r}.{hint}")
    render_rule(rule, console(sys.stdout, colour=common.colour))
    raise Exit(OK)


def _code(outcome: Outcome, *, strict: bool) -> int:
    if not outcome.is_readable:
        return USAGE
    failing = (Grade.ERROR, Grade.WARNING) if strict else (Grade.ERROR,)
    bad = any(one.grade in failing for one in outcome.every)
    return FAILED if bad or outcome.failed else OK
