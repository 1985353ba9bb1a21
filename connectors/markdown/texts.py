"""Edits of items in running text: the group behind the text, `([#12](url), done)`, and the checkbox before it."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.markdown.layout import TextPlace
from connectors.markdown.splice import Splice
from connectors.markdown.written import Wanted
from sync.model.postmortem import ActionItem, Status, StatusPlace
from sync.vocabulary import Vocabulary

_PLAIN = {Status.OPEN: "open", Status.DONE: "done"}


def text_splices(
    data: bytes, place: TextPlace, item: ActionItem, wanted: Wanted, vocabulary: Vocabulary
) -> Iterator[Splice]:
    """The edits that write what is wanted at one item."""
    word = wanted.status
    if word is not None and item.status_place is StatusPlace.CHECKBOX and place.box is not None:
        yield from _box(data, place, ticked=word.startswith("[x]"))
        word = word[4:]
        if not word and place.status is not None:
            yield from _without_word(data, place, wanted.means, vocabulary)
    if word and place.status is not None:
        old = data[slice(*place.status)].decode()
        yield Splice(*place.status, _alike(old, word, wanted.means, vocabulary).encode())
        word = None
    if wanted.reference is not None:
        group = f"({wanted.reference}, {word})" if word else f"({wanted.reference})"
        lead = place.newline + place.indent if place.wrapped else b" "
        yield Splice(place.end, place.end, lead + group.encode())
    elif word:
        yield _added(data, place, word)


def _box(data: bytes, place: TextPlace, *, ticked: bool) -> Iterator[Splice]:
    assert place.box is not None  # noqa: S101 - narrows what the caller checked
    is_ticked = data[slice(*place.box)] in (b"x", b"X")
    if ticked and not is_ticked:
        tick = b"X" if b"[X]" in data and b"[x]" not in data else b"x"
        yield Splice(*place.box, tick)
    elif is_ticked and not ticked:
        yield Splice(*place.box, b" ")


def _without_word(
    data: bytes, place: TextPlace, means: Status | None, vocabulary: Vocabulary
) -> Iterator[Splice]:
    """The box says it all now: the word beside the reference goes, a word elsewhere follows."""
    assert place.status is not None  # noqa: S101 - narrows what the caller checked
    start, end = place.status
    if data[start - 2 : start] == b", " and data[end : end + 1] == b")":
        yield Splice(start - 2, end, b"")
    else:
        plain = _PLAIN.get(means or Status.DONE, "done")
        new = _alike(data[start:end].decode(), plain, means, vocabulary)
        yield Splice(start, end, new.encode())


def _added(data: bytes, place: TextPlace, word: str) -> Splice:
    """A status where there is none yet: inside the reference's group, else in a group of its own."""
    if place.reference is not None:
        _, end = place.reference
        if (
            data[end - 1 : end] == b")"
            and data[place.reference[0] : place.reference[0] + 1] == b"("
        ):
            return Splice(end - 1, end - 1, f", {word}".encode())
    return Splice(place.end, place.end, f" ({word})".encode())


def _alike(old: str, new: str, means: Status | None, vocabulary: Vocabulary) -> str:
    """The new word in the old one's dress: a sign, bold, capitals."""
    if old.strip("\ufe0f") in vocabulary.signs:
        return vocabulary.sign(means) or f"({new})"
    bare = old.strip("*_")
    edge = old[: len(old) - len(old.lstrip("*_"))]
    letters = [char for char in bare if char.isalpha()]
    if letters and all(char.isupper() for char in letters):
        new = new.upper()
    elif bare[:1].isupper():
        new = new[:1].upper() + new[1:]
    return f"{edge}{new}{edge[::-1]}" if edge and old.endswith(edge[::-1]) else new
