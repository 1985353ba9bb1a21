"""What goes wrong on the way, before a request has its effect or after: `github.next(faults.dropped(after=True))`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.fakes.github.exchange import DOCUMENTATION, Answer, Request

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)
PAGE = "<!DOCTYPE html>\n<html><head><title>Unicorn!</title></head><body>This page is taking too long.</body></html>\n"
JSON = {"Content-Type": "application/json; charset=utf-8"}


class Dropped(Exception):
    """The connection ends without an answer."""


class TimedOut(Exception):
    """No answer comes for as long as the client waits."""


@dataclass(frozen=True)
class Fault:
    """Takes the answer, which is None before the effect, and gives another one or raises."""

    spoil: Callable[[Answer | None], Answer]
    after: bool = False


@dataclass
class Scripted:
    """A fault that waits for its requests; `times` is None for every one to come."""

    fault: Fault
    times: int | None
    on: str | None
    skip: int

    def strikes(self, request: Request) -> bool:
        """Whether it is this request's turn, which counts as one."""
        if self.times == 0 or (self.on is not None and not fnmatchcase(request.name, self.on)):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


def answer(
    status: int,
    body: object = None,
    headers: Mapping[str, str] | None = None,
    *,
    after: bool = False,
) -> Fault:
    """Another answer; a body that is text goes as it is, anything else as JSON."""
    body = {"message": f"Status {status}", "status": str(status)} if body is None else body
    text = body if isinstance(body, str) else json.dumps(body)
    return Fault(lambda _: Answer(status, JSON | dict(headers or {}), text), after)


def html(status: int = 502, *, after: bool = False) -> Fault:
    """A page for people, as proxies and overloaded servers send."""
    return answer(status, PAGE, {"Content-Type": "text/html; charset=utf-8"}, after=after)


def secondary_limit(retry_after: int | None = None, status: int = 403) -> Fault:
    """The secondary limit, which names a time to wait only sometimes."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = {"message": SECONDARY, "documentation_url": DOCUMENTATION, "status": str(status)}
    return answer(status, body, headers)


def dropped(*, after: bool = False) -> Fault:
    """The connection breaks."""

    def spoil(_: Answer | None) -> Answer:
        raise Dropped

    return Fault(spoil, after)


def timed_out(*, after: bool = False) -> Fault:
    """The answer does not come in time."""

    def spoil(_: Answer | None) -> Answer:
        raise TimedOut

    return Fault(spoil, after)


def truncated() -> Fault:
    """The effect happened, and its answer breaks off in the middle of its JSON."""

    def spoil(told: Answer | None) -> Answer:
        assert told is not None
        return told._replace(text=told.text[: len(told.text) // 2])

    return Fault(spoil, after=True)


def graphql_error(kind: str, message: str = "", at: tuple[str | int, ...] = ()) -> Fault:
    """An error inside of a 200. With a path only what stands there is missing, and the rest was answered."""
    error: dict[str, Any] = {"type": kind, "message": message or f"Told as {kind}"}
    if not at:
        return answer(200, {"errors": [error]})

    def spoil(told: Answer | None) -> Answer:
        assert told is not None
        body = json.loads(told.text)
        place = body["data"]
        for step in at[:-1]:
            place = place[step]
        assert at[-1] in place or isinstance(at[-1], int), f"nothing was answered at {at}"
        place[at[-1]] = None
        body.setdefault("errors", []).append(error | {"path": list(at)})
        return told._replace(text=json.dumps(body))

    return Fault(spoil, after=True)
