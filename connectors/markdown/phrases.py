"""Small phrases inside an item: who, when, how far. Plain text in, meaning out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sync.model.postmortem import Status
from sync.vocabulary import Vocabulary

HANDLE: Final = r"@[A-Za-z0-9](?:[\w.-]{0,60}\w)?(?:/[A-Za-z0-9](?:[\w.-]{0,60}\w)?)?"
MAIL: Final = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
SUFFIX: Final = r"[A-Za-z][\w.-]{0,60}@(?![\w])"
"""`name@`, the way Google writes a person."""

_ONE: Final = re.compile(rf"{MAIL}|{HANDLE}|{SUFFIX}")
_BETWEEN: Final = re.compile(r"\s*(?:,|;|/|&|\+|\n|\band\b|\bwith\b|\bund\b|\by\b|、|・|\s)\s*")
_SPLIT: Final = re.compile(
    r"\s*(?:[,;&+\n|、・]|\s(?:and|und|et)\s|(?<![@\w])/|/(?=\s)|(?<=\s)/)\s*"
)
_ASIDE: Final = re.compile(r"\([^()]*\)|<[^<>]*>")
"""What stands in brackets behind a name and belongs to it: `Ann Lee (@ann)`, `Ann <ann@acme.example>`."""
_HELD: Final = re.compile(r"\0(\d+)\0")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_INITIAL_LAST: Final = re.compile(r"\s[A-Z]\.$")
_SLASHED: Final = re.compile(r"/(?=@|[A-Z])")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
DATE: Final = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{4}}-\d{{2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}|q[1-4](?:[\s/-]*\d{{4}})?|\d{{4}}[\s/-]*q[1-4]"
    r"|(?:end of|next|this|in)\s+(?:\d+\s+)?\w{3,10}(?:\s+\d{4})?|today|tomorrow|asap|eom|eoq|eoy|monday|tuesday|wednesday|thursday|friday)",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"[A-Z]{2,4}")
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?:\s[^\W\d_][\w.'’-]{0,30}){0,3}")
_ACRONYMS: Final = frozenset(
    [
        "API",
        "APIS",
        "CPU",
        "DNS",
        "CI",
        "CD",
        "DB",
        "UI",
        "UX",
        "QA",
        "SLO",
        "SLA",
        "SLI",
        "AWS",
        "GCP",
        "TLS",
        "SSL",
        "HTTP",
        "URL",
        "VM",
        "VMS",
        "OS",
        "PR",
        "ID",
        "IP",
        "SDK",
        "SRE",
        "SSH",
        "CDN",
        "SQL",
        "RAM",
        "TCP",
        "UDP",
        "JSON",
        "YAML",
        "HTML",
        "CSS",
        "CLI",
        "IAM",
        "VPC",
        "EKS",
        "ECS",
        "NFS",
        "LB",
        "TTL",
        "OOM",
        "RPC",
        "GRPC",
        "REST",
        "UTC",
        "MVP",
        "POC",
        "N/A",
        "NA",
        "OK",
        "TBD",
        "TBC",
        "TBA",
        "ETA",
    ]
)
_TAIL: Final = re.compile(
    r"(?:in|during|on|by|at|as|via|with|since|for|of|from|after|before|until|pending|waiting)\b"
)


_UNTIL: Final = re.compile(r"(?:by|before|until)\s+(?:the\s+)?", re.IGNORECASE)


def people(text: str) -> list[str] | None:
    """The handles and addresses of which `text` consists; None if it says anything else."""
    found: list[str] = []
    position = 0
    while position < len(text):
        match = _ONE.match(text, position)
        if match is None:
            return None
        found.append(match.group())
        position = match.end()
        between = _BETWEEN.match(text, position)
        if position < len(text) and between is None:
            return None
        position = between.end() if between else position
    return found or None


@lru_cache(maxsize=4096)
def owners(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The owners that an owner's cell or `Owner:` names; fillers are nobody."""
    if vocabulary.is_nobody(text):
        return ()
    asides: list[str] = []

    def aside(match: re.Match[str]) -> str:
        asides.append(match.group())
        return f"\0{len(asides) - 1}\0"

    names: list[str] = []
    for part in _SPLIT.split(_ASIDE.sub(aside, _LINK.sub(r"\1", text))):
        pieces = _SLASHED.split(part) if not part.startswith("@") or "/@" in part else [part]
        for piece in pieces:
            bare = piece.strip(" \t*_`'\"().:;[]<>").removeprefix("mailto:")
            name = _HELD.sub(lambda held: asides[int(held[1])], bare).strip()
            if _INITIAL_LAST.search(piece.rstrip()) is not None:
                name += "."
            if bare == name or not _HELD.fullmatch(bare):
                names.append(name)
            else:
                names.append(name.strip("() "))
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name and not vocabulary.is_nobody(name) and not _is_remark(name)
    )


