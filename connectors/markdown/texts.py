"""Edits of items in running text: the group behind the text, `([#12](url), done)`, and the checkbox before it."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.markdown.layout import Span, TextPlace
from connectors.markdown.splice import Splice
from connectors.markdown.written import Wanted
from sync.dress import dressed
from sync.model.postmortem import ActionItem, Status, StatusPlace

_PLAIN = {Status.OPEN: "open", Status.DONE: "done"}


def text_splices(
    data: bytes, place: TextPlace, item: ActionItem, wanted: Wanted
) -> Iterator[Splice]:
    """The edits that write what is wanted at one item."""
    word = wanted.status
    if word is not None and item.status_place is StatusPlace.CHECKBOX and place.box is not None:
        yield from _box(data, place, ticked=word.startswith("[x]"))
        word = word[4:]
        if not word and place.status is not None:
            yield from _without_word(data, place, item, wanted.means)
    if word and place.status is not None:
        yield Splice(*place.status, word.encode())
        word = None
    if wanted.reference is not None and place.slot is not None:
        beside = word if place.label else ""
        told = f"{wanted.reference}, {beside}" if beside else wanted.reference
        yield _filled(data, place.slot, told)
        if word and not beside:
            yield _added(data, place, word)
    elif wanted.reference is not None and place.label:
        told = f"{wanted.reference}, {word}" if word else wanted.reference
        text = place.lead + place.label + told.encode()
        yield Splice(place.end, place.end, text)
    elif wanted.reference is not None:
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
    data: bytes, place: TextPlace, item: ActionItem, means: Status | None
) -> Iterator[Splice]:
    """The box says it all now: the word beside the reference goes, a word elsewhere follows."""
    assert place.status is not None  # noqa: S101 - narrows what the caller checked
    start, end = place.status
    if data[start - 2 : start] == b", " and data[end : end + 1] == b")":
        yield Splice(start - 2, end, b"")
    else:
        status = means or Status.DONE
        plain = dressed(data[start:end].decode(), _PLAIN.get(status, "done"))
        yield Splice(start, end, item.words.get(status, plain).encode())


def _filled(data: bytes, slot: Span, reference: str) -> Splice:
    """The reference where the author left room for it; two blanks before a line end stay, since they break the line."""
    start, end = slot
    if start < end:
        return Splice(start, end, reference.encode())
    blank = data[start : start + 1] == b" " and data[start + 1 : start + 2] != b" "
    at = start + 1 if blank else start
    closing = " " if data[at : at + 1] == b"|" else ""
    return Splice(at, at, f"{'' if blank else ' '}{reference}{closing}".encode())


def _added(data: bytes, place: TextPlace, word: str) -> Splice:
    """A status where there is none yet: inside the reference's group, else in a group of its own."""
    if place.reference is not None:
        _, end = place.reference
        if place.label:
            return Splice(end, end, f", {word}".encode())
        if (
            data[end - 1 : end] == b")"
            and data[place.reference[0] : place.reference[0] + 1] == b"("
        ):
            return Splice(end - 1, end - 1, f", {word}".encode())
    elif place.label:
        return Splice(place.end, place.end, place.lead + _status_label(place.label) + word.encode())
    return Splice(place.end, place.end, f" ({word})".encode())


def _status_label(label: bytes) -> bytes:
    """The label of a status, in the dress of that of the ticket."""
    return label.replace(b"Ticket", b"Status").replace(b"ticket", b"status")
