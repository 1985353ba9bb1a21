"""How a repository names its postmortems, told from those that are there: folder, date, number, words, extension."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from sync.drafting.texts import in_name, slug, words_of

_NEWEST: Final = 5
"""So many of the newest documents tell what is usual by now."""
_PLAIN: Final = frozenset(
    {"readme", "index", "postmortem", "post-mortem", "post_mortem", "report", "incident", "pm"}
)
"""Names of files whose folder is the incident's."""
_WORDS: Final = "{words}"

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12]\d|3[01])"
_REST: Final = r"(?:(?P<joint>\s+-\s+|[-_. ]+)(?P<words>[^-_. ].*))?"
_BEFORE: Final = r"(?P<before>[A-Za-z][A-Za-z_ -]*)?"
_KIND: Final = (
    r"(?P<before>(?i:pm|pir|inc|incidents?|rca|sev|post[-_ ]?mortems?|outage|retro|coe)[-_ ]?)?"
)
_NUMBER: Final = r"(?P<number>(?!(?:19|20)\d\d(?!\d))\d{1,6})"
"""No year."""
_DATE: Final = rf"{_YEAR}(?P<gap>[-_.]?){_MONTH}(?P=gap){_DAY}"
_MONTH_DAY: Final = re.compile(rf"{_MONTH}(?P<gap>[-_.]){_DAY}{_REST}")
_DAY_ONLY: Final = re.compile(rf"{_DAY}{_REST}")
_NAMES: Final = (
    re.compile(rf"{_KIND}{_DATE}{_REST}"),
    re.compile(rf"(?P<words>[A-Za-z].*?)(?P<joint>[-_ ]+){_DATE}"),
    re.compile(rf"{_YEAR}(?P<gap>[-_.]){_MONTH}{_REST}"),
    re.compile(rf"{_BEFORE}{_YEAR}(?P<gap>[-_.])(?P<number>\d{{2,5}}){_REST}"),
    re.compile(rf"{_BEFORE}{_DATE}{_REST}"),
    re.compile(rf"{_BEFORE}{_NUMBER}{_REST}"),
)
_YEAR_FOLDERS: Final = (
    re.compile(_YEAR),
    re.compile(rf"{_YEAR}(?P<gap>[-_.]){_MONTH}"),
    re.compile(rf"{_YEAR}[-_.]?[Qq](?P<quarter>[1-4])"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is there."""

    path: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """A path with what differs from document to document left open: `{year}`, `{number}`, `{words}`."""

    text: str
    joint: str = "-"
    """Between words; a blank keeps the title as it is."""
    number: int | None = None
    width: int = 0
    year: int | None = None


def name_for(
    title: str, day: date, known: Sequence[Known], fits: Callable[[str], bool]
) -> str | None:
    """The path of a new postmortem, called as the newest ones are; None if they tell of none that `fits`."""
    shapes = [(one, _shape_of(one.path)) for one in known]
    newest = sorted(shapes, key=lambda pair: _age(*pair), reverse=True)[:_NEWEST]
    usual = Counter((shape.text, shape.joint) for _, shape in newest)
    every = [shape for _, shape in shapes]
    paths = (
        _filled(_Shape(text, joint), title, day, every, fits)
        for (text, joint), _ in usual.most_common()
    )
    return next((path for path in paths if path is not None), None)


def first_name(
    title: str, day: date, patterns: Sequence[str], fits: Callable[[str], bool]
) -> str | None:
    """The path of the first postmortem of a repository, by the first of the patterns that allows one."""
    shapes = (_Shape(text) for pattern in patterns for text in _first_shapes(pattern))
    paths = (_filled(shape, title, day, (), fits) for shape in shapes)
    return next((path for path in paths if path is not None), None)


def _first_shapes(pattern: str) -> Iterator[str]:
    wild = re.compile(r"[*?\[\]{}!]")
    pure = PurePosixPath(pattern.removeprefix("./"))
    home = ""
    for part in pure.parts[:-1]:
        if wild.search(part):
            break
        home += f"{part}/"
    ending = wild.split(pure.name)[-1] if wild.search(pure.name) else ""
    ending = ending if ending.startswith(".") else ".md"
    file = f"README{ending}" if wild.search(pure.name) else pure.name
    name = f"{{year}}-{{month}}-{{day}}-{_WORDS}"
    for folder in (home, f"{home}{{year}}/"):
        yield f"{folder}{name}{ending}"
        yield f"{folder}{name}/{file}"


def _age(one: Known, shape: _Shape) -> tuple[date, int, int, str]:
    return one.date or date.min, shape.year or 0, shape.number or 0, one.path


def _shape_of(path: str) -> _Shape:
    pure = PurePosixPath(path)
    folders, name, tail = list(pure.parts[:-1]), pure.stem, pure.suffix
    if name.casefold() in _PLAIN and folders and _named(folders[-1], "") is not None:
        name, tail = folders.pop(), f"/{pure.name}"
    home, year = _home(folders)
    match = _named(name, home)
    if match is None:
        return _Shape(f"{home}{_WORDS}{tail}", _joint(name, ""), year=year)
    said = match.groupdict()
    number, words = said.get("number"), said.get("words")
    return _Shape(
        f"{home}{_opened(match, name)}{tail}",
        _joint(words or "", said.get("joint") or ""),
        number=int(number) if number else None,
        width=len(number) if number and number.startswith("0") else 0,
        year=int(said["year"]) if said.get("year") else year,
    )


def _home(folders: Sequence[str]) -> tuple[str, int | None]:
    """The folders with years and months left open, and the year that they told."""
    home, year = "", None
    for folder in folders:
        match = next((found for one in _YEAR_FOLDERS if (found := one.fullmatch(folder))), None)
        if match is not None:
            year = int(match["year"])
        elif home.endswith("{year}/"):
            match = re.fullmatch(_MONTH, folder)
        elif home.endswith("{month}/"):
            match = re.fullmatch(_DAY, folder)
        home += f"{_opened(match, folder) if match else folder}/"
    return home, year


def _named(name: str, home: str) -> re.Match[str] | None:
    """What a name is made of, by what its folder tells already."""
    first = {"{year}/": _MONTH_DAY, "{month}/": _DAY_ONLY}
    inside = [one for end, one in first.items() if home.endswith(end)]
    return next((found for one in (*inside, *_NAMES) if (found := one.fullmatch(name))), None)


def _opened(match: re.Match[str], text: str) -> str:
    """The text with what was found in it left open."""
    parts = ("year", "month", "day", "quarter", "number", "words")
    spans = sorted((*match.span(part), part) for part in parts if match.groupdict().get(part))
    opened, done = "", 0
    for start, end, part in spans:
        opened += f"{text[done:start]}{{{part}}}"
        done = end
    return opened + text[done:]


def _joint(words: str, before: str) -> str:
    """What stands between words; of a single one, what stands before it."""
    if " " in words + before:
        return " "
    seen = words if {"-", "_"} & {*words} else before
    return "_" if "_" in seen and "-" not in seen else "-"


def _filled(
    shape: _Shape, title: str, day: date, every: Sequence[_Shape], fits: Callable[[str], bool]
) -> str | None:
    """The path for a title, without words that no path of a document may have, as `template`; None if none fits."""
    number = _next_number(shape.text, day, every)

    def path(words: list[str], text: str = shape.text) -> str:
        told = in_name(" ".join(words)) if shape.joint == " " else slug(words, shape.joint)
        values = {
            "year": f"{day.year}",
            "month": f"{day.month:02}",
            "day": f"{day.day:02}",
            "quarter": f"{(day.month + 2) // 3}",
            "number": number,
            "words": told,
        }
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)

    words = title.split() if shape.joint == " " else words_of(title)
    paths = [path(words), path([word for word in words if fits(path([word]))])]
    if _WORDS not in shape.text:  # another one of the same day
        stem, dot, ending = shape.text.rpartition(".")
        paths.append(path(words, f"{stem}-{_WORDS}{dot}{ending}"))
    return next((one for one in paths if fits(one)), None)


def _next_number(text: str, day: date, every: Sequence[_Shape]) -> str:
    """The number after the highest one; where years are told, after that of the year."""
    start, numbered, _ = text.partition("{number}")
    yearly = "{year}" in start
    alike = [
        one
        for one in every
        if numbered and one.number is not None and one.text.partition("{number}")[0] == start
    ]
    numbers = [one.number or 0 for one in alike if not yearly or one.year == day.year]
    width = max((one.width for one in alike), default=0)
    return f"{max(numbers, default=0) + 1:0{width}}"
