"""The moments of a timeline: the times at which its entries begin, each on its day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Final

from connectors.markdown.dates import dates_in
from connectors.markdown.views import Views
from sync.anatomy import Moment, Part, Section

_ENTRY: Final = re.compile(
    r"[ \t>]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+|\|[ \t]*)?(?:[*_~`(\[]|\[[ xX]\])*"
)
_TIME: Final = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?P<colon>[:：h.])(?P<minute>[0-5]\d)(?:[:.][0-5]\d(?:\.\d+)?)?(?![\d.:%])[ ]?(?P<half>[AaPp]\.?[Mm]\b)?"
)
_DAY_WORD: Final = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|day \d+|(?:next|following) (?:day|morning)|later that)\b|\d{1,2}[./-]\d{1,2}|\d月",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(
    r"\s?(?:-|–|—|to|until)\s?(?P<hour>\d{1,2})(?:[:.]\d\d)?\s?(?P<half>[AaPp])\.?[Mm]\b"
)
"""The end of a stretch of time, which tells whether its beginning is before noon: `2:00–2:30 PM`."""
_FEWEST: Final = 3
"""Entries that make a section without such a title a timeline."""
_DIGIT: Final = re.compile(r"\d")
_ASIDE: Final = re.compile(r"[ ]?[(,][ ]?([^()|]{2,24})[)|]")
_ABBREVIATIONS: Final = frozenset(
    [
        "UTC",
        "GMT",
        "CET",
        "CEST",
        "EET",
        "EEST",
        "WET",
        "WEST",
        "BST",
        "EST",
        "EDT",
        "CST",
        "CDT",
        "MST",
        "MDT",
        "PST",
        "PDT",
        "PT",
        "ET",
        "CT",
        "MT",
        "IST",
        "JST",
        "KST",
        "AEST",
        "AEDT",
        "ACST",
        "AWST",
        "NZST",
        "NZDT",
        "SGT",
        "HKT",
        "MSK",
        "SAST",
        "BRT",
        "ART",
        "PHT",
        "ICT",
        "WIB",
        "MEZ",
        "MESZ",
    ]
)
_CAPITALS: Final = re.compile(r"[A-Z]{2,}")
_PLACE: Final = re.compile(
    r"[Tt]ime ?zone|[Tt]imes? (?:are|is|given|shown) in [A-Z]|[Aa]ll times (?:in )?[A-Z]|heure de |US/[A-Z]|[Ll]ocal [Tt]ime|(?:Pacific|Eastern|Central|Mountain|European|Berlin|London|Paris|Zurich|Tokyo|Sydney) [Tt]ime"
    r"|(?:Europe|America|Asia|Africa|Australia|Pacific)/[A-Z]|日本時間|北京时间"
)
_OFFSET: Final = re.compile(r"\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z\b|[ ]?[+-]\d\d:?\d\d\b)")
_HEAD_LINES: Final = 12
_BEFORE: Final = re.compile(
    r"(?:[\W\d_]|\b(?:at|around|about|approx\w*|ca|circa|on|from|by|day|time|th|st|nd|rd|T|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b)*",
    re.IGNORECASE,
)
"""What may stand before the time of an entry; a time behind anything else is told in a sentence."""
_NEAR: Final = 40
"""Characters from the beginning of an entry in which its time has to begin."""
_NOON: Final = 12


def tells_zone(views: Views, times: Sequence[Moment]) -> bool:
    """Whether the document says anywhere in which time zone its times are, its head or timeline in words, or an entry by its offset."""
    if not _ABBREVIATIONS.isdisjoint(_CAPITALS.findall("\n".join(views.text))):
        return True
    first, last = times[0].line, times[-1].line
    near = [*views.text[:_HEAD_LINES], *views.text[max(first - _HEAD_LINES, 0) : last]]
    if _PLACE.search("\n".join(near)) is not None:
        return True
    return any(_OFFSET.search(views.text[one.line - 1]) for one in times)


def moments(views: Views, sections: Sequence[Section]) -> Iterator[Moment]:
    """The moments of the timeline: of the section that is one by its title, else of the smallest with several entries that begin with a time."""
    named = [one for one in sections if Part.TIMELINE in one.parts]
    section = next((one for one in named if one.parts == {Part.TIMELINE}), None)
    section = section or next(iter(named), None)
    if section is not None:
        yield from _Entries(views).of(section)
        return
    timed = [number for number, text in enumerate(views.text, 1) if _begins_with_time(text)]
    fitting = (one for one in sections if _between(timed, one) >= _FEWEST)
    inner = min(fitting, key=lambda one: one.end_line - one.line, default=None)
    if inner is not None:
        yield from _Entries(views).of(inner)


def _begins_with_time(text: str) -> bool:
    entry = _ENTRY.match(text) if _DIGIT.search(text) else None
    return entry is not None and _time_at(text, entry.end()) is not None


def _between(lines: Sequence[int], section: Section) -> int:
    """How many of the lines stand in a section, its title aside."""
    return bisect_right(lines, section.end_line) - bisect_right(lines, section.line)


class _Entries:
    """The entries of a timeline, read from the top: each tells its time, and those above it which day it is."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._titles = {one.line for one in views.headings}
        self._day: date | None = None
        self._days = 0
        self._half = ""

    def of(self, section: Section) -> Iterator[Moment]:
        """The moments in a section."""
        for number in range(section.line, section.end_line + 1):
            text = self._views.text[number - 1]
            entry = _ENTRY.match(text)
            begin = entry.end() if entry else 0
            found = _time_at(text, begin)
            self._begin_day(text, text[begin : found.start() if found else None], found, number)
            if found is not None and number > section.line:
                yield Moment(
                    number, found.start() + 1, self._time(text, found), self._day, self._days
                )

    def _begin_day(self, text: str, head: str, found: re.Match[str] | None, number: int) -> None:
        """Take in what a line says of the day; a day inside of a sentence is none of the timeline's."""
        titled = number in self._titles or text.lstrip(" >").startswith(("**", "__"))
        if found is None and not titled and not (head.strip() and _BEFORE.fullmatch(head)):
            return
        told = next(dates_in(head), None) if "20" in head else None
        if told is not None:
            self._day = told
        elif _on_other_day(text, found) or (_DAY_WORD.search(head) is not None):
            self._day, self._days = None, self._days + 1
        elif titled and found is None:
            self._days += 1  # a part of its own, which may begin anew

    def _time(self, text: str, match: re.Match[str]) -> time:
        hour, minute = int(match["hour"]), int(match["minute"])
        half = (match["half"] or "").casefold()[:1]
        if not half and hour <= _NOON:
            until = _UNTIL.match(text, match.end())
            half = until["half"].casefold()[0] if until is not None else self._half
            if until is not None and hour % _NOON > int(until["hour"]) % _NOON:
                half = "a" if half == "p" else "p"  # it ends past noon, or midnight
        self._half = half if hour <= _NOON else ""
        if half and hour <= _NOON:
            hour = hour % _NOON + (_NOON if half == "p" else 0)
        return time(hour, minute)


def _time_at(text: str, begin: int) -> re.Match[str] | None:
    """The time with which an entry begins, behind nothing but a date."""
    found = _TIME.search(text, begin, begin + _NEAR)
    before = text[begin : found.start()] if found else ""
    return found if _BEFORE.fullmatch(before) is not None else None


def _on_other_day(text: str, found: re.Match[str] | None) -> bool:
    """Whether an entry names its day behind the time: `09:30 (24 October)`."""
    aside = _ASIDE.match(text, found.end()) if found is not None else None
    return aside is not None and _DAY_WORD.search(aside[1]) is not None
