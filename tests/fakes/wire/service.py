"""What a carrier has to know of a service in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tests.fakes.wire.exchange import Answer


class Service(Protocol):
    """Answers requests, and remembers what nobody should have asked."""

    complaints: list[str]

    @property
    def root(self) -> str:
        """Scheme and host, without any path."""
        ...

    def answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
    ) -> Answer:
        """Answer one request, or raise `Dropped`, `TimedOut` or `AssertionError`."""
        ...

    def settle(self) -> None:
        """Fail where a complaint was swallowed on its way to the test."""
        ...
