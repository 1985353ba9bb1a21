"""The list of issues: filters, order, and pages by number or, where the list is long, by cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from tests.fakes.github.exchange import Uncovered, invalid
from tests.fakes.github.model import Issue
from tests.fakes.github.pages import PAGED_ROWS, link_header, page_of, size_of, url_with

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUERY = frozenset(
    {"state", "labels", "since", "creator", "assignee", "type"}
    | {"sort", "direction", "per_page", "page", "after"}
)
CHOICES = {
    "state": ("open", "closed", "all"),
    "sort": ("created", "updated", "comments"),
    "direction": ("asc", "desc"),
}

Place = tuple[int, int]


def moment(text: str) -> datetime:
    """A time as clients send it; GitHub forgives nobody a time zone that was left out."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Uncovered(f"since={text} is no time") from None
    if found.tzinfo is None:
        raise Uncovered(f"since={text} has no time zone")
    return found


def updated_since(issues: Sequence[Issue], since: datetime) -> list[Issue]:
    """Nothing at all since the epoch: GitHub's own oddity."""
    if since == EPOCH:
        return []
    return [one for one in issues if one.updated_at.replace(microsecond=0) >= since]


def with_labels(issues: Sequence[Issue], names: Sequence[str]) -> list[Issue]:
    """Those that carry every label."""
    wanted = {name.casefold() for name in names}
    return [one for one in issues if wanted <= {label.name.casefold() for label in one.labels}]


def listed(
    issues: Sequence[Issue], query: Mapping[str, str], url: str, most: int = PAGED_ROWS
) -> tuple[Sequence[Issue], dict[str, str]]:
    """The page that was asked for, and its links."""
    for name, known in CHOICES.items():
        if query.get(name, known[0]) not in known:
            raise invalid("Issue", name, "invalid", value=query[name])
    place = order(query.get("sort", "created"))
    backwards = query.get("direction", "desc") == "desc"
    rows = sorted(_filtered(issues, query), key=place, reverse=backwards)
    if "after" in query:
        start = read_cursor(query["after"])
        rows = [one for one in rows if (place(one) < start if backwards else place(one) > start)]
    elif len(rows) <= most or "page" in query:
        return page_of(rows, query, url, most)
    shown = rows[: size_of(query)]
    if len(shown) == len(rows):
        return shown, {}
    return shown, link_header({"next": url_with(url, query, after=cursor(place(shown[-1])))})


def _filtered(issues: Sequence[Issue], query: Mapping[str, str]) -> list[Issue]:
    found = list(issues)
    state = query.get("state", "open")
    if state != "all":
        found = [one for one in found if one.state == state]
    if query.get("labels"):
        found = with_labels(found, query["labels"].split(","))
    if "since" in query:
        found = updated_since(found, moment(query["since"]))
    if "creator" in query:
        found = [one for one in found if one.author and one.author.login == query["creator"]]
    if "assignee" in query:
        wanted = query["assignee"]
        found = [one for one in found if wanted in [who.login for who in one.assignees]]
    if "type" in query:
        found = [one for one in found if one.type and one.type.name == query["type"]]
    return found


def order(sort: str) -> Callable[[Issue], Place]:
    """The number breaks ties, so that a cursor names one place."""
    if sort == "comments":
        return lambda one: (0, one.number)
    if sort == "updated":
        return lambda one: (int(one.updated_at.timestamp()), one.number)
    return lambda one: (int(one.created_at.timestamp()), one.number)


def cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(f"cursor:v2:{place[0]}:{place[1]}".encode()).decode()


def read_cursor(text: str) -> Place:
    try:
        head, version, value, number = base64.urlsafe_b64decode(text).decode().split(":")
        assert (head, version) == ("cursor", "v2")
        return int(value), int(number)
    except (binascii.Error, ValueError, AssertionError):
        raise Uncovered(f"after={text} is no cursor that was given out") from None
