"""Jira, Cloud or Data Center, with the people who work in its issues."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from connectors.jira.marker import PROPERTY
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour, Issue, Transition
from tests.fakes.jira.official import named
from tests.fakes.jira.over_http import served
from tests.machine.people import FIELDS, LOGINS, PRIORITIES, Said, login

TOKEN = "a-token"
_NAMES = {"open": "To Do", "in_progress": "In Progress", "done": "Done", "wont_do": "Won't Do"}
_CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "Won't Do": "done"}
_RESOLUTIONS = {"Done": "Done", "Won't Do": "Won't Do"}
_FAULTS: Mapping[str, Callable[[], faults.Fault]] = {
    "refused": lambda: faults.answer(502),
    "dropped": faults.dropped,
    "lost": lambda: faults.dropped(after=True),
    "page": lambda: faults.html(502, after=True),
    "cut off": faults.truncated,
    "limited": lambda: faults.too_many(3000),
}


class OnJira:
    """A project, whose searches may lag."""

    shared = True
    merges = frozenset(FIELDS)
    most_owners = 1
    given: Mapping[str, str] = {"priority": "P4"}

    def __init__(self, flavour: Flavour, lag: float = 0) -> None:
        self.jira = jira = Jira("https://jira.acme.test", flavour, referee=named())
        moves = [Transition(one, one, resolution=_RESOLUTIONS.get(one, "")) for one in _CATEGORIES]
        workflow = jira.workflow(_CATEGORIES, moves)
        jira.project("OPS", priorities=[_level(one) for one in PRIORITIES], workflow=workflow)
        jira.me.assignable.add("OPS")
        for name in LOGINS:
            jira.user(
                self._id(name), f"{name}@acme.test", f"{name.title()} Lee", assignable=("OPS",)
            )
        jira.keys.known = {TOKEN}
        jira.lag = lag

    @property
    def environ(self) -> Mapping[str, str]:
        mail = {"JIRA_EMAIL": "pm@acme.test"} if self.jira.cloud else {}
        return {"JIRA_API_TOKEN": TOKEN, **mail}

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        with served(self.jira):
            yield

    def settings(self) -> str:
        words = ", ".join(f'{one} = "{_level(one)}"' for one in PRIORITIES)
        return (
            f'tracker = "jira"\n[trackers.jira]\nurl = "{self.jira.url}"\nproject = "OPS"\n'
            f"priorities = {{ {words} }}\n"
        )

    @property
    def now(self) -> datetime:
        return self.jira.clock

    def wait(self, seconds: float) -> None:
        self.jira.wait(seconds)

    def tickets(self, _: Path) -> Mapping[str, Said]:
        return {issue.key: _said(issue) for issue in self.jira.issues()}

    def ref(self, cell: str) -> str | None:
        found = re.search(r"OPS-\d+", cell)
        return found.group() if found else None

    def change(self, _: Path, ref: str, field: str, value: str) -> None:
        if field == "title":
            self.jira.edit(ref, summary=value)
        elif field == "owner":
            self.jira.edit(ref, assignee=self._id(value) if value else None)
        elif field == "priority":
            self.jira.edit(ref, priority=_level(value) if value else None)
        elif field == "due":
            self.jira.edit(ref, due=value or None)
        else:
            self.jira.transition(ref, _NAMES[value], _RESOLUTIONS.get(_NAMES[value]))

    def fail(self, fault: str) -> None:
        self.jira.next(_FAULTS[fault]())

    def calm(self) -> None:
        self.jira.calm()

    @property
    def sent(self) -> list[str]:
        reads = ("GET ", "POST /search", "POST /issue/bulkfetch", "POST /jql", "POST /user")
        return [name for name in self.jira.names() if not name.startswith(reads)]

    def _id(self, name: str) -> str:
        return f"acc-{name}" if self.jira.cloud else name


def _level(priority: str) -> str:
    return f"Level {priority[1:]}"


def _said(issue: Issue) -> Said:
    return Said(
        issue.summary,
        str(issue.properties.get(PROPERTY, {}).get("key", "")),
        {
            "owner": login(issue.assignee.id) if issue.assignee else "",
            "priority": f"P{issue.priority.name[6:]}" if issue.priority else "",
            "due": issue.due or "",
            "status": next(one for one, name in _NAMES.items() if name == issue.status.name),
        },
    )
