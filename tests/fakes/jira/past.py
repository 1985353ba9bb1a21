"""What happened to an issue: its changelog, its comments, the work that was logged on it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from tests.fakes.jira.model import Comment, Happening, Issue, User, stamp

if TYPE_CHECKING:
    from datetime import datetime

SOMEBODY = User("acc-somebody", "Some Body", None)
"""Who changes things on the web, unless a test names somebody."""

QUIET = {"updated", "created", "creator"}


def changed(issue: Issue, by: User, at: datetime, names: Collection[str]) -> None:
    """Note that fields changed; what is only a test's set-up is none."""
    told = tuple(name for name in names if name not in QUIET)
    if told:
        issue.history.append(Happening(by, at, told))


def comment(issue: Issue, by: User = SOMEBODY) -> None:
    """Somebody says something."""
    said(issue, len(issue.comments) + 1, by, "Something", issue.updated)


def said(issue: Issue, number: int, by: User, body: object, at: datetime) -> Comment:
    """A comment, the newest last."""
    made = Comment(number, by, body, at)
    issue.comments.append(made)
    return made


def changelog(issue: Issue, most: int, user: Callable[[User], dict[str, Any]]) -> dict[str, Any]:
    """The changelog, the latest first, as `expand=changelog` shows it."""
    rows = [
        {
            "id": str(number),
            "author": user(one.by),
            "created": stamp(one.at),
            "items": [{"field": name, "fieldtype": "jira", "fieldId": name} for name in one.fields],
        }
        for number, one in enumerate(issue.history, 1)
    ]
    shown = rows[::-1][:most]
    return {"startAt": 0, "maxResults": most, "total": len(rows), "histories": shown}


def comments(issue: Issue, user: Callable[[User], dict[str, Any]]) -> dict[str, Any]:
    """The field `comment`: a page of its own."""
    rows = [{"id": str(one.id), "author": user(one.by)} for one in issue.comments]
    return {"comments": rows, "maxResults": len(rows), "total": len(rows), "startAt": 0}
