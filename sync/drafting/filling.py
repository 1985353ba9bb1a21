"""A team's own template with what is unmistakable filled in, and everything else as it was, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sync.drafting.classic import CLASSIC, UNNAMED
from sync.drafting.texts import in_data, in_markdown, slug, words_of

DRAFT: Final = "Draft"

_VARIABLE: Final = re.compile(r"\{\{-?\s*(title|date|author|slug|severity|status)\s*-?\}\}")
_DATA: Final = re.compile(
    r"\A(\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n)(?P<body>.*?)^(?P=fence)[ \t]*\r?$",
    re.DOTALL | re.MULTILINE,
)
_ENTRY: Final = re.compile(
    r"(?P<lead>[\"']?(?P<name>[A-Za-z][\w -]*)[\"']?[ \t]*[:=])(?P<gap>[ \t]*)(?P<value>.*?)(?P<rest>[ \t]*\r?\n?)"
)
_HEADING: Final = re.compile(
    r"(?P<lead>\ufeff?[ ]{0,3}#[ \t]+)(?P<value>\S.*?)(?P<rest>[ \t]*#*[ \t]*\r?\n?)"
)
_DEEPER: Final = re.compile(r"[ ]{0,3}#{2,6}[ \t]+\S")
_FENCE: Final = re.compile(r"[ ]{0,3}(?:```|~~~)")
_BULLET: Final = r"[ \t>]*(?:[-*+][ \t]+)?"
_SAID: Final = r"(?P<name>[A-Za-z][A-Za-z ()]*?)[ \t]*"
_VALUE: Final = r"(?P<gap>[ \t]*)(?P<value>.*?)(?P<rest>[ \t]*\\?\r?\n?)"
_LABELS: Final = (
    re.compile(
        rf"(?P<lead>{_BULLET}(?P<mark>\*\*|__|\*|_){_SAID}(?:[:：](?P=mark)|(?P=mark)[ \t]*[:：])){_VALUE}"
    ),
    re.compile(rf"(?P<lead>{_BULLET}{_SAID}[:：]){_VALUE}"),
)
_CELLS: Final = re.compile(
    r"(?P<lead>[ \t]*\|[ \t]*(?P<mark>\*\*|__)?(?P<name>[A-Za-z][A-Za-z ()]*?):?(?P=mark)?[ \t]*\|)"
    r"(?P<gap>[ \t]*)(?P<value>[^|]*?)(?P<rest>[ \t]*\|[ \t]*\r?\n?)"
)
_NAMES: Final = {
    **dict.fromkeys(("title", "incident title", "postmortem title"), "title"),
    **dict.fromkeys(("date", "incident date", "date of incident", "date of the incident"), "date"),
    **dict.fromkeys(
        ("author", "authors", "author(s)", "written by", "postmortem author"), "author"
    ),
    **dict.fromkeys(("status", "postmortem status", "document status"), "status"),
    **dict.fromkeys(("severity", "incident severity", "severity level", "sev"), "severity"),
}
_DAY: Final = re.compile(
    r"[\[<({]*\s*(?:y{2,4}[-/. ]m{1,3}[-/. ]d{1,2}|d{1,2}[-/. ]m{1,3}[-/. ]y{2,4}|m{1,2}[-/. ]d{1,2}[-/. ]y{2,4})\s*[\])}>]*",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"[\[<({]*\s*(?:(?:post-?\s?mortem|incident|outage|rca)(?:\s+(?:report|review|postmortem))?\s*[:-]?\s*)?"
    r"[\[<({]*\s*(?:title|name|template|title of (?:the )?(?:incident|postmortem|outage)|incident (?:title|name|template)|short title)\s*[\])}>]*",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(
    r"[\[<{][^\[\]<>{}]*\b(?:title|name|incident|summary)\b[^\[\]<>{}]*[\]>}](?!\()", re.IGNORECASE
)
"""A part of a title that stands for it: `Postmortem: [Title]`."""
_HEAD_TITLES: Final = re.compile(
    r"(?:meta ?data|overview|details|general|incident details|basic information|about)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a postmortem before it is written."""

    title: str
    """One line, like the others."""
    day: date
    author: str | None = None
    severity: str | None = None

    def values(self) -> dict[str, str]:
        """By name, as plain text; what is not known is left out."""
        known = {
            "title": self.title,
            "date": self.day.isoformat(),
            "author": self.author,
            "severity": self.severity,
            "status": DRAFT,
            "slug": slug(words_of(self.title)),
        }
        return {name: value for name, value in known.items() if value}


