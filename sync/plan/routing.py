"""Which tracker a new ticket goes to, and what a route decides of it: once, when it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sync.plan.rows import Row
from sync.policy import Policy, Route

_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{front_matter\.(?P<key>[^{}]+)\}")
_BRACED: Final = re.compile(r"\{[^{}]*\}|[{}]")
_LONGEST: Final = 255
"""Characters of a value that a document gives; no field of a tracker that a route sets needs more."""


class Lacking(Exception):
    """The document does not say what the route takes from it."""


def route_of(row: Row, owners: tuple[str, ...], policy: Policy) -> Route:
    """The first route that fits; where none does, the tracker of the settings."""
    for route in policy.routes:
        if next(misfits(route, row, owners, policy), None) is None:
            return route
    return Route(policy.tracker)


def misfits(route: Route, row: Row, owners: tuple[str, ...], policy: Policy) -> Iterator[str]:
    """The conditions of a route that the item does not meet, by their names in the settings."""
    item, known_as = row.item, policy.people.known_as
    if not route.covers(row.postmortem.path):
        yield "paths"
    if route.owners and {*map(known_as, owners)}.isdisjoint(map(known_as, route.owners)):
        yield "owners"
    if route.types and not _is_one_of(item.type, route.types):
        yield "types"
    if route.priorities and not _is_one_of(item.priority, route.priorities):
        yield "priorities"


def place_of(route: Route, row: Row, *, closed: bool = False) -> Mapping[str, Any]:
    """What the route decides, with the values that it takes from the document.

    Raises `Lacking` if one is not there, or if the document is `closed` and gives none away.
    """
    said = None if closed else row.postmortem.front_matter
    return {name: _filled(value, said) for name, value in route.place.items()}


def unknown_placeholders(value: object) -> set[str]:
    """What stands in braces in a value of a route and means nothing."""
    if isinstance(value, str):
        return set(_BRACED.findall(_PLACEHOLDER.sub("", value)))
    if isinstance(value, Mapping):
        return {found for inner in value.values() for found in unknown_placeholders(inner)}
    if isinstance(value, list | tuple):
        return {found for inner in value for found in unknown_placeholders(inner)}
    return set()


def _is_one_of(word: str | None, words: tuple[str, ...]) -> bool:
    return (word or "").strip().casefold() in {one.strip().casefold() for one in words}


def _filled(value: Any, front_matter: Mapping[str, str] | None) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: _value(match, front_matter), value)
    if isinstance(value, Mapping):
        return {name: _filled(inner, front_matter) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(inner, front_matter) for inner in value]
    return value


def _value(match: re.Match[str], front_matter: Mapping[str, str] | None) -> str:
    key = match["key"]
    if not key:
        return match[0][0]
    if front_matter is None:
        raise Lacking("it is restricted and gives none away; give it a route without such values")
    said = front_matter.get(key.strip().casefold(), "")
    shown = " ".join("".join(one if one.isprintable() else " " for one in said).split())
    if not shown:
        raise Lacking(f"its front matter needs `{key.strip()}`")
    if len(shown) > _LONGEST:
        raise Lacking(f"its front matter needs `{key.strip()}` in at most {_LONGEST} characters")
    return shown
