"""Drafts with owners, and what became of them, for the tests that share them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from connectors.contract.drafts import draft
from sync.model.ticket import Done, Draft, Outcome, Owner
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Issue


def owned(*owners: Owner, number: int = 1) -> Draft:
    return replace(draft(number), owners=owners, priority=None)


def ann(jira: Jira, **more: Any) -> Owner:
    """A person whom the settings know by address, and who can be assigned unless `assignable` says otherwise."""
    assignable = more.pop("assignable", ("OPS",))
    jira.user(
        "acc-ann" if jira.cloud else "ann",
        "ann@acme.test",
        "Ann Lee",
        assignable=assignable,
        **more,
    )
    return Owner("Ann Lee", "ann@acme.test", known=True)


def done(outcome: Outcome) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def text_of(jira: Jira, issue: Issue) -> str:
    """All words of a description, in one line."""
    if not jira.cloud:
        return str(issue.description)
    return " ".join(_words(issue.description))


def _words(node: Any) -> list[str]:
    inner = [word for one in node.get("content", ()) for word in _words(one)]
    links = [mark["attrs"]["href"] for mark in node.get("marks", ()) if mark["type"] == "link"]
    return [*([node["text"]] if "text" in node else []), *links, *inner]
