"""A GitHub for each test, with a referee where the environment names the official descriptions."""

from __future__ import annotations

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named


@pytest.fixture
def github() -> GitHub:
    """With one repository, in which the token may push."""
    github = GitHub(referee=named())
    github.repository("acme/shop")
    return github
