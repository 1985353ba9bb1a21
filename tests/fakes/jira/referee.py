"""What a referee of requests and answers has to be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Referee(Protocol):
    """Raises `AssertionError` where something goes against the official description of Cloud."""

    def check_request(self, method: str, path: str, query: Mapping[str, str], body: Any) -> None:
        """Hold a request against the description of its endpoint, and documents in it against their schema."""

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Hold an answer of this fake against it."""
