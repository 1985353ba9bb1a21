"""Three kinds of trackers (Jira twice), as the people beside pm-sync see and use them."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

from connectors.github.marker import marks_in
from connectors.jira.marker import PROPERTY
from tests.fakes.github.fake import GitHub
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour

NAMES = ("local", "github", "cloud", "datacenter")
SHOP = "acme/shop"
TOKEN = "a-very-secret-token"
PEOPLE = {"Ann Lee": "ann", "Bob Roe": "bob"}

READS = re.compile(r"GET |POST (/graphql|.*/search|.*/search/jql|.*/bulkfetch|.*/count)$")


@dataclass(frozen=True, order=True)
class Seen:
    """A ticket as it stands in the tracker."""

    title: str
    number: int
    key: str | None
    owners: tuple[str, ...]
    rank: tuple[str | None, ...]
    """Priority and due date."""
    done: bool


class Desk(Protocol):
    """One tracker."""

    environ: dict[str, str]

    @property
    def settings(self) -> str: ...

    @property
    def service(self) -> GitHub | Jira | None:
        """What answers requests, where there are any."""
        ...

    @property
    def now(self) -> datetime: ...

    def wait(self, seconds: float) -> None: ...

    def carried(self) -> AbstractContextManager[None]:
        """While this lasts, requests of this process are answered."""
        ...

    def tickets(self) -> list[Seen]:
        """Those of ours, by title."""
        ...

    def assign(self, title: str, person: str) -> None: ...

    def close(self, title: str) -> None: ...


def desk(name: str, root: Path) -> Desk:
    """A tracker by its name, for a repository at `root`."""
    if name == "local":
        return LocalDesk(root)
    return GitHubDesk() if name == "github" else JiraDesk(cast(Flavour, name))


def written(service: GitHub | Jira) -> list[str]:
    """The requests that were to change something."""
    return [name for name in service.names() if not READS.match(name)]


class GitHubDesk:
    """Issues in acme/shop."""

    def __init__(self) -> None:
        self.service = GitHub()
        self.service.repository(SHOP)
        self.service.assignable(SHOP, *PEOPLE.values())
        self.environ = {"GITHUB_TOKEN": "ghp_example"}

    @property
    def settings(self) -> str:
        people = "".join(
            f'[people."{name}"]\ngithub = "{login}"\n' for name, login in PEOPLE.items()
        )
        return (
            'tracker = "github"\nproject = { id = "acme/shop" }\n[sync]\nlock = "off"\n[trackers.github]\n'
            f'repository = "acme/shop"\napi_url = "{self.service.api_url}"\nseconds_between_writes = 0\n'
            f'priority_labels = {{ P1 = "soon", P2 = "then", P3 = "later" }}\n{people}'
        )

    @property
    def now(self) -> datetime:
        return self.service.clock

    def wait(self, seconds: float) -> None:
        self.service.wait(seconds)

    def carried(self) -> AbstractContextManager[None]:
        return self.service.faked()

    def tickets(self) -> list[Seen]:
        told = []
        for number, issue in self.service.at(SHOP).issues.items():
            marker = marks_in(issue.body or "").marker
            owners = tuple(sorted(one.login for one in issue.assignees))
            key = marker.key if marker else None
            labels = tuple(sorted(label.name for label in issue.labels))
            told.append(Seen(issue.title, number, key, owners, labels, issue.state == "closed"))
        return sorted(told)

    def assign(self, title: str, person: str) -> None:
        self.service.edit(SHOP, _number(self, title), assignees=[PEOPLE[person]])

    def close(self, title: str) -> None:
        self.service.close(SHOP, _number(self, title))


class JiraDesk:
    """Issues in OPS, on Cloud or Data Center."""

    def __init__(self, flavour: Flavour) -> None:
        self.service = Jira("https://jira.acme.test", flavour)
        self.service.project("OPS")
        self.service.me.assignable.add("OPS")
        for name, login in PEOPLE.items():
            self.service.user(self._account(name), f"{login}@acme.test", name, assignable=("OPS",))
        self.service.keys.known = {TOKEN}
        self.environ = {"JIRA_API_TOKEN": TOKEN}
        if self.service.cloud:
            self.environ["JIRA_EMAIL"] = "pm@acme.test"

    def _account(self, person: str) -> str:
        return f"acc-{PEOPLE[person]}" if self.service.cloud else PEOPLE[person]

    @property
    def settings(self) -> str:
        people = "".join(
            f'[people."{name}"]\njira = "{login}@acme.test"\n' for name, login in PEOPLE.items()
        )
        return (
            'tracker = "jira"\nproject = { id = "acme/shop" }\n[sync]\nlock = "off"\n[trackers.jira]\n'
            f'url = "{self.service.url}"\nproject = "OPS"\n'
            f'priorities = {{ P1 = "High", P2 = "Medium", P3 = "Low" }}\n{people}'
        )

    @property
    def now(self) -> datetime:
        return self.service.clock

    def wait(self, seconds: float) -> None:
        self.service.wait(seconds)

    def carried(self) -> AbstractContextManager[None]:
        return self.service.faked()

    def tickets(self) -> list[Seen]:
        told = []
        for issue in self.service.issues():
            owners = (issue.assignee.id,) if issue.assignee else ()
            key = issue.properties.get(PROPERTY, {}).get("key")
            rank = (issue.priority.name if issue.priority else None, issue.due)
            is_done = issue.status.name == "Done"
            told.append(Seen(issue.summary, issue.number, key, owners, rank, is_done))
        return sorted(told)

    def assign(self, title: str, person: str) -> None:
        self.service.edit(f"OPS-{_number(self, title)}", assignee=self._account(person))

    def close(self, title: str) -> None:
        self.service.transition(f"OPS-{_number(self, title)}", "Done", "Done")


class LocalDesk:
    """The embedded tracker, with a clock beside it."""

    service = None

    def __init__(self, root: Path) -> None:
        self._file = root / ".pm-sync/tracker.sqlite3"
        people = "".join(
            f'[people."{name}"]\ngithub = "{login}"\n' for name, login in PEOPLE.items()
        )
        self.settings = f'tracker = "local"\nproject = {{ id = "acme/shop" }}\n{people}'
        self.environ: dict[str, str] = {}
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def carried(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()

    def tickets(self) -> list[Seen]:
        rows = self._sql("SELECT title, number, key, assignees, priority, due, status FROM tickets")
        return sorted(
            Seen(title, number, key, tuple(json.loads(people)), (priority, due), status == "done")
            for title, number, key, people, priority, due, status in rows
        )

    def assign(self, title: str, person: str) -> None:
        self._sql("UPDATE tickets SET assignees = ? WHERE title = ?", json.dumps([person]), title)

    def close(self, title: str) -> None:
        at = self.now.isoformat()
        self._sql("UPDATE tickets SET status = 'done', closed_at = ? WHERE title = ?", at, title)

    def _sql(self, text: str, *values: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self._file)) as database, database:
            return database.execute(text, values).fetchall()


def _number(desk: Desk, title: str) -> int:
    (number,) = [ticket.number for ticket in desk.tickets() if ticket.title == title]
    return number
