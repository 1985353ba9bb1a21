"""A GitHub in memory, and trackers on it; refereed by the official descriptions where `PM_SYNC_API_SPECS` names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from connectors.github import KIND
from connectors.github.options import GitHubOptions, GitHubPlace
from connectors.github.tracker import GitHubTracker
from connectors.kinds import Context
from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named

RUNNER = ("GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_TOKEN")
SHOP = "acme/shop"


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RUNNER:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def github() -> Iterator[GitHub]:
    """With the repository acme/shop, in which the account may write."""
    world = GitHub(referee=named())
    world.repository(SHOP)
    with world.faked():
        yield world


@dataclass
class Desk:
    """Opens trackers on one GitHub. Waiting moves its clock, and is noted."""

    github: GitHub
    root: Path
    waits: list[float] = field(default_factory=list)

    def __call__(self, *places: GitHubPlace, **options: object) -> GitHubTracker:
        settings = {"repository": SHOP, "token": "ghp_example", "seconds_between_writes": 0}
        chosen = GitHubOptions.model_validate({**settings, **options})
        tracker = KIND.open(chosen, replace(self.context(), places=places))
        assert isinstance(tracker, GitHubTracker)
        return tracker

    def context(self) -> Context:
        return Context(
            root=self.root,
            now=lambda: self.github.clock,
            sleep=self._sleep,
            source=lambda path, line: f"https://github.com/{SHOP}/blob/main/{path}?plain=1#L{line}",
        )

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.github.wait(seconds)


@pytest.fixture
def desk(github: GitHub, tmp_path: Path) -> Desk:
    return Desk(github, tmp_path)


@pytest.fixture
def tracker(desk: Desk) -> GitHubTracker:
    return desk()
