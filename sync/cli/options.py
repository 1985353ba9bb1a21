"""Options that several commands share, in one place so that they read alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Common:
    """What every command takes."""

    root: Path | None
    tracker: str | None
    verbose: bool
    log_format: str
    colour: bool | None


def common(function: _F) -> _F:
    """Add the options that every command takes; they arrive as keyword arguments for `Common`."""
    for option in reversed(
        (
            click.option(
                "--root",
                type=click.Path(path_type=Path, exists=True, file_okay=False),
                help="The folder of the settings [default: from here upwards].",
            ),
            click.option("--tracker", metavar="NAME", help="Where new tickets go, for this run."),
            click.option("-v", "--verbose", is_flag=True, help="Tell each step on stderr."),
            click.option(
                "--log-format",
                type=click.Choice(["text", "json"]),
                default="text",
                help="How -v tells it [default: text].",
            ),
            click.option(
                "--color",
                "colour",
                type=click.Choice(["auto", "always", "never"]),
                default="auto",
                callback=lambda _context, _option, value: {"always": True, "never": False}.get(
                    value
                ),
                help="[default: auto; NO_COLOR counts]",
            ),
        )
    ):
        function = option(function)
    return function


def scope(function: _F) -> _F:
    """Add the options that decide what a plan is about."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option(
                "--include-old", is_flag=True, help="Take in postmortems from before `since`."
            ),
            click.option("--any-branch", is_flag=True, help="Create tickets on any branch."),
            click.option(
                "--new",
                metavar="PATH:LINE",
                multiple=True,
                help="The item there gets a ticket of its own, although an existing one may be its.",
            ),
            click.option(
                "--full", is_flag=True, help="Read every ticket again, not only the changed ones."
            ),
            click.option(
                "--allow",
                metavar="LIMIT",
                multiple=True,
                help="Lift a limit for this run: create, vanished.",
            ),
            click.option("--strict", is_flag=True, help="Exit with 1 if there are notices."),
            click.option("--format", "form", type=click.Choice(["text", "json"]), default="text"),
        )
    ):
        function = option(function)
    return function
