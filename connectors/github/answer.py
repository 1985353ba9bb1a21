"""One complete answer of GitHub's API, and what its headers say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from connectors.http.patience import http_date

MOVED: Final = "x-pm-sync-location"
"""Under this name a connection of ours keeps where a redirect leads, so that nobody follows it unasked."""

_NEXT: Final = re.compile(r'<([^<>]+)>\s*;[^<]*\brel="?next\b')


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, and the JSON that was sent; `data` is None for an empty or unreadable body."""

    status: int
    headers: Mapping[str, str]
    data: Any
    readable: bool = True
    """Whether the body was JSON, or empty where nothing has to be said."""
    secret: str = field(default="", repr=False)
    """The token it was asked with: what is told of an answer must not repeat it, what is read from it must not be touched."""

    def told(self, text: str) -> str:
        """Words about this answer, without the token."""
        return text.replace(self.secret, "***") if self.secret else text

    @property
    def message(self) -> str:
        """GitHub's own words."""
        found = self.data.get("message") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) else ""

    @property
    def errors(self) -> tuple[Mapping[str, Any], ...]:
        """The details of a refusal, as `{"field": …, "code": …}`."""
        found = self.data.get("errors") if isinstance(self.data, dict) else None
        listed = found if isinstance(found, list) else []
        return tuple(one if isinstance(one, dict) else {"message": str(one)} for one in listed)

    @property
    def next(self) -> str | None:
        """The URL of the next page."""
        found = _NEXT.search(self.headers.get("link", ""))
        return found[1] if found else None

    @property
    def date(self) -> datetime | None:
        """GitHub's clock."""
        return http_date(self.headers.get("date", ""))

    @property
    def moved_to(self) -> str | None:
        """Where a redirect leads."""
        redirected = self.status in (301, 302, 307, 308)
        where = self.headers.get(MOVED) or self.headers.get("location")
        return where if redirected else None
