"""The scene of every test here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.proposals.scene import SHOP, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    world = GitHub(referee=named())
    world.repository(SHOP)
    world.assignable(SHOP, "ann", "bob")
    with served(world):
        yield Scene(tmp_path, world)
