"""Findings as people read them: short where there are many, folded under their sign, and nothing that a terminal obeys."""

from __future__ import annotations

import io

from rich.console import Console

from sync.diagnosis import Area, Finding, bad, doubt, well
from sync.render.findings import render_findings


def shown(*findings: Finding, lines: str = "", width: int = 80) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, markup=False, highlight=False)
    render_findings(findings, lines, console)
    return stream.getvalue()


def test_long_findings_are_folded_under_their_sign() -> None:
    told = shown(bad(Area.GIT, "git does not trust this folder at all", "trust it"), width=40)

    assert told.startswith("git\n  ! git does not trust this folder at\n    all; trust it\n")


def test_of_many_alike_the_first_are_shown_and_the_others_counted() -> None:
    told = shown(*(doubt(Area.OWNERS, f"owner {number}") for number in range(25)))

    assert "  ? owner 19\n  and 5 more; --format json tells all\n" in told
    assert "owner 20" not in told
    assert told.endswith("Ready, 25 things to look at.\n")


def test_nothing_is_left_that_a_terminal_or_a_runner_obeys() -> None:
    told = shown(well(Area.STATE, "a\x1b[31mb\n::error::c ##[group]"))

    assert "\x1b" not in told
    assert "##[" not in told
    assert "\n::" not in told


def test_the_last_line_names_the_areas_with_problems_in_their_order() -> None:
    told = shown(bad(Area.SCHEDULE, "x"), bad(Area.GIT, "y"), bad(Area.GIT, "z"))

    assert told.endswith("Not ready: 3 problems (git, schedule).\n")
