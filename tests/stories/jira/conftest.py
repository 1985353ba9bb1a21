"""Two postmortems in a repository, and a Jira of either flavour for their tickets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.official import named
from tests.fakes.jira.over_http import served
from tests.fakes.program import Program

CREATE = "POST /issue/bulk"
TOKEN = "a-very-secret-token"

TABLE = """\
# Checkout was down

Date: 2026-11-20

## Summary

Nobody could pay for an hour, and *nobody* was {called}.

## Action items

| Action item              | Type    | Owner   | Bug | Status |
|--------------------------|---------|---------|-----|--------|
| Alert on lag of the bus  | detect  | Ann Lee |     |        |
| Fix the retry of [~bob]  | prevent | Dana W  |     |        |
| Ask the vendor           | process |         |     |        |
"""

LIST = """\
# Images were gone

Date: 2026-11-21

## Action items

- [ ] Purge by tag only (Ann Lee)
- [ ] Write the runbook ([OPS-1]({site}/browse/OPS-1))
"""

SETTINGS = """\
tracker = "jira"
project = {{ id = "acme/shop" }}

[trackers.jira]
url = "{url}"
project = "OPS"

[people."Ann Lee"]
jira = "ann@acme.test"
"""


@pytest.fixture(params=["cloud", "datacenter"])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    """Every story is told on both."""
    return cast(Flavour, request.param)


@pytest.fixture
def jira(flavour: Flavour) -> Iterator[Jira]:
    world = Jira("https://jira.acme.test", flavour, referee=named())
    world.project("OPS")
    world.me.assignable.add("OPS")
    world.user("acc-ann" if world.cloud else "ann", "ann@acme.test", "Ann Lee", assignable=("OPS",))
    world.issue("OPS", "Runbook for the CDN", creator=world.me.id)
    world.keys.known = {TOKEN}
    with served(world):
        yield world


@pytest.fixture
def program(tmp_path: Path, jira: Jira) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/table.md", TABLE)
    program.write("postmortems/list.md", LIST.format(site=jira.site))
    program.write("pm-sync.toml", SETTINGS.format(url=jira.url))
    program.environ["JIRA_API_TOKEN"] = TOKEN
    if jira.cloud:
        program.environ["JIRA_EMAIL"] = "pm@acme.test"
    return program
