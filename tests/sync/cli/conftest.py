"""A project with one postmortem, which most tests of the commands begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program
from tests.sync.cli.documents import DOCUMENT


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    return program
