"""How Jira's issues are called: `OPS-12`, for the projects of the settings, and any key behind the server's own address."""

from __future__ import annotations

import re
from typing import Final

from pydantic import BaseModel

from connectors.jira.options import JiraOptions
from sync.model.postmortem import TicketRef
from sync.references import ReferencePattern, prefixed

NAME: Final = "jira"

_KEY: Final = r"(?P<project>[A-Za-z][A-Za-z0-9_]*)-(?P<number>0*[1-9][0-9]{0,9})"
_ID: Final = re.compile(r"([A-Z][A-Z0-9_]{0,254})-([1-9][0-9]{0,9})")


def ref_of(key: str) -> TicketRef:
    """The reference of the issue with this key."""
    return TicketRef(NAME, key)


def key_of(ref: TicketRef) -> str | None:
    """The key in a reference; None for what no issue can be called."""
    return ref.id if ref.tracker == NAME and _ID.fullmatch(ref.id) else None


def parts_of(key: str) -> tuple[str, int]:
    """Project and number of a key. Raises `ValueError` for what is none."""
    found = _ID.fullmatch(key)
    if found is None:
        raise ValueError(f"{key!r} is no key of an issue")
    return found[1], int(found[2])


def patterns(
    options: JiraOptions, places: tuple[BaseModel, ...] = ()
) -> tuple[ReferencePattern, ...]:
    """How references to issues look in documents."""
    keys = [prefixed(NAME, project) for project in options.known_projects(places)]
    pages = [_pages(re.escape(address)) for address in _addresses(options)]
    return (*pages, *keys)


def is_ours(url: str, options: JiraOptions) -> bool:
    """Whether a link to an issue below `url` would be read as one in a document."""
    return any(
        one.url is not None and one.url.fullmatch(f"{url}/browse/OPS-1")
        for one in patterns(options)
    )


def _addresses(options: JiraOptions) -> list[str]:
    """Host and context path, without the scheme."""
    return [options.web.partition("://")[2]] if options.web else []


def _pages(address: str) -> ReferencePattern:
    """Pages of an issue: `/browse/OPS-12`, and below boards and projects `/issues/OPS-12`."""
    url = re.compile(
        rf"https?://{address}/(?:[\w./~-]*/)?(?:browse|issues)/{_KEY}/?", re.IGNORECASE
    )
    return ReferencePattern(NAME, None, url, _canonical)


def _canonical(match: re.Match[str]) -> str:
    return f"{match['project'].upper()}-{int(match['number'])}"
