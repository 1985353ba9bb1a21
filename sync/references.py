"""What counts as a reference to a ticket, as patterns that each tracker contributes.

A pattern says how a tracker's tickets are written in text and in URLs, and what their canonical short form is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sync.model.postmortem import TicketRef
from sync.words import NO_KEYS

LONGEST_KEY: Final = 20
LONGEST_URL: Final = 2000
"""Characters; nothing longer leads to a ticket."""
_URL: Final = re.compile(r"https?://[^\s<>\"'`|\\^{}]+")
_TRAILING: Final = ".,;:!?*_~"


@dataclass(frozen=True, slots=True)
class ReferencePattern:
    """How the tickets of one tracker are written.

    `text` finds a reference in running text, `url` matches a whole URL (without query and fragment); either may be None.
    `canonical` makes the id out of the match of either one, and may return None to say that this is no ticket after all.
    """

    tracker: str
    text: re.Pattern[str] | None
    url: re.Pattern[str] | None
    canonical: Callable[[re.Match[str]], str | None]
    hint: str = ""
    """A string that every text match contains; texts without it are not searched."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reference at `text[start:end]`; `ref` is None where nobody recognises it."""

    start: int
    end: int
    ref: TicketRef | None
    key: bool = False
    """Whether it only looks like a key of a tracker that nobody configured: it counts where a reference is expected."""


def _forge_id(match: re.Match[str]) -> str:
    return f"{match['owner']}/{match['repo']}#{int(match['number'])}"


def forge_urls(tracker: str, host: str) -> ReferencePattern:
    """URLs of issues and pull requests on a GitHub-like `host`."""
    pattern = (
        rf"https?://(?:www\.)?{re.escape(host)}/(?P<owner>[\w.-]+)/(?P<repo>[\w.-]+)"
        r"/(?:issues|pull)/(?P<number>\d{1,10})(?:/.*)?"
    )
    return ReferencePattern(tracker, None, re.compile(pattern, re.IGNORECASE), _forge_id)


def prefixed(tracker: str, prefix: str) -> ReferencePattern:
    """`PREFIX-12` in text, as the embedded tracker writes it, and Jira for its configured projects."""
    text = re.compile(rf"(?<![\w/.-]){re.escape(prefix)}-(?P<number>\d{{1,10}})(?![\w-]|\.\d)")
    return ReferencePattern(
        tracker, text, None, lambda match: f"{prefix}-{int(match['number'])}", f"{prefix}-"
    )


_CARDS: Final = re.compile(
    r"https?://(?:"
    r"trello\.com/c/\w+(?:/.*)?"
    r"|linear\.app/[\w.-]+/issue/[\w-]+(?:/.*)?"
    r"|[\w.:-]+/[\w./~-]+/-/(?:issues|merge_requests|work_items|epics)/\d+/?"
    r"|[\w.-]*gitlab[\w.:-]*/[\w./~-]+/(?:issues|merge_requests)/\d+/?"
    r"|[\w.:-]+/(?:[\w./-]+/)?browse/[A-Z][A-Z0-9_]+-\d+/?"
    r"|[\w.-]+\.atlassian\.net/(?:.*/)?[A-Z][A-Z0-9_]+-\d+/?"
    r"|bitbucket\.org/[\w.-]+/[\w.-]+/(?:issues|pull-requests)/\d+(?:/.*)?"
    r"|app\.asana\.com/\d+/\d+/\d+(?:/.*)?"
    r"|app\.asana\.com/1/\d+/.*task/\d+(?:/.*)?"
    r"|app\.shortcut\.com/[\w.-]+/story/\d+(?:/.*)?"
    r"|app\.clickup\.com/t/[\w/-]+"
    r"|[\w-]+\.monday\.com/boards/\d+/pulses/\d+"
    r"|[\w.-]+\.pivotaltracker\.com/story/show/\d+"
    r"|(?:www\.)?pivotaltracker\.com/story/show/\d+"
    r"|[\w.-]+/T\d{3,}"
    r"|bugs\.launchpad\.net/(?:[\w.+/-]+/)?\+bug/\d+"
    r"|dev\.azure\.com/[\w.%-]+/[\w.%-]+/_workitems/edit/\d+"
    r"|[\w.-]+/(?:[\w.-]+/)?show_bug\.cgi"
    r"|issuetracker\.google\.com/(?:issues/)?\d+"
    r"|(?:bugs|crbug)\.[\w.-]+/(?:p/[\w.-]+/issues/detail|\d+)"
    r"|[\w.-]+/[\w./-]*/(?:issues|pulls|pull)/\d+(?:/.*)?"
    r")",
    re.IGNORECASE,
)
"""URLs of tickets in trackers that pm-sync does not know: they are recognised, and their URL is their name."""

_SHORT: Final = re.compile(
    r"(?<![\w/#&.-])(?:(?P<owner>[A-Za-z0-9][\w-]{0,38})/(?P<repo>[\w.-]{1,100})|PR|MR|GH|pr|mr|gh)?#(?P<number>\d{1,7})(?![\w-]|\.\d| of \d)"
)
_FORGE_KEY: Final = re.compile(r"(?<![\w/#&.-])GH-(?P<number>\d{1,7})(?![\w-]|\.\d)")


