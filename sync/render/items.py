"""What was understood from the documents, for machines: one JSON object, or CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from sync.errors import Problem
from sync.identity import document_hash, item_key, text_hash
from sync.model.postmortem import ActionItem, Postmortem, Status
from sync.render.escape import csv_cell
from sync.render.json import problem_json

VERSION: Final = 1

_COLUMNS: Final = (
    "document",
    "date",
    "key",
    "line",
    "end_line",
    "title",
    "owners",
    "tickets",
    "urls",
    "ticket_wanted",
    "status",
    "type",
    "priority",
    "due",
    "section",
)


def items_json(
    postmortems: Iterable[Postmortem], problems: Iterable[Problem], project: str
) -> dict[str, object]:
    """The object that `items` prints with `--format json`. Absent values are None.

    `key` is what an item without a ticket goes by in `project`, with the ordinal among the equal texts of its document,
    in their order.
    """
    return {
        "version": VERSION,
        "documents": [
            {
                "path": postmortem.path,
                "title": postmortem.title,
                "date": postmortem.date.isoformat() if postmortem.date else None,
                "items": [item_json(item, key) for item, key in _keyed(postmortem, project)],
            }
            for postmortem in postmortems
        ],
        "problems": [problem_json(problem) for problem in problems],
    }


def items_csv(postmortems: Iterable[Postmortem], project: str) -> str:
    """One row per item under a row of names; several owners, tickets or URLs are joined by `; `.

    Cells are made harmless for spreadsheets as `sync.render.escape.csv_cell` says.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for postmortem in postmortems:
        day = postmortem.date.isoformat() if postmortem.date else None
        for item, key in _keyed(postmortem, project):
            values = {"document": postmortem.path, "date": day, **item_json(item, key)}
            writer.writerow([_cell(values[column]) for column in _COLUMNS])
    return written.getvalue()


def plain_owners(item: ActionItem) -> list[str]:
    """The owners as written, without the `@` of a handle."""
    return [owner.strip("@") for owner in item.owners]


def _keyed(postmortem: Postmortem, project: str) -> Iterator[tuple[ActionItem, str]]:
    document = document_hash(postmortem)
    seen: Counter[str] = Counter()
    for item in postmortem.items:
        text = text_hash(item)
        yield item, item_key(project, document, text, seen[text])
        seen[text] += 1


def item_json(item: ActionItem, key: str | None) -> dict[str, object]:
    """An item as an object."""
    return {
        "key": key,
        "line": item.line,
        "end_line": item.end_line,
        "title": item.title,
        "owners": plain_owners(item),
        "tickets": [
            *(reference.ref.id for reference in item.references),
            *(item.unrecognised if not item.references else ()),
        ],
        "urls": [reference.url for reference in item.references if reference.url],
        "ticket_wanted": item.ticket_wanted,
        "status": _status(item.status),
        "type": item.type,
        "priority": item.priority,
        "due": item.due,
        "section": item.section,
    }


def _status(status: Status | None) -> str | None:
    """`vanished` is our own mark and no status of the work: for others it is unknown."""
    return Status.UNKNOWN.value if status is Status.VANISHED else status and status.value


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return csv_cell("; ".join(str(part) for part in value))
        case _:
            return csv_cell(str(value))
