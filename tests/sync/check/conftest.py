"""A project with one postmortem, judged by `pm-sync check`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from sync.check.catalogue import CATALOGUE
from tests.fakes.program import Program

PATH = "postmortems/a.md"
Finds: TypeAlias = Callable[..., list[tuple[str, int, int]]]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


@pytest.fixture
def finds(program: Program) -> Finds:
    """What the rules, or one of them, find in a text: rule, line and column of each."""

    def finds(text: str, rule: str | None = None, settings: str = "") -> list[tuple[str, int, int]]:
        off = [f'{name} = "off"' for name in CATALOGUE if rule is not None and name != rule]
        rules = "\n".join(["[check.rules]", *off]) if off else ""
        program.write("pm-sync.toml", f"{settings}\n{rules}\n")
        program.write(PATH, text)
        done = program("check", PATH, "--format", "json")
        assert done.code in (0, 1), done.err
        return [(one["rule"], one["line"], one["column"]) for one in done.json["findings"]]

    return finds
