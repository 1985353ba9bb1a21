"""Dates as postmortems write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
)  # fmt: skip
_MONTH: Final = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ISO: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/._年](?P<number>\d{1,2})[-/._月](?P<day>\d{1,2})(?!\d)"
)
_MONTH_FIRST: Final = re.compile(
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}}(?:st|nd|rd|th)?)?,?\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DAY_FIRST: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>(?:(?:19|20)\d\d)|\d\d)(?!\d)(?![./]\d)"
)
_COMPACT: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<number>[01]\d)(?P<day>[0-3]\d)(?!\d)")


def date_in(text: str) -> date | None:
    """The first date in `text`; None if it holds none that is whole. `3/4/2020` is read day first."""
    text = text[:400]
    plain = _ISO.match(text.lstrip())
    if plain is not None and (day := _date(plain)) is not None:
        return day
    found = []
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _DOTTED):
        match = pattern.search(text)
        day = _date(match) if match else None
        if match is not None and day is not None:
            found.append((match.start(), day))
    return min(found)[1] if found else None


_YEAR: Final = re.compile(r"20\d\d(?!\d)")  # a pattern that begins with letters is found fast
_AROUND: Final = 36
"""Characters before a year, and behind it, in which the rest of its date stands."""


def dates_in(text: str) -> Iterator[date]:
    """Every whole date of this century in a longer text, in order."""
    position = 0
    for year in _YEAR.finditer(text):
        if year.start() < position or text[year.start() - 1 : year.start()].isdigit():
            continue
        start = max(position, year.start() - _AROUND)
        around = text[start : year.end() + _AROUND]
        for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _DOTTED):
            match = next(
                (
                    one
                    for one in pattern.finditer(around)
                    if one.start("year") == year.start() - start
                ),
                None,
            )
            day = _date(match) if match else None
            if match is not None and day is not None:
                yield day
                position = start + match.end()
                break


def date_of_path(path: str) -> date | None:
    """The date that a file's name, else its folder's, begins with or holds; also `20260102`."""
    for part in reversed(path.split("/")[-2:]):
        for pattern in (_ISO, _COMPACT):
            match = pattern.search(part)
            day = _date(match) if match else None
            if day is not None:
                return day
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return date_in(re.sub(r"[_-]+", " ", name))


def date_of_value(value: object) -> date | None:
    """The date of a front matter value: a date, a time, or text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date_in(value) if isinstance(value, str) else None


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    number = parts.get("number")
    month = int(number) if number else _MONTHS.index(parts["month"].lower()) + 1
    year, day = int(parts["year"]), int(parts["day"])
    if year < _CENTURY:
        year += 2000
    if month > _LAST_MONTH >= day and match.re is _DOTTED:
        day, month = month, day  # `12/31/2019` can only mean the month first
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_in(text: str) -> date | None:
    """The first day of the month that a text names without a day: `2019-03`, `March 2019`."""
    match = _YEAR_MONTH.search(text) or _MONTH_YEAR.search(text)
    if match is None:
        return None
    parts = match.groupdict()
    number = parts.get("number")
    month = int(number) if number else _MONTHS.index(parts["month"].lower()) + 1
    return date(int(parts["year"]), month, 1) if 1 <= month <= _LAST_MONTH else None


_CENTURY: Final = 100
_LAST_MONTH: Final = 12
_YEAR_MONTH: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<number>\d{2})(?![\d-])")
_MONTH_YEAR: Final = re.compile(rf"\b{_MONTH},?\s+(?P<year>20\d\d)\b", re.IGNORECASE)
