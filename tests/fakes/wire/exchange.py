"""One request and its answer, free of any library that carries them and of any service that is faked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

JSON = {"Content-Type": "application/json; charset=utf-8"}
HTML = {"Content-Type": "text/html; charset=utf-8"}


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


class Page(str):
    """A page for people, where everything else that is told goes as JSON."""

    __slots__ = ()


@dataclass
class Reply:
    """What an endpoint says; a body of None is an empty one."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Uncovered(AssertionError):
    """Asked for what the service or its fake does not have: a fault of the test or of the code under test."""


def lowered(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Names of headers have no case."""
    return {name.lower(): value for name, value in (headers or {}).items()}


def parsed(name: str, body: bytes | str | None) -> Any:
    """The JSON of a body, or nothing where there is none."""
    try:
        return json.loads(body) if body else None
    except ValueError as error:
        raise Uncovered(f"{name}: a body that is no JSON") from error
