"""`pm-sync.state`: what each side last said of every linked ticket, so that the next run can tell who changed it.

JSON lines, sorted, committed together with the documents. Losing the file, a part of it, or merging it badly costs
information and never correctness: what cannot be trusted is left out, and a value without a base is reported, not guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sync.model.memory import Base, Doubt, Reading, Remembered, State
from sync.model.postmortem import TicketRef

VERSION = 1
REFRESH_AFTER = timedelta(days=7)
"""A tracker's line moves on with every run, and would be a change in every run; it is rewritten this often when nothing else is."""

_FIRST_YEAR, _LAST_YEAR = 2000, 9000
"""Years that a run can have taken place in, with room to reckon."""


def parse(text: str) -> State:
    """Read the file's text. Whatever is broken, doubled or from a newer version is dropped and told in `warnings`."""
    tickets: dict[TicketRef, Remembered] = {}
    doubts: dict[str, Doubt] = {}
    readings: dict[str, Reading] = {}
    warnings: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = _entry(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
            warnings.append(f"line {number} is not readable and is left out")
            continue
        match entry:
            case int() if entry > VERSION:
                return State(warnings=(f"was written by a newer pm-sync ({entry})",), newer=True)
            case Remembered():
                tickets[entry.ref] = _merged_ticket(tickets.get(entry.ref), entry)
            case Doubt():
                doubts[entry.key] = _older_doubt(doubts.get(entry.key), entry)
            case Reading():
                readings[entry.tracker] = _older_reading(readings.get(entry.tracker), entry)
    # A line that is left out may have been of a ticket that no listing of what changed would tell: all are listed again.
    return State(tickets, doubts, {} if warnings else readings, tuple(warnings))


def doubled(text: str) -> tuple[int, ...]:
    """The lines that are of the same ticket, creation in doubt or tracker as one before them, as a union merge leaves them."""
    seen: set[tuple[str, str]] = set()
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            entry = _entry(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
            continue
        name = _name_of(entry)
        if name in seen:
            found.append(number)
        seen.add(name)
    return tuple(found)


def render(state: State) -> str:
    """The text of the file: equal states give equal bytes. An empty state gives no text."""
    lines = [
        *(_line(_reading_json(reading)) for _, reading in sorted(state.readings.items())),
        *(_line(_doubt_json(doubt)) for _, doubt in sorted(state.doubts.items())),
        *(_line(_ticket_json(entry)) for _, entry in sorted(state.tickets.items())),
    ]
    return "".join([_line({"pm-sync.state": VERSION}), *lines]) if lines else ""


def part_of(before: State, after: State, is_mine: Callable[[str], bool]) -> State:
    """`before`, with what `after` says of some documents, and with its readings: of two that are merged later the older counts."""
    tickets = {ref: one for ref, one in before.tickets.items() if not is_mine(one.document)}
    tickets |= {ref: one for ref, one in after.tickets.items() if is_mine(one.document)}
    doubts = {key: one for key, one in before.doubts.items() if not is_mine(one.document)}
    doubts |= {key: one for key, one in after.doubts.items() if is_mine(one.document)}
    return State(tickets, doubts, after.readings if tickets or doubts else {})


def changed_documents(before: State, after: State) -> frozenset[str]:
    """The documents of which they say something else."""
    tickets = before.tickets.keys() | after.tickets.keys()
    doubts = before.doubts.keys() | after.doubts.keys()
    pairs = [
        *((before.tickets.get(ref), after.tickets.get(ref)) for ref in tickets),
        *((before.doubts.get(key), after.doubts.get(key)) for key in doubts),
    ]
    return frozenset(
        one.document for old, new in pairs if old != new for one in (old, new) if one is not None
    )


def settled(before: State, after: State, full_every: timedelta = REFRESH_AFTER) -> State:
    """`after`, with the old readings kept unless something else changed, or a week or `full_every` went by.

    This keeps the file's bytes still when a run had nothing to do. Without tickets and doubts there is nothing that a
    reading could save, and no file.
    """
    if not after.tickets and not after.doubts:
        return State()
    if dict(before.tickets) != dict(after.tickets) or dict(before.doubts) != dict(after.doubts):
        return after
    kept = {
        name: before.readings[name]
        if name in before.readings
        and reading.watermark - before.readings[name].watermark < min(REFRESH_AFTER, full_every)
        else reading
        for name, reading in after.readings.items()
    }
    return replace(after, readings=kept)


def _entry(raw: Any) -> Remembered | Doubt | Reading | int:  # noqa: ANN401 - whatever JSON holds
    if "pm-sync.state" in raw:
        return int(raw["pm-sync.state"])
    if "doubt" in raw:
        return Doubt(
            str(raw["tracker"]), str(raw["doubt"]), str(raw["document"]), _moment(raw["since"])
        )
    if "watermark" in raw:
        highest = {str(name): int(number) for name, number in raw.get("highest", {}).items()}
        return Reading(
            str(raw["tracker"]), _moment(raw["watermark"]), _moment(raw["full_read"]), highest
        )
    fields = {
        str(name): Base(None if document is None else str(document), str(ticket))
        for name, (document, ticket) in sorted(raw.get("fields", {}).items())
    }
    key = raw.get("key")
    return Remembered(
        ref=TicketRef(str(raw["tracker"]), str(raw["ticket"])),
        key=None if key is None else str(key),
        document=str(raw["document"]),
        orphan=bool(raw.get("orphan", False)),
        loose=bool(raw.get("loose", False)),
        unlisted=bool(raw.get("unlisted", False)),
        unsettled=bool(raw.get("unsettled", False)),
        fields=fields,
        private=bool(raw.get("private", False)),
    )


def _name_of(entry: Remembered | Doubt | Reading | int) -> tuple[str, str]:
    """What a line is of."""
    match entry:
        case Remembered():
            return "ticket", f"{entry.ref.tracker} {entry.ref.id}"
        case Doubt():
            return "doubt", entry.key
        case Reading():
            return "reading", entry.tracker
        case _:
            return "version", ""


def _merged_ticket(known: Remembered | None, entry: Remembered) -> Remembered:
    """Two lines of one ticket come from a union merge: nobody can say which base is right, so there is none."""
    if known is None or known == entry:
        return entry
    return replace(
        entry,
        key=entry.key or known.key,
        orphan=known.orphan and entry.orphan,
        loose=known.loose and entry.loose,
        unlisted=known.unlisted or entry.unlisted,
        unsettled=True,
        fields={},
        private=known.private or entry.private,
    )


def _older_doubt(known: Doubt | None, entry: Doubt) -> Doubt:
    return entry if known is None or entry.since < known.since else known


def _older_reading(known: Reading | None, entry: Reading) -> Reading:
    if known is None:
        return entry
    both = known.highest.keys() & entry.highest.keys()
    return Reading(
        entry.tracker,
        min(known.watermark, entry.watermark),
        min(known.full_read, entry.full_read),
        {name: min(known.highest[name], entry.highest[name]) for name in both},
    )


def _moment(raw: object) -> datetime:
    moment = datetime.fromisoformat(str(raw))
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("a moment in no year of ours")
    return moment.astimezone(UTC)


def _line(entry: Mapping[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def _reading_json(reading: Reading) -> dict[str, object]:
    raw: dict[str, object] = {
        "tracker": reading.tracker,
        "watermark": reading.watermark.isoformat(),
        "full_read": reading.full_read.isoformat(),
    }
    return raw | ({"highest": dict(sorted(reading.highest.items()))} if reading.highest else {})


def _doubt_json(doubt: Doubt) -> dict[str, object]:
    return {
        "tracker": doubt.tracker,
        "doubt": doubt.key,
        "document": doubt.document,
        "since": doubt.since.isoformat(),
    }


def _ticket_json(entry: Remembered) -> dict[str, object]:
    raw: dict[str, object] = {"tracker": entry.ref.tracker, "ticket": entry.ref.id}
    if entry.key is not None:
        raw["key"] = entry.key
    raw["document"] = entry.document
    if entry.orphan:
        raw["orphan"] = True
    if entry.loose:
        raw["loose"] = True
    if entry.unlisted:
        raw["unlisted"] = True
    if entry.unsettled:
        raw["unsettled"] = True
    if entry.private:
        raw["private"] = True
    if entry.fields:
        raw["fields"] = {
            name: [base.document, base.ticket] for name, base in sorted(entry.fields.items())
        }
    return raw
