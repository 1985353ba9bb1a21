"""Lists come in pages, and the `Link` header leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.fakes.github.exchange import Refused

MOST_PER_PAGE = 100
PAGED_ROWS = 10_000

Row = TypeVar("Row")


def size_of(query: Mapping[str, str]) -> int:
    """More than a hundred rows GitHub does not refuse, it sends a hundred."""
    asked = query.get("per_page", "30")
    number = int(asked) if asked.isdigit() else 30
    return min(number or 30, MOST_PER_PAGE)


def page_of(
    rows: Sequence[Row], query: Mapping[str, str], url: str, most: int = PAGED_ROWS
) -> tuple[Sequence[Row], dict[str, str]]:
    """One page by its number, with the links to its neighbours."""
    size, page = size_of(query), max(int(query.get("page", "1")), 1)
    if (page - 1) * size >= most:
        raise Refused(
            422,
            "Pagination with the page parameter is not supported for large datasets, "
            "please use cursor based pagination (after/before)",
        )
    last = max(-(-len(rows) // size), 1)
    wanted: dict[str, int] = {}
    if page > 1:
        wanted |= {"prev": page - 1}
    if page < last:
        wanted |= {"next": page + 1, "last": last}
    if page > 1:
        wanted |= {"first": 1}
    links = {rel: url_with(url, query, page=str(number)) for rel, number in wanted.items()}
    return rows[(page - 1) * size : page * size], link_header(links)


def url_with(url: str, query: Mapping[str, str], **changed: str) -> str:
    """The URL that was asked for, at another place in the list."""
    kept: dict[str, Any] = {
        key: value for key, value in query.items() if key not in {"page", "after"}
    }
    return f"{url}?{urlencode(kept | changed)}"


def link_header(links: Mapping[str, str]) -> dict[str, str]:
    """No header at all where all fits on one page."""
    told = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    return {"Link": told} if told else {}
