"""How Jira refuses, beside what requests and answers of any service are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from tests.fakes.wire.exchange import Answer, Reply, Request, Uncovered

__all__ = ["Answer", "Invalid", "Refused", "Reply", "Request", "Uncovered", "no_issue"]


class Refused(Exception):
    """Jira says no, in its own form of errors: messages about the whole, and one for each field."""

    def __init__(
        self,
        status: int,
        *messages: str,
        errors: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{messages} {errors}")
        body: dict[str, Any] = {"errorMessages": list(messages), "errors": dict(errors or {})}
        self.reply = Reply(status, body, dict(headers or {}))


class Invalid(Exception):
    """A value that its field does not take; the message goes to the field."""


def no_issue() -> NoReturn:
    """What Jira says too where something may not be seen."""
    raise Refused(404, "Issue does not exist or you do not have permission to see it.")
