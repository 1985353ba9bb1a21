"""Finds the installed kinds of trackers and documents by name; only the one asked for is loaded."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

from connectors.kinds import DocumentsKind, TrackerKind
from sync.errors import UserError

TRACKERS = "pm_sync.trackers"
DOCUMENTS = "pm_sync.documents"
"""The groups of entry points. Third parties add to them in their own `pyproject.toml`."""

_K = TypeVar("_K", TrackerKind[Any], DocumentsKind[Any])


def tracker_kind(name: str) -> TrackerKind[Any]:
    """The kind of tracker called `name`. Raises `UserError` if there is none, several, or it is broken."""
    return _load(_the_one(TRACKERS, "tracker", name), "tracker", TrackerKind)


def documents_kind(name: str) -> DocumentsKind[Any]:
    """The kind of document source called `name`. Raises `UserError` like `tracker_kind`."""
    return _load(_the_one(DOCUMENTS, "document source", name), "document source", DocumentsKind)


def tracker_names() -> tuple[str, ...]:
    """The trackers that are installed, sorted; none of them is loaded."""
    return _names(TRACKERS)


def documents_names() -> tuple[str, ...]:
    """The document sources that are installed, sorted; none of them is loaded."""
    return _names(DOCUMENTS)


def _names(group: str) -> tuple[str, ...]:
    return tuple(sorted(entry_points(group=group).names))


def _the_one(group: str, what: str, name: str) -> EntryPoint:
    found = entry_points(group=group, name=name)
    targets = {entry.value: entry for entry in found}
    if not targets:
        raise UserError(_unknown(what, name, _names(group)))
    if len(targets) > 1:
        owners = ", ".join(sorted(_owner(entry) for entry in found))
        raise UserError(
            f"the {what} {name!r} is installed more than once: by {owners}; uninstall all but one"
        )
    return next(iter(targets.values()))


def _unknown(what: str, name: str, installed: tuple[str, ...]) -> str:
    near = get_close_matches(name.casefold(), installed, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"unknown {what} {name!r}; installed: {', '.join(installed) or 'none'}{hint}"


def _load(entry: EntryPoint, what: str, expected: type[_K]) -> _K:
    """Import the kind. Whatever a third party's code raises is told with the name of its distribution."""
    try:
        kind = entry.load()
    except Exception as error:
        raise UserError(
            f"the {what} {entry.name!r} of {_owner(entry)} cannot be loaded:"
            f" {type(error).__name__}: {error}; update or uninstall it"
        ) from error
    if not isinstance(kind, expected):
        raise UserError(
            f"the {what} {entry.name!r} of {_owner(entry)} cannot be used: {entry.value} is"
            f" a {type(kind).__name__}, not a {expected.__name__}; update or uninstall it"
        )
    return kind


def _owner(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unknown distribution"