def classic(facts: Facts) -> str:
    """The built-in template with everything that is known."""
    told = {name: in_markdown(value) for name, value in facts.values().items()}
    severity = f"\n**Severity:** {told['severity']}\n" if "severity" in told else ""
    author = told.get("author", UNNAMED)
    return CLASSIC.format(title=told["title"], date=told["date"], author=author, severity=severity)


def filled(template: str, facts: Facts, is_placeholder: Callable[[str], bool]) -> str:
    """A team's template with its variables and the placeholders of its head replaced; `is_placeholder` knows those of templates."""
    values = facts.values()
    data = _DATA.match(template)
    if data is None:
        return "".join(_Head(values, is_placeholder).lines(template))
    start, end = data.span("body")
    body = "".join(_entry(line, values, is_placeholder) for line in _lines(template[start:end]))
    head = _Head(values, is_placeholder)
    return template[:start] + body + "".join(head.lines(template[end:]))


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _entry(line: str, values: Mapping[str, str], is_placeholder: Callable[[str], bool]) -> str:
    """A line of front matter, which stays data whatever the values hold."""
    match = _ENTRY.fullmatch(line)
    if match is None:
        return line
    value = match["value"]
    bare = value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[0] == value[-1] else value
    if _VARIABLE.search(value):
        text = _VARIABLE.sub(lambda found: values.get(found[1], found[0]), bare)
        is_day = text == values["date"] and bare == value
        return f"{match['lead']}{match['gap'] or ' '}{text if is_day else in_data(text)}{match['rest']}"
    name = _NAMES.get(match["name"].strip().casefold(), "")
    new = values.get(name)
    if new is None or not _is_open(name, bare, is_placeholder):
        return line
    told = new if name == "date" and bare == value else in_data(new)
    return f"{match['lead']}{match['gap'] or ' '}{told}{match['rest']}"


def _is_open(name: str, value: str, is_placeholder: Callable[[str], bool]) -> bool:
    """Whether a value of the head waits for its own."""
    plain = value.strip("*_` ")
    if not plain or is_placeholder(plain):
        return True
    return (name == "date" and _DAY.fullmatch(plain) is not None) or (
        name == "title" and _TITLE.fullmatch(plain) is not None
    )


class _Head:
    """Walks over the lines of a document; beyond its head only variables are replaced."""

    def __init__(self, values: Mapping[str, str], is_placeholder: Callable[[str], bool]) -> None:
        self._values = values
        self._is_placeholder = is_placeholder
        self._done: set[str] = set()
        self._over = self._in_code = self._in_comment = False

    def lines(self, text: str) -> Iterator[str]:
        for line in _lines(text):
            if _FENCE.match(line):
                self._in_code = not self._in_code
            yield self._line(line)
            self._in_comment = self._comment_after(line)

    def _comment_after(self, line: str) -> bool:
        opened, closed = line.rfind("<!--"), line.rfind("-->")
        if opened < 0 and closed < 0:
            return self._in_comment
        return opened > closed

    def _line(self, line: str) -> str:
        if _VARIABLE.search(line):
            self._done |= {found[1] for found in _VARIABLE.finditer(line)}
            return _VARIABLE.sub(self._variable, line)
        if self._over or self._in_code or self._in_comment:
            return line
        if _DEEPER.match(line):
            self._over = _HEAD_TITLES.fullmatch(line.strip().lstrip("# ")) is None
            return line
        return self._title(line) or self._label(line) or line

    def _variable(self, found: re.Match[str]) -> str:
        value = self._values.get(found[1])
        return found[0] if value is None else in_markdown(value)

    def _title(self, line: str) -> str | None:
        match = _HEADING.fullmatch(line)
        if match is None or "title" in self._done:
            return None
        title, value = in_markdown(self._values["title"]), match["value"]
        part = _BRACKETED.search(value)
        if part is not None:
            title = value[: part.start()] + title + value[part.end() :]
        elif not _is_open("title", value, self._is_placeholder):
            return None
        self._done.add("title")
        return f"{match['lead']}{title}{match['rest']}"

    def _label(self, line: str) -> str | None:
        match = next((found for one in (*_LABELS, _CELLS) if (found := one.fullmatch(line))), None)
        if match is None:
            return None
        name = _NAMES.get(match["name"].strip().casefold(), "")
        value = self._values.get(name)
        if value is None or name in self._done:
            return None
        if not _is_open(name, match["value"], self._is_placeholder):
            return None
        self._done.add(name)
        return f"{match['lead']}{match['gap'] or ' '}{in_markdown(value)}{match['rest']}"