def forge_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How issues are named in text on GitHub-like hosts, each with the hint of its pattern: `acme/shop#12`, `#12`, `GH-12`."""
    return (_SHORT, "#"), (_FORGE_KEY, "GH-")


_UNRECOGNISED: Final = re.compile(
    r"(?<![\w/])(?:(?:[Bb]ug|BUG|[Tt]icket|TICKET|[Ii]ssue|ISSUE|[Cc]ase)\s?:?\s?\d{2,}|[Bb]/\d{3,}|BUG-?\d+"
    r"|(?<![.-])[A-Za-z][\w.-]{2,60}#\d{1,7})(?![\w-])"
)
_KEY: Final = re.compile(
    r"(?<![\w/#&.-])(?P<prefix>[A-Z][A-Z0-9_]{1,9})-(?P<number>\d{1,7})(?![\w-]|\.\d)"
)
_TWO_DIGITS: Final = re.compile(r"\d\d")
_QUERY_NAMES: Final = ("show_bug.cgi", "issues/detail")


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceRules:
    """Finds references. `repository` completes `#12`; patterns are asked in order."""

    patterns: tuple[ReferencePattern, ...] = ()
    repository: str | None = None
    hosts: tuple[str, ...] = ("github.com",)
    """Hosts whose issue and pull request URLs are `owner/repo#12` of the tracker named `forge`."""
    forge: str = "github"
    _all: tuple[ReferencePattern, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        forges = tuple(forge_urls(self.forge, host) for host in self.hosts)
        object.__setattr__(self, "_all", (*self.patterns, *forges))

    def of_url(self, url: str) -> TicketRef | None:
        """The ticket that `url` leads to; None if it leads to none."""
        return _of_url(self, url)

    def of_label(self, label: str) -> TicketRef | None:
        """The ticket that the whole text `label` names."""
        found = next(self.find(label), None)
        whole = found is not None and found.start == 0 and found.end == len(label)
        return found.ref if found and whole else None

    def is_key(self, label: str) -> bool:
        """Whether a whole text looks like a key of a tracker: `OPS-12`."""
        match = _KEY.fullmatch(label.strip()) if len(label) <= LONGEST_KEY else None
        return match is not None and match["prefix"] not in NO_KEYS

    def find(self, text: str) -> Iterator[Found]:
        """References in plain text, in order, without overlap; bare URLs of tickets among them."""
        found: list[Found] = []
        if "://" in text:
            found.extend(self._urls(text))
        for pattern in self._all:
            if pattern.text is not None and pattern.hint in text:
                found.extend(_matches(pattern, pattern.text, text))
        if "#" in text:
            found.extend(self._short(text))
        if _TWO_DIGITS.search(text) is not None or "#" in text:
            found.extend(Found(*match.span(), None) for match in _UNRECOGNISED.finditer(text))
        if "-" in text:
            found.extend(
                self._key(match) for match in _KEY.finditer(text) if match["prefix"] not in NO_KEYS
            )
        yield from _disjoint(found)

    def _urls(self, text: str) -> Iterator[Found]:
        for start, end in urls(text):
            ref = self.of_url(text[start:end])
            if ref is not None:
                yield Found(start, end, ref)

    def _key(self, match: re.Match[str]) -> Found:
        """A key that nobody configured; `GH-12` is the forge's own other spelling of `#12`."""
        if match["prefix"] != "GH":
            return Found(*match.span(), None, key=True)
        return Found(
            *match.span(), TicketRef(self.forge, f"{self.repository or ''}#{int(match['number'])}")
        )

    def _short(self, text: str) -> Iterator[Found]:
        for match in _SHORT.finditer(text):
            number = int(match["number"])
            where = f"{match['owner']}/{match['repo']}" if match["owner"] else self.repository
            yield Found(*match.span(), TicketRef(self.forge, f"{where or ''}#{number}"))


def urls(text: str) -> Iterator[tuple[int, int]]:
    """Where bare URLs stand in `text`, without the punctuation of the sentence around them."""
    position = 0
    while (start := text.find("http", position)) >= 0:
        match = _URL.match(text, start)
        if match is None:
            position = start + 4
            continue
        end = _trimmed(text, start, match.end())
        yield start, end
        position = max(end, start + 4)


def _trimmed(text: str, start: int, end: int) -> int:
    opened = closed = -1
    while end > start:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last in ")]":
            if opened < 0:
                opened = text.count("(", start, end) + text.count("[", start, end)
                closed = text.count(")", start, end) + text.count("]", start, end)
            if closed <= opened:
                break
            closed -= 1
            end -= 1
        else:
            break
    return end


def _matches(pattern: ReferencePattern, text: re.Pattern[str], words: str) -> Iterator[Found]:
    for match in text.finditer(words):
        name = pattern.canonical(match)
        if name is not None:
            yield Found(*match.span(), TicketRef(pattern.tracker, name))


def _disjoint(found: list[Found]) -> Iterator[Found]:
    if len(found) > 1:
        found.sort(key=lambda one: (one.start, -one.end))
    end = 0
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


@lru_cache(maxsize=4096)
def _of_url(rules: ReferenceRules, url: str) -> TicketRef | None:
    if not url.startswith(("http://", "https://")) or len(url) > LONGEST_URL:
        return None
    bare = re.split(r"[?#]", url, maxsplit=1)[0]
    for pattern in rules._all:
        match = pattern.url.fullmatch(bare) if pattern.url is not None else None
        name = pattern.canonical(match) if match is not None else None
        if name is not None:
            return TicketRef(pattern.tracker, name)
    if _CARDS.fullmatch(bare):
        return TicketRef("", url if bare.endswith(_QUERY_NAMES) else bare)
    return None
