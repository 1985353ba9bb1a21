"""How GitHub's issues are called: `acme/shop#12`, and `#12` in the repository that new issues go to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sync.model.postmortem import TicketRef
from sync.references import ReferencePattern, forge_names, forge_urls

NAME: Final = "github"
_PUBLIC: Final = "github.com"

_HIGHEST: Final = 2**31 - 1
"""What an `Int` of GraphQL can be; no issue has a higher number."""

_ID: Final = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9_-]{0,59})/([A-Za-z0-9._-]{1,100})#([1-9][0-9]{0,9})"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """An issue or pull request: its repository, `owner/name`, and its number there."""

    repository: str
    number: int

    @property
    def ref(self) -> TicketRef:
        """Its reference."""
        return TicketRef(NAME, f"{self.repository}#{self.number}")

    def is_at(self, repository: str) -> bool:
        """Whether it lies in that repository; GitHub does not tell capitals from small letters."""
        return same_repository(self.repository, repository)


def same_repository(one: str, other: str) -> bool:
    """Whether two spellings name one repository."""
    return one.casefold() == other.casefold()


def spot_of(ref: TicketRef) -> Spot | None:
    """Where a reference leads; None if it is no complete name of an issue."""
    found = _ID.fullmatch(ref.id) if ref.tracker == NAME else None
    if found is None or int(found[3]) > _HIGHEST or found[2] in (".", ".."):
        return None
    return Spot(f"{found[1]}/{found[2]}", int(found[3]))


def patterns(repository: str | None, web_host: str) -> tuple[ReferencePattern, ...]:
    """How references to issues look where people read them at `web_host`."""

    def canonical(match: re.Match[str]) -> str | None:
        parts = match.groupdict()
        where = f"{parts['owner']}/{parts['repo']}" if parts.get("owner") else repository
        if where is None:
            return None
        own = repository if repository and same_repository(where, repository) else where
        return f"{own}#{int(parts['number'])}"

    urls = forge_urls(NAME, web_host)
    mine = [
        ReferencePattern(NAME, None, urls.url, canonical),
        *(ReferencePattern(NAME, text, None, canonical, hint) for text, hint in forge_names()),
    ]
    if web_host != _PUBLIC:
        theirs = forge_urls("", _PUBLIC).url
        mine.append(ReferencePattern("", None, theirs, lambda match: match[0]))
    return tuple(mine)
