"""The marks of an issue of ours: a label that searches find, and an entity property that says all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from connectors.jira.options import LABEL
from sync.model.ticket import Marker

PROPERTY: Final = "pm-sync"
"""Under this key the property stands: https://developer.atlassian.com/cloud/jira/platform/jira-entity-properties/"""

_LABEL: Final = re.compile(rf"{LABEL}-([0-9a-f]{{24}})")

_HASH: Final = "[0-9a-f]{24}"
_ANCHOR: Final = re.compile(
    rf"\s*\{{anchor:pm-sync-v1-(?P<key>{_HASH})-(?P<document>{_HASH})-(?P<text>{_HASH})-(?P<postmortem>(?:{_HASH})?)"
    r"-(?P<project>(?:[0-9a-f]{2})*)\}"
)

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]


class _Property(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    v: int
    key: Hash
    project: str
    document: Hash
    text: Hash
    postmortem: Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{24})?$")]


def label_of(key: str) -> str:
    """The label of the one issue of an action item."""
    return f"{LABEL}-{key}"


def keys_in(labels: Iterable[str]) -> frozenset[str]:
    """The keys that labels name."""
    return frozenset(found[1] for one in labels if (found := _LABEL.fullmatch(one.casefold())))


def anchor(marker: Marker) -> str:
    """The mark as markup that shows nothing, for Data Center, whose search does not tell properties."""
    project = marker.project.encode().hex()
    parts = (marker.key, marker.document, marker.text, marker.postmortem, project)
    return f"{{anchor:pm-sync-v1-{'-'.join(parts)}}}"


def marker_in_text(text: object) -> Marker | None:
    """The mark that a text begins with; None if it begins with none."""
    found = _ANCHOR.match(text) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        project = bytes.fromhex(found["project"]).decode()
    except ValueError:
        return None
    return Marker(found["key"], project, found["document"], found["text"], found["postmortem"])


def without_anchor(text: str) -> str:
    """The text behind the mark that it begins with, if it does."""
    found = _ANCHOR.match(text)
    return text[found.end() :].lstrip("\r\n") if found else text


def property_of(marker: Marker) -> dict[str, Any]:
    """The property's value."""
    return {
        "v": 1,
        "key": marker.key,
        "project": marker.project,
        "document": marker.document,
        "text": marker.text,
        "postmortem": marker.postmortem,
    }


def marker_in(properties: Mapping[str, Any]) -> Marker | None:
    """The mark in the properties of an issue; None if there is none, or none that we wrote."""
    try:
        seen = _Property.model_validate(properties.get(PROPERTY))
    except ValidationError:
        return None
    return Marker(seen.key, seen.project, seen.document, seen.text, seen.postmortem)
