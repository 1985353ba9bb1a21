"""Who is who: keys and hashes by which an unlinked action item and its ticket find each other again."""

from __future__ import annotations

import hashlib
import unicodedata

from sync.model.postmortem import ActionItem, Postmortem
from sync.model.ticket import Marker

HASH_LENGTH = 24
"""Hexadecimal digits kept of a SHA-256: 96 bits, far beyond any accidental collision."""

_EDGES = " \t.,;:!?*_~`'\"()[]-–—"


def normalised(text: str) -> str:
    """The text as far as it matters for identity: case, width, spacing and punctuation at the edges do not."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(_EDGES)


def digest(*parts: str) -> str:
    """A short hash over `parts`, each delimited so that no two lists of parts collide."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()[:HASH_LENGTH]


def text_hash(item: ActionItem) -> str:
    """The hash of what the item says."""
    return said_hash(item.title)


def said_hash(text: str) -> str:
    """The same for a text that may be an item's."""
    return digest("text", normalised(text))


def document_hash(postmortem: Postmortem) -> str:
    """The hash of where the document lies."""
    return path_hash(postmortem.identity or postmortem.path)


def path_hash(identity: str) -> str:
    """The hash of the document with this path in the repository."""
    return digest("document", identity)


def postmortem_hash(postmortem: Postmortem) -> str:
    """The hash of the incident that the document tells of, wherever it lies.

    Empty unless it tells both title and date: many a postmortem is called *Postmortem*.
    """
    if postmortem.title is None or postmortem.date is None:
        return ""
    return digest("postmortem", normalised(postmortem.title), postmortem.date.isoformat())


def item_key(project: str, document: str, text: str, ordinal: int) -> str:
    """The key of an item, from the hashes of its document and text and its ordinal among equal texts."""
    return digest("key", project, document, text, str(ordinal))


def marker(project: str, postmortem: Postmortem, item: ActionItem, ordinal: int) -> Marker:
    """The marker that a ticket for this item carries."""
    document, text = document_hash(postmortem), text_hash(item)
    return Marker(
        key=item_key(project, document, text, ordinal),
        project=project,
        document=document,
        text=text,
        postmortem=postmortem_hash(postmortem),
    )
