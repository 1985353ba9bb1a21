"""The follow-through for machines: one JSON object with everything, or a line of CSV for each item."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Final

from sync.followthrough.model import (
    Flag,
    Followed,
    FollowThrough,
    Incident,
    Recurring,
    Tally,
    Trouble,
)
from sync.render.escape import csv_cell, json_text

VERSION: Final = 1

_COLUMNS: Final = (
    *("document", "line", "url", "title", "postmortem", "happened", "status", "tickets", "ticket_urls"),
    *("owners", "teams", "type", "priority", "severity", "services", "opened", "closed", "due", "due_from"),
    *("days_open", "days_over", "flags", "why"),
)  # fmt: skip


def as_json(follow: FollowThrough) -> str:
    """One object, its keys told in docs/report.md. Items are named elsewhere by `document` and `line`."""
    changed = follow.changed
    return (
        json_text(
            {
                "version": VERSION,
                "repository": follow.repository or None,
                "today": follow.today.isoformat(),
                "made_at": follow.made_at.isoformat(timespec="seconds"),
                "last_run": follow.last_run.isoformat(timespec="seconds")
                if follow.last_run
                else None,
                "unasked": dict(follow.unasked),
                "restricted": follow.restricted,
                "summary": _summary(follow),
                "items": [_item(item, follow.today) for item in follow.items],
                "changed": {
                    "since": changed.since.isoformat(),
                    "opened": _places(changed.opened),
                    "closed": _places(changed.closed),
                    "fell_due": _places(changed.fell_due),
                },
                "groups": {
                    kind: [_tally(one) for one in tallies]
                    for kind, tallies in follow.groups.items()
                },
                "weeks": [
                    {"ends": week.ends.isoformat(), "opened": week.opened, "closed": week.closed}
                    for week in follow.weeks
                ],
                "ages": dict(follow.ages),
                "postmortems": [_incident(one) for one in follow.incidents],
                "recurring": [_recurring(one) for one in follow.recurring],
                "troubles": [_trouble(one) for one in follow.troubles],
            }
        )
        + "\n"
    )


def as_csv(follow: FollowThrough) -> str:
    """A line for each item, below names of columns; several owners, tickets and so on are joined by `; `."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(_COLUMNS)
    for item in follow.items:
        told = _item(item, follow.today)
        told["tickets"] = [link.label for link in item.tickets]
        told["ticket_urls"] = [link.url for link in item.tickets if link.url]
        lines.writerow([_cell(told[name]) for name in _COLUMNS])
    return written.getvalue()


def _summary(follow: FollowThrough) -> dict[str, int]:
    is_open = len(follow.open())
    flags = {flag.name.lower(): sum(item.is_open for item in follow.flagged(flag)) for flag in Flag}
    return {
        "items": len(follow.items),
        "open": is_open,
        "closed": len(follow.items) - is_open,
    } | flags


def _item(item: Followed, today: date) -> dict[str, object]:
    return {
        "document": item.document,
        "line": item.line,
        "url": item.url,
        "title": item.title,
        "postmortem": item.postmortem,
        "happened": _day(item.happened),
        "status": item.status.value,
        "tickets": [{"label": link.label, "url": link.url} for link in item.tickets],
        "owners": list(item.owners),
        "teams": list(item.teams),
        "type": item.type,
        "priority": item.priority,
        "severity": item.severity,
        "services": list(item.services),
        "opened": _day(item.opened),
        "closed": _day(item.closed),
        "due": _day(item.due),
        "due_from": item.due_from,
        "days_open": item.days_open(today),
        "days_over": item.days_over(today),
        "flags": [flag.value for flag in Flag if flag in item.flags],
        "why": item.why,
    }


def _places(items: Iterable[Followed]) -> list[dict[str, object]]:
    return [{"document": item.document, "line": item.line} for item in items]


def _tally(one: Tally) -> dict[str, object]:
    return {
        "name": one.name,
        "open": one.open,
        "overdue": one.overdue,
        "closed": one.closed,
        "oldest": one.oldest,
        "to_close": one.to_close,
    }


def _incident(one: Incident) -> dict[str, object]:
    return {
        "document": one.document,
        "url": one.url,
        "title": one.title,
        "happened": _day(one.happened),
        "severity": one.severity,
        "total": one.total,
        "closed": one.closed,
        "overdue": one.overdue,
    }


def _recurring(one: Recurring) -> dict[str, object]:
    return {"title": one.title, "shares_ticket": one.shares_ticket, "items": _places(one.items)}


def _trouble(one: Trouble) -> dict[str, object]:
    return {
        "document": one.document,
        "line": one.line,
        "url": one.url,
        "text": one.text,
        "unreadable": one.unreadable,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case int():
            return value
        case list():
            return csv_cell("; ".join(map(str, value)))
        case _:
            return csv_cell(str(value))
