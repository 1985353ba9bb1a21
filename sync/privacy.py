"""Which documents are restricted: of their items a ticket says title and link only, and the program tells nothing but numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sync.errors import Problem
from sync.model.postmortem import Postmortem

SWITCHES: Final = ("private", "pm-sync", "pm-sync.private")
"""Keys of the front matter that exist to say so: whatever they say but no, they mean it."""

VISIBILITY: Final = "visibility"
"""A key that others use as well: only these words of it count."""

CLOSED: Final = frozenset({"private", "restricted", "confidential", "internal", "secret"})

_NO: Final = frozenset({"", "false", "no", "off", "0", "none", "null", "~", "public"})


def is_marked(front_matter: Mapping[str, str]) -> bool:
    """Whether a document says of itself that it is restricted."""
    said = (front_matter[key] for key in SWITCHES if key in front_matter)
    if any(_word(one) not in _NO for one in said):
        return True
    return _word(front_matter.get(VISIBILITY, "")) in CLOSED


def is_restricted(document: Postmortem | Problem, private: Callable[[str], bool]) -> bool:
    """Whether the document, or what could not be read of it, is restricted: by the settings, as `private` tells, or by its mark."""
    return private(document.path) or is_marked(document.front_matter)


def _word(text: str) -> str:
    return text.strip().strip("'\"").strip().casefold()
