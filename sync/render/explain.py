"""What was found in each document and why, for somebody who wonders: `items --explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from sync.errors import Problem
from sync.model.postmortem import ActionItem, Postmortem, Skipped, StatusPlace
from sync.render.items import plain_owners
from sync.render.items_table import heading, remarks, status_words, totals
from sync.render.terminal import CHANGE, DIM, folded, safe, show, table

_PLACES = {
    StatusPlace.COLUMN: "in the status column",
    StatusPlace.TICKET_CELL: "in the ticket cell, behind the reference",
    StatusPlace.CHECKBOX: "in the checkbox",
    StatusPlace.TEXT: "in the text, behind the reference",
}


def render_explanation(
    postmortems: Sequence[Postmortem], problems: Sequence[Problem], console: Console
) -> None:
    """Print, per document, what it says of itself, each item with its form and places, and what was left out and why."""
    show(console, _lines(postmortems, problems, console))


def _lines(
    postmortems: Sequence[Postmortem], problems: Sequence[Problem], console: Console
) -> Iterator[Text]:
    for postmortem in postmortems:
        yield heading(postmortem, console)
        for line in _document(postmortem):
            yield from folded(console, line, 2)
        for section, items in groupby(postmortem.items, key=lambda item: item.section):
            yield Text(f"  under {quoted(section)}:" if section else "  under no heading:")
            for item in items:
                yield from _item(item, console)
        yield from _listed("left out", postmortem.skipped, console)
        yield from _listed("looks like action items, but is none", postmortem.near_misses, console)
        yield from remarks(postmortem, console)
        yield Text()
    yield from totals(postmortems, problems, console)


def _document(postmortem: Postmortem) -> Iterator[Text]:
    if postmortem.ignored is not None:
        reason = f": {safe(postmortem.ignored)}" if postmortem.ignored else ""
        yield Text(f"marked as ignored{reason}; it is only read", style=CHANGE)
    for name, value in (
        ("title", postmortem.title),
        ("date", _date(postmortem)),
        ("authors", ", ".join(postmortem.authors)),
        ("status", postmortem.status),
        ("severity", postmortem.severity),
    ):
        yield pair_of(name, value or "")
    if not postmortem.items:
        yield Text("no action items", style=CHANGE)


def _date(postmortem: Postmortem) -> str | None:
    if postmortem.date is None:
        return None
    origin = postmortem.date_origin
    return (
        f"{postmortem.date.isoformat()}, from {origin}" if origin else postmortem.date.isoformat()
    )


def _item(item: ActionItem, console: Console) -> Iterator[Text]:
    lines = str(item.line) if item.line == item.end_line else f"{item.line}-{item.end_line}"
    head = Text().append(f"line {lines}  ", style=DIM).append(f'"{safe(item.title)}"')
    yield from folded(console, head, 4)
    for pair in facts(item):
        yield from folded(console, pair, 8)


def facts(item: ActionItem) -> Iterator[Text]:
    """What was understood of an item, field by field, and where."""
    yield pair_of("form", item.form.value)
    if item.why:
        yield pair_of("taken as", item.why)
    yield pair_of("owner", _from(item, "owner", ", ".join(plain_owners(item))))
    yield pair_of("ticket", _from(item, "ticket", _ticket(item)))
    mark = f" (written {quoted(item.status_text)})" if item.status_text else ""
    status = f"{status_words(item)}{mark}" if item.status else ""
    yield pair_of("status", _from(item, "status", status))
    place = _PLACES[item.status_place]
    yield pair_of("status goes", place if item.status_has_place else f"{place} (none there yet)")
    for name, value in (("type", item.type), ("priority", item.priority), ("due", item.due)):
        if value:
            yield pair_of(name, _from(item, name, value))


def _from(item: ActionItem, name: str, value: str) -> str:
    """The value of a field with where it was found."""
    origin = item.origins.get(name)
    return f"{value} — {origin}" if value and origin else value


def _ticket(item: ActionItem) -> str:
    if item.references:
        return ", ".join(
            f"{reference.ref.id} ({reference.ref.tracker or 'a tracker that pm-sync does not know'})"
            for reference in item.references
        )
    if item.unrecognised:
        names = ", ".join(quoted(text) for text in item.unrecognised)
        return f"{names}, which nobody recognises; none is created"
    return "" if item.ticket_wanted else "none wanted"


def _listed(title: str, places: Sequence[Skipped], console: Console) -> Iterator[Text]:
    if not places:
        return
    yield Text(f"  {title}:")
    rows = [
        [
            Text(f"line {skipped.line}", style=DIM),
            Text(quoted(skipped.text)),
            Text(safe(skipped.reason), style=CHANGE),
        ]
        for skipped in places
    ]
    yield from table(console, rows, indent=4, flexible=1)


def pair_of(name: str, value: str) -> Text:
    """A name with its value, or with a word for none."""
    text = Text().append(f"{name}: ", style=DIM)
    return text.append(safe(value)) if value else text.append("(none)", style=DIM)


def quoted(text: str) -> str:
    """The text as it is shown among others."""
    return f'"{safe(text)}"'
