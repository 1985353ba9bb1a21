"""What goes wrong on the way to any service, before a request has its effect or after."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.fakes.wire.exchange import HTML, JSON, Answer, Request


class Dropped(Exception):
    """The connection ends without an answer."""


class Unreached(Exception):
    """There is no connection in the first place: nothing was sent."""


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


def told(
    status: int, body: object, headers: Mapping[str, str] | None = None, *, after: bool = False
) -> Fault:
    """Another answer; a body that is text goes as it is, anything else as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Fault(lambda _: Answer(status, JSON | dict(headers or {}), text), after)


def page(
    status: int, text: str, headers: Mapping[str, str] | None = None, *, after: bool = False
) -> Fault:
    """A page for people, where a program expects JSON."""
    return told(status, text, HTML | dict(headers or {}), after=after)


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


def unreachable() -> Fault:
    """Nobody listens."""

    def spoil(_: Answer | None) -> Answer:
        raise Unreached

    return Fault(spoil)


def truncated() -> Fault:
    """The effect happened, and its answer breaks off in the middle of its JSON."""

    def spoil(answer: Answer | None) -> Answer:
        assert answer is not None
        return answer._replace(text=answer.text[: len(answer.text) // 2])

    return Fault(spoil, after=True)
