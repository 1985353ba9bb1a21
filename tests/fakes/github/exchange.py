"""How GitHub refuses, beside what requests and answers of any service are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from tests.fakes.wire.exchange import Answer, Reply, Request, Uncovered

__all__ = [
    "Answer",
    "Refused",
    "Reply",
    "Request",
    "Uncovered",
    "invalid",
    "not_found",
    "redirected",
]

DOCUMENTATION = "https://docs.github.com/rest"


class Refused(Exception):
    """GitHub says no, in its own form of errors."""

    def __init__(
        self,
        status: int,
        message: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        body: dict[str, Any] = {"message": message}
        if errors:
            body["errors"] = [dict(error) for error in errors]
        body |= {"documentation_url": DOCUMENTATION, "status": str(status)}
        self.reply = Reply(status, body, dict(headers or {}))


def not_found() -> NoReturn:
    """What GitHub says too where something may not be seen."""
    raise Refused(404, "Not Found")


def invalid(resource: str, name: str, code: str, **more: object) -> Refused:
    """A value that GitHub does not take; the caller raises it."""
    error = {"resource": resource, "field": name, "code": code, **more}
    return Refused(422, "Validation Failed", [error])


def redirected(status: int, location: str) -> Refused:
    """GitHub moves a reader on with 301 and a writer with 307; the caller raises it."""
    message = "Moved Permanently" if status == 301 else "Temporary Redirect"
    refused = Refused(status, message, headers={"Location": location})
    refused.reply.body["url"] = location
    return refused
