"""What goes wrong on the way, before a request has its effect or after: `jira.next(faults.dropped(after=True))`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.fakes.wire.exchange import Answer
from tests.fakes.wire.faults import (
    Dropped,
    Fault,
    TimedOut,
    Unreached,
    dropped,
    page,
    timed_out,
    told,
    truncated,
    unreachable,
)

__all__ = [
    "Dropped",
    "Fault",
    "Partial",
    "TimedOut",
    "Unreached",
    "answer",
    "dropped",
    "empty",
    "html",
    "login_page",
    "partial",
    "timed_out",
    "too_many",
    "truncated",
    "unavailable",
    "unreachable",
]

PAGE = "<!DOCTYPE html>\n<html><head><title>Oops, you&#39;ve found a dead link.</title></head><body></body></html>\n"
LOGIN = '<!DOCTYPE html>\n<html><head><title>Log in - Jira</title></head><body><form id="login-form"></form></body></html>\n'
BUSY = (
    "<!DOCTYPE html>\n<html><head><title>Rate limit exceeded</title></head><body></body></html>\n"
)


@dataclass(frozen=True)
class Partial(Fault):
    """Some elements of a bulk are refused, whatever they ask for; the others have their effect."""

    numbers: frozenset[int] = frozenset()
    status: int = 400
    messages: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


def answer(
    status: int,
    body: object = None,
    headers: Mapping[str, str] | None = None,
    *,
    after: bool = False,
) -> Fault:
    """Another answer; a body that is text goes as it is, anything else as JSON."""
    usual = {"errorMessages": [f"Status {status}"], "errors": {}}
    return told(status, usual if body is None else body, headers, after=after)


def html(status: int = 502, *, after: bool = False) -> Fault:
    """A page for people, as proxies and overloaded servers send."""
    return page(status, PAGE, after=after)


def login_page(*, after: bool = False) -> Fault:
    """A single sign-on stands before Jira, and takes a program for a person with a 200."""
    return page(200, LOGIN, after=after)


def empty(status: int = 200) -> Fault:
    """The effect happened, and the answer has nothing in it."""
    return told(status, "", after=True)


def too_many(
    retry_after: float | datetime | None = None,
    *,
    reason: str = "jira-burst-based",
    reset: datetime | None = None,
    in_html: bool = False,
) -> Fault:
    """Refused before any effect, for a while that is told in seconds, as a date, or not at all."""
    headers = {"RateLimit-Reason": reason} | _waiting(retry_after)
    if reset is not None:
        headers["X-RateLimit-Reset"] = reset.strftime("%Y-%m-%dT%H:%MZ")
    if in_html:
        return page(429, BUSY, headers)
    return answer(429, {"errorMessages": ["Rate limit exceeded."], "errors": {}}, headers)


def unavailable(retry_after: float | datetime | None = None, *, after: bool = False) -> Fault:
    """Not now; nobody knows whether the effect happened."""
    return page(503, PAGE, _waiting(retry_after), after=after)


def partial(
    *numbers: int,
    status: int = 400,
    messages: tuple[str, ...] = (),
    fields: Mapping[str, str] | None = None,
    **errors: str,
) -> Fault:
    """Refuse these elements of a bulk, with messages about the whole or about fields, by their ids."""
    told = {**errors, **(fields or {})}
    assert messages or told, "a refusal says why"
    return Partial(_as_it_is, True, frozenset(numbers), status, messages, told)


def _as_it_is(own: Answer | None) -> Answer:
    assert own is not None
    return own


def _waiting(retry_after: float | datetime | None) -> dict[str, Any]:
    if retry_after is None:
        return {}
    if isinstance(retry_after, datetime):
        return {"Retry-After": format_datetime(retry_after, usegmt=True)}
    return {"Retry-After": f"{retry_after:g}"}
