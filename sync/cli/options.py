"""Options that several commands share, so that they read alike everywhere; each group arrives as one value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import click

Command: TypeAlias = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Common:
    """What every command takes."""

    root: Path | None = None
    tracker: str | None = None
    verbose: bool = False
    log_format: str = "text"
    colour: bool | None = None
    """None: as the terminal says."""
    show_private: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan is about, and how it is shown."""

    paths: tuple[Path, ...] = ()
    include_old: bool = False
    any_branch: bool = False
    new: tuple[str, ...] = ()
    take: str | None = None
    """The side that wins where both changed."""
    take_at: tuple[str, ...] = ()
    """The items that it is meant for, as the command line names them; empty for all."""
    full: bool = False
    allow: tuple[str, ...] = ()
    strict: bool = False
    form: str = "text"
    summary: Path | None = None
    """A file to whose end the report is written in Markdown."""
    report: Path | None = None
    """A file for the report as JSON."""


_COMMON = (
    click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="The folder of the settings [default: from here upwards].",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Tell each step on stderr."),
    click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        help="How stderr tells it [default: text].",
    ),
    click.option(
        "--color",
        "colour",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        callback=lambda _context, _option, value: {"always": True, "never": False}.get(value),
        help="[default: auto; NO_COLOR counts]",
    ),
)

_TRACKER = click.option("--tracker", metavar="NAME", help="Where new tickets go, for this run.")

_SHOW_PRIVATE = click.option(
    "--show-private", is_flag=True, help="Tell of restricted documents too, not only numbers."
)

_SCOPE = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
    click.option("--include-old", is_flag=True, help="Take in postmortems from before `since`."),
    click.option("--any-branch", is_flag=True, help="Create tickets on any branch."),
    click.option(
        "--new",
        metavar="PATH:LINE",
        multiple=True,
        help="The item there gets a ticket of its own, although an existing one may be its.",
    ),
    click.option(
        "--take",
        type=click.Choice(["document", "ticket"]),
        help="Who is right where both sides changed; PATH:LINE names one item, else all of PATHS are meant.",
    ),
    click.option(
        "--full", is_flag=True, help="Read every ticket again, not only the changed ones."
    ),
    click.option(
        "--allow",
        metavar="LIMIT",
        multiple=True,
        help="Lift a limit for this run: create, update, close, vanished.",
    ),
    click.option("--strict", is_flag=True, help="Exit with 1 if there are notices."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or one object for machines.",
    ),
    click.option(
        "--summary",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Also add the report, in Markdown, to the end of this file.",
    ),
    click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Also write the report, as JSON, into this file.",
    ),
)


publish = click.option(
    "--publish",
    type=click.Choice(["pull-request", "push", "none"]),
    help="Bring what was written to a pull request, to the branch on the remote, or only into a patch.",
)
"""Add `--publish`; it arrives as `publish`."""


def common(function: Command) -> Command:
    """Add `--tracker`, `--show-private` and what else every command takes; they arrive as `common`, a `Common`."""
    return _TRACKER(_SHOW_PRIVATE(plain(function)))


def plain(function: Command) -> Command:
    """Add the options of every command that has its tracker already; they arrive alike."""

    @functools.wraps(function)
    def packed(
        *,
        root: Path | None,
        verbose: bool,
        log_format: str,
        colour: bool | None,
        tracker: str | None = None,
        show_private: bool = False,
        **rest: object,
    ) -> None:
        shared = Common(root, tracker, verbose, log_format, colour, show_private)
        function(common=shared, **rest)

    return _with(packed, _COMMON)


def scope(function: Command) -> Command:
    """Add the options that decide what a plan is about; they arrive as `scope`, a `Scope`."""

    @functools.wraps(function)
    def packed(**given: Any) -> None:  # noqa: ANN401 - click names and types them
        names = {one.name for one in fields(Scope)} & given.keys()
        chosen = Scope(**{name: given.pop(name) for name in names})
        function(scope=chosen, **given)

    return _with(packed, _SCOPE)


def _with(function: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        function = option(function)
    return function
