"""GitHub, with the people who work in its issues."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from connectors.github.marker import marks_in
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.github.model import Issue
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.machine.people import LOGINS, PRIORITIES, Said

SHOP = "acme/shop"
STARTED = "in progress"
_CLOSED = {"done": "completed", "wont_do": "not_planned"}
_FAULTS: Mapping[str, Callable[[], faults.Fault]] = {
    "refused": lambda: faults.answer(502),
    "dropped": faults.dropped,
    "lost": lambda: faults.dropped(after=True),
    "page": lambda: faults.html(502, after=True),
    "cut off": faults.truncated,
    "limited": lambda: faults.secondary_limit(3000),
}


class OnGitHub:
    """A repository."""

    shared = True
    merges = frozenset({"owner", "priority", "status"})
    most_owners = 9
    given: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.github = GitHub(referee=named())
        self.github.repository(SHOP)
        self.github.assignable(SHOP, *LOGINS)
        self.environ: Mapping[str, str] = {"GITHUB_TOKEN": "ghp_example"}

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        with served(self.github):
            yield

    def settings(self) -> str:
        labels = ", ".join(f'{one} = "level-{one}"' for one in PRIORITIES)
        return (
            f'tracker = "github"\n[trackers.github]\nrepository = "{SHOP}"\napi_url = "{self.github.api_url}"\n'
            f"seconds_between_writes = 0\npriority_labels = {{ {labels} }}\n"
            f'in_progress_labels = ["{STARTED}"]\n'
        )

    @property
    def now(self) -> datetime:
        return self.github.clock

    def wait(self, seconds: float) -> None:
        self.github.wait(seconds)

    def tickets(self, _: Path) -> Mapping[str, Said]:
        issues = self.github.at(SHOP).issues
        return {f"{SHOP}#{number}": _said(issue) for number, issue in issues.items()}

    def ref(self, cell: str) -> str | None:
        found = re.search(r"\[#(\d+)\]", cell)
        return f"{SHOP}#{found[1]}" if found else None

    def change(self, _: Path, ref: str, field: str, value: str) -> None:
        number = int(ref.partition("#")[2])
        issue = self.github.find(SHOP, number)
        labels = [label.name for label in issue.labels]
        if field == "title":
            self.github.edit(SHOP, number, title=value)
        elif field == "owner":
            self.github.edit(SHOP, number, assignees=[one for one in value.split(", ") if one])
        elif field == "priority":
            kept = [one for one in labels if not one.startswith("level-")]
            new = [f"level-{value}"] if value else []
            self.github.edit(SHOP, number, labels=[*kept, *new])
        elif value in _CLOSED:
            self.github.close(SHOP, number, _CLOSED[value])
        else:
            kept = [one for one in labels if one != STARTED]
            if issue.state == "closed":
                self.github.reopen(SHOP, number)
            new = [STARTED] if value == "in_progress" else []
            self.github.edit(SHOP, number, labels=[*kept, *new])

    def fail(self, fault: str) -> None:
        self.github.next(_FAULTS[fault]())

    def calm(self) -> None:
        self.github.calm()

    @property
    def sent(self) -> list[str]:
        reads = ("GET ", "POST /graphql")
        return [name for name in self.github.names() if not name.startswith(reads)]


def _said(issue: Issue) -> Said:
    marker = marks_in(issue.body or "").marker
    labels = {label.name for label in issue.labels}
    status = (
        ("wont_do" if issue.state_reason == "not_planned" else "done")
        if issue.state == "closed"
        else "in_progress"
        if STARTED in labels
        else "open"
    )
    return Said(
        issue.title,
        marker.key if marker else "",
        {
            "owner": ", ".join(sorted(one.login for one in issue.assignees)),
            "priority": next((one[6:] for one in sorted(labels) if one[:6] == "level-"), ""),
            "status": status,
        },
    )
