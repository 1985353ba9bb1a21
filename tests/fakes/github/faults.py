"""What goes wrong on the way, before a request has its effect or after: `github.next(faults.dropped(after=True))`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.github.exchange import DOCUMENTATION
from tests.fakes.wire.exchange import Answer
from tests.fakes.wire.faults import (
    Dropped,
    Fault,
    TimedOut,
    dropped,
    page,
    timed_out,
    told,
    truncated,
)

__all__ = [
    "Dropped",
    "Fault",
    "TimedOut",
    "answer",
    "dropped",
    "graphql_error",
    "html",
    "secondary_limit",
    "timed_out",
    "truncated",
]

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
PAGE = "<!DOCTYPE html>\n<html><head><title>Unicorn!</title></head><body>This page is taking too long.</body></html>\n"


def answer(
    status: int,
    body: object = None,
    headers: Mapping[str, str] | None = None,
    *,
    after: bool = False,
) -> Fault:
    """Another answer; a body that is text goes as it is, anything else as JSON."""
    body = {"message": f"Status {status}", "status": str(status)} if body is None else body
    return told(status, body, headers, after=after)


def html(status: int = 502, *, after: bool = False) -> Fault:
    """A page for people, as proxies and overloaded servers send."""
    return page(status, PAGE, after=after)


def secondary_limit(retry_after: int | None = None, status: int = 403) -> Fault:
    """The secondary limit, which names a time to wait only sometimes."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = {"message": SECONDARY, "documentation_url": DOCUMENTATION, "status": str(status)}
    return answer(status, body, headers)


def graphql_error(kind: str, message: str = "", at: tuple[str | int, ...] = ()) -> Fault:
    """An error inside of a 200. With a path only what stands there is missing, and the rest was answered."""
    error: dict[str, Any] = {"type": kind, "message": message or f"Told as {kind}"}
    if not at:
        return answer(200, {"errors": [error]})

    def spoil(whole: Answer | None) -> Answer:
        assert whole is not None
        body = json.loads(whole.text)
        place = body["data"]
        for step in at[:-1]:
            place = place[step]
        assert at[-1] in place or isinstance(at[-1], int), f"nothing was answered at {at}"
        place[at[-1]] = None
        body.setdefault("errors", []).append(error | {"path": list(at)})
        return whole._replace(text=json.dumps(body))

    return Fault(spoil, after=True)
