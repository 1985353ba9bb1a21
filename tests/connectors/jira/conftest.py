"""A Jira in memory, of either flavour, and trackers on it; refereed by the official descriptions where `PM_SYNC_API_SPECS` names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from connectors.jira import KIND
from connectors.jira.options import JiraOptions, JiraPlace
from connectors.jira.tracker import JiraTracker
from connectors.kinds import Context
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.official import named

URLS = {"cloud": "https://acme.atlassian.net", "datacenter": "https://jira.acme.test"}
VARIABLES = ("JIRA_EMAIL", "JIRA_API_TOKEN")
MAIL = "pm@acme.test"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["cloud", "datacenter"])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    """Tests that ask for a Jira run on both; mark those that cannot with `parametrize("flavour", …, indirect=True)`."""
    return cast(Flavour, request.param)


@pytest.fixture
def jira(flavour: Flavour) -> Iterator[Jira]:
    """With the project OPS, in which the account may write and be assigned."""
    world = Jira(URLS[flavour], flavour, referee=named())
    world.project("OPS")
    world.me.assignable.add("OPS")
    with world.faked():
        yield world


@dataclass
class Desk:
    """Opens trackers on one Jira. Waiting moves its clock, and is noted."""

    jira: Jira
    root: Path
    waits: list[float] = field(default_factory=list)

    def __call__(self, *places: JiraPlace, **options: object) -> JiraTracker:
        email = MAIL if self.jira.cloud else None
        settings = {"url": self.jira.url, "project": "OPS", "token": "a-token", "email": email}
        chosen = JiraOptions.model_validate({**settings, **options})
        tracker = KIND.open(chosen, self.context(places))
        assert isinstance(tracker, JiraTracker)
        return tracker

    def context(self, places: tuple[JiraPlace, ...] = ()) -> Context:
        return Context(
            root=self.root,
            now=lambda: self.jira.clock,
            sleep=self._sleep,
            source=lambda path, line: f"https://git.acme.test/{path}#L{line}",
            places=places,
        )

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.jira.wait(seconds)


@pytest.fixture
def desk(jira: Jira, tmp_path: Path) -> Desk:
    return Desk(jira, tmp_path)


@pytest.fixture
def tracker(desk: Desk) -> JiraTracker:
    return desk()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Jira], Desk]]:
    """Puts a Jira that a test made itself in the place of the network."""
    with ExitStack() as stack:

        def opened(jira: Jira) -> Desk:
            stack.enter_context(jira.faked())
            return Desk(jira, tmp_path)

        yield opened
