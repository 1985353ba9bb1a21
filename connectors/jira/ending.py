"""What goes with the end of an issue of ours: the link to the one that it repeats, and our mark that counts no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connectors.jira.failures import refusal
from connectors.jira.marker import PROPERTY, keys_in, label_of, marker_in_text, without_anchor
from connectors.jira.reference import key_of
from connectors.jira.session import Session
from connectors.jira.wire import Issue
from sync.model.ticket import Change


def withdrawn(issue: Issue) -> dict[str, Any]:
    """The one change that takes our mark off an issue: the label of its item, the mark in the text, what the property says.

    The common label stays, so that people find what was withdrawn.
    """
    keys = keys_in(issue.labels)
    body: dict[str, Any] = {
        "properties": [
            {
                "key": PROPERTY,
                "value": {"v": 1, "withdrawn": issue.marker.key if issue.marker else ""},
            }
        ]
    }
    if keys:
        body["update"] = {"labels": [{"remove": label_of(key)} for key in sorted(keys)]}
    text = issue.description
    if isinstance(text, str) and marker_in_text(text) is not None:
        body["fields"] = {"description": without_anchor(text)}
    return body


def link(session: Session, issue: Issue, change: Change) -> Iterator[str]:
    """Say in Jira which issue this one repeats; what hinders that is only told."""
    other = key_of(change.duplicate_of) if change.duplicate_of else None
    if other is None:
        return
    body = {
        "type": {"name": "Duplicate"},
        "inwardIssue": {"key": issue.key},
        "outwardIssue": {"key": other},
    }
    answer = session.write("POST", "/issueLink", body, says_nothing=True)
    if answer.status >= 300:
        yield refusal(answer, f"{issue.key} is not linked to {other}")
