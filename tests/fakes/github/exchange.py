"""One request and its answer, free of any library that carries them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

DOCUMENTATION = "https://docs.github.com/rest"


class Answer(NamedTuple):
    """What goes back over the wire."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Request:
    """A request as it came, with the path below the root of the API; `status` is what the client saw at last."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    status: int | None = None

    @property
    def name(self) -> str:
        """How tests name requests: `POST /repos/acme/shop/issues`."""
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        return self.method not in {"GET", "HEAD"}


@dataclass
class Reply:
    """What an endpoint says; a body of None is an empty one."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


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


class Uncovered(AssertionError):
    """Asked for what GitHub or this fake does not have: a fault of the test or of the code under test."""


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
