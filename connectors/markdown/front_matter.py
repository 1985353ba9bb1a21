"""Front matter: YAML between `---` lines or TOML between `+++` lines, at the very beginning of a document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sync.model.postmortem import Remark

LONGEST: Final = 64 * 1024
"""Characters; a longer block is not read as data."""
_LONGEST_REASON: Final = 200
_MOST_LISTED: Final = 50
_YAML: Final = re.compile(r"---[ \t]*\r?\n")
_YAML_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_TOML: Final = re.compile(r"\+\+\+[ \t]*\r?\n")
_TOML_END: Final = re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE)
_SIMPLE: Final = re.compile(r"([A-Za-z_][\w .-]{0,40}):[ \t]*(.*?)[ \t]*\r?")
_QUOTED: Final = re.compile(r"\"([^\"\\]+)\"|'([^']+)'")
_OF_THE_DOCUMENT: Final = frozenset(["title", "date", "status", "severity", "author", "authors"])
_PLAIN: Final = re.compile(r"[\w(/+][^#:\[\]{}&*!|>'\"%@`]*")
_MARK: Final = re.compile(
    r"[ \t]*[\"']?(pm-sync(?:\.private)?|private|visibility)[\"']?[ \t]*[:=][ \t]*(.*?)[ \t]*(?:#.*)?\r?",
    re.IGNORECASE,
)
"""A line that may keep the document from being told: it counts in data that is broken, too."""
_CONFLICT: Final = re.compile(r"^(?:<{7}|={7}|>{7}|[|]{7}).*\r?\n?", re.MULTILINE)
_ALIAS: Final = re.compile(r"(?:^|[\s\[{,:-])[&*][\w-]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says; `end` counts the characters that are not Markdown, a BOM included."""

    end: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    """Keys in lower case."""
    remarks: tuple[Remark, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The single values as text, those of tables with dotted keys, those of lists with their numbers: `team.0`."""
        return dict(_texts(self.values))

    def blank(self, text: str) -> str:
        """The text with everything before the Markdown replaced by as many bytes of line feeds."""
        if not self.end:
            return text
        return "\n" * len(text[: self.end].encode()) + text[self.end :]


def front_matter(text: str) -> FrontMatter:
    """The front matter of a document; broken data is noted and never stops anything."""
    start = 1 if text.startswith("\ufeff") else 0
    marks: dict[str, str] = {}
    for opening, closing, load in ((_YAML, _YAML_END, _yaml), (_TOML, _TOML_END, _toml)):
        opened = opening.match(text, start)
        closed = closing.search(text, opened.end()) if opened else None
        if opened is None:
            continue
        if closed is None:
            marks = _marks(re.split(r"\r?\n[ \t]*\r?\n", text[opened.end() :], maxsplit=1)[0])
            continue
        body = text[opened.end() : closed.start()]
        if not body.strip() or body.startswith(("\n", "\r\n")):
            continue
        return _loaded(body, closed.end(), load)
    return FrontMatter(end=start, values=marks)


def said_by(data: bytes) -> dict[str, str]:
    """The marks of a document that cannot be read otherwise: in a wrong encoding, or in the middle of a merge."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff")
    text = _CONFLICT.sub("", text)
    for opening, closing in ((_YAML, _YAML_END), (_TOML, _TOML_END)):
        if opened := opening.match(text):
            closed = closing.search(text, opened.end())
            return _marks(text[opened.end() : closed.start() if closed else LONGEST])
    return {}


def _loaded(body: str, end: int, load: Callable[[str], object]) -> FrontMatter:
    if len(body) > LONGEST:
        return FrontMatter(end, _marks(body), (_remark("is too long to be read"),))
    try:
        values = load(body)
    except _Broken as broken:
        return FrontMatter(
            end, _readable(body) | _marks(body), (_remark(broken.found, broken.line),)
        )
    if not isinstance(values, Mapping):
        return FrontMatter(end)
    return FrontMatter(end, {str(key).casefold(): value for key, value in values.items()})


def _readable(body: str) -> dict[str, str]:
    """Of broken data, the lines that are beyond doubt: `title: "Outage"`."""
    values: dict[str, str] = {}
    for line in body.split("\n"):
        match = _SIMPLE.fullmatch(line)
        if match is None or match[1].casefold() not in _OF_THE_DOCUMENT:
            continue
        quoted = _QUOTED.fullmatch(match[2])
        if quoted is not None or _PLAIN.fullmatch(match[2]):
            values.setdefault(
                match[1].casefold(), match[2] if quoted is None else quoted[1] or quoted[2]
            )
    return values


def _marks(body: str) -> dict[str, str]:
    found = (_MARK.fullmatch(line) for line in body.split("\n"))
    return {match[1].casefold(): match[2] for match in found if match is not None}


class _Broken(Exception):
    """Where and why the data cannot be read, as far as the parser of YAML or TOML tells."""

    def __init__(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        self.found = f"cannot be read: {why[:_LONGEST_REASON]}"
        self.line = 1 if mark is None else mark.line + 2
        super().__init__(self.found)


def _remark(reason: str, line: int = 1) -> Remark:
    return Remark(
        line,
        f"the front matter {reason}; until it is mended, only plain lines such as its title and date count",
    )


def _yaml(body: str) -> object:
    simple = _flat(body)
    if simple is not None:
        return simple
    if _ALIAS.search(body) and len(_ALIAS.findall(body)) > 50:
        raise _Broken(ValueError("too many aliases"))
    # Slow to import, and most documents do without. That it cannot be imported is no fault of the document.
    import yaml  # noqa: PLC0415

    return _parsed(
        lambda: yaml.load(body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    )


def _toml(body: str) -> object:
    return _parsed(lambda: tomllib.loads(body))


def _parsed(parse: Callable[[], object]) -> object:
    try:
        return parse()
    except Exception as error:  # many kinds, RecursionError among them
        raise _Broken(error) from error


def _flat(body: str) -> dict[str, str] | None:
    """Front matter of plain `key: value` lines, whose meaning is beyond doubt; None if there is anything else."""
    values: dict[str, str] = {}
    for line in body.split("\n"):
        if not line.strip():
            continue
        match = _SIMPLE.fullmatch(line)
        if match is None or (match[2] and not _PLAIN.fullmatch(match[2])) or not match[2]:
            return None
        values[match[1]] = match[2]
    return values


def _texts(values: Mapping[Any, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        key = f"{prefix}{name}".casefold()
        if isinstance(value, Mapping):
            yield from _texts(value, f"{key}.")
        elif isinstance(value, list):
            yield from _texts(dict(enumerate(value[:_MOST_LISTED])), f"{key}.")
        elif isinstance(value, bool):
            yield key, "true" if value else "false"
        elif isinstance(value, str | int | float | date):
            yield key, str(value)
