"""Days as documents write them, where they can mean only one."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final

_DATE: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WORDED: Final = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")


@lru_cache(maxsize=4096)
def day_of(text: str | None) -> date | None:
    """The day that a text names, where it can mean only one."""
    plain = " ".join((text or "").replace(",", " ").split())
    if not plain:
        return None
    found = _DATE.fullmatch(plain)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    for form in _WORDED:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def due(text: str | None) -> str:
    """A due date to compare by: `2026-12-24`, or the words where they name no day; empty if there is none."""
    day = day_of(text)
    return day.isoformat() if day else " ".join((text or "").casefold().split())
