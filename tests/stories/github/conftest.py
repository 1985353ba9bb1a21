"""Two postmortems in a repository, and a GitHub for their issues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.fakes.program import Program

SHOP = "acme/shop"


CREATE = f"POST /repos/{SHOP}/issues"


TABLE = """\
# Checkout was down

Date: 2026-11-20

## Summary

Nobody could pay for an hour, and @everyone was called.

## Action items

| Action item              | Type    | Owner  | Bug | Status |
|--------------------------|---------|--------|-----|--------|
| Alert on lag of the bus  | detect  | @ann   |     |        |
| Fix the retry of @legacy | prevent | Dana W |     |        |
| Ask the vendor           | process |        |     |        |
"""


LIST = """\
# Images were gone

Date: 2026-11-21

## Action items

- [ ] Purge by tag only (@bob)
- [ ] Write the runbook ([#1](https://github.com/acme/shop/issues/1))
"""


@pytest.fixture
def github() -> Iterator[GitHub]:
    world = GitHub(referee=named())
    world.repository(SHOP)
    world.assignable(SHOP, "ann", "bob")
    world.issue(SHOP, "Runbook for the CDN", author="bob")
    with served(world):
        yield world


@pytest.fixture
def program(tmp_path: Path, github: GitHub) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/table.md", TABLE)
    link = f"{github.web_url}/{SHOP}/issues/1"
    program.write(
        "postmortems/list.md", LIST.replace("https://github.com/acme/shop/issues/1", link)
    )
    program.write(
        "pm-sync.toml",
        'tracker = "github"\nproject = { id = "acme/shop" }\n[trackers.github]\nrepository = "acme/shop"\n'
        f'api_url = "{github.api_url}"\nseconds_between_writes = 0\n'
        '[people."Dana W"]\ngithub = "dana"\n',
    )
    program.environ["GITHUB_TOKEN"] = "ghp_example"
    program.environ["PM_SYNC_PRIVATE__VISIBILITY"] = "public"  # its folder is in no checkout
    return program