def _is_remark(text: str) -> bool:
    """Whether what stands for an owner is a sentence about something else: `Added along with the PR fix`."""
    return text.count(" ") > _MOST_BLANKS and _IN_SENTENCES.search(text) is not None


_MOST_BLANKS: Final = 3
_IN_SENTENCES: Final = re.compile(
    r"\b(?:with|along|was|is|will|fits|has|have|this|that|we|to be)\b"
)


@lru_cache(maxsize=4096)
def is_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether `text` could be the names of people or a team: few words, each beginning with a capital."""
    if len(text) > 80 or vocabulary.is_theme(text):
        return False
    names = owners(text, vocabulary)
    return bool(names) and all(
        vocabulary.is_person(name) or _looks_like_name(name, vocabulary) for name in names
    )


def are_known(text: str, vocabulary: Vocabulary) -> bool:
    """Whether `text` names nobody but people whom the settings know."""
    if not vocabulary.people or len(text) > 80:
        return False
    names = owners(text, vocabulary)
    return bool(names) and all(vocabulary.is_person(name) for name in names)


def _looks_like_name(name: str, vocabulary: Vocabulary) -> bool:
    if _ONE.fullmatch(name):
        return True
    if name in _ACRONYMS or vocabulary.is_theme(name) or not _NAME.fullmatch(name):
        return False
    return all(word[0].isupper() for word in name.split())


def is_surely_people(text: str, vocabulary: Vocabulary) -> bool:
    """Whether names could be nothing but people: handles, initials, `First L`, several names with a slash."""
    if not is_name(text, vocabulary):
        return False
    names = owners(text, vocabulary)
    return (
        (len(names) > 1 and "/" in text)
        or any(name.startswith("@") or name.endswith("@") for name in names)
        or initials(text) is not None
        or any(re.fullmatch(r"[A-Z]\w+ [A-Z]\.?", name) for name in names)
    )


def initials(text: str) -> list[str] | None:
    """`JP/NW` as a list of initials; None if `text` is anything else."""
    parts = [part.strip() for part in re.split(r"[/,&]", text)]
    if all(_INITIALS.fullmatch(part) and part not in _ACRONYMS for part in parts):
        return parts
    return None


@dataclass(frozen=True, slots=True)
class StatusPhrase:
    """A status in words; `qualified` if somebody said more than that: `done in 1.2`."""

    status: Status
    qualified: bool = False


def status_of(text: str, vocabulary: Vocabulary) -> StatusPhrase | None:
    """The status that a whole phrase means: its words, or a status followed by how and when."""
    status = vocabulary.status(text)
    if status is not None:
        return StatusPhrase(status)
    words = text.split(None, 3)
    for count in (3, 2, 1):
        if count < len(words):
            rest = text.split(None, count)[count]
            status = vocabulary.status(" ".join(words[:count]).rstrip(":,;"))
            until = _UNTIL.match(rest)
            if status is Status.DONE and until is not None and is_date(rest[until.end() :]):
                return None  # `done by Friday` is a deadline.
            if status is not None and (_TAIL.match(rest.lower()) or is_date(rest)):
                return StatusPhrase(status, qualified=True)
    return None


def sign_at(text: str, position: int, vocabulary: Vocabulary) -> tuple[Status, int] | None:
    """The status sign (an emoji) at `position`, and where it ends."""
    if position >= len(text) or text[position] < "\u2000":
        return None
    meaning = vocabulary.signs.get(text[position])
    if meaning is None:
        return None
    end = position + 1
    return Status(meaning), end + (text[end : end + 1] == "\ufe0f")


def is_date(text: str) -> bool:
    """Whether the whole text is a date, or as much of one as people give for a deadline."""
    return len(text) <= 40 and DATE.fullmatch(text.strip()) is not None
