"""The same for machines: one JSON object. Its keys are a promise, told in docs/explain.md; `version` counts their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sync.explained.model import Account, FieldNow, Planned, RouteNow, TicketNow, Vacant
from sync.explained.summary import in_short
from sync.model.action import CreateTicket
from sync.model.postmortem import ActionItem, Postmortem, Skipped
from sync.model.report import Ending, Result
from sync.render.checked import finding_json
from sync.render.history import write_json
from sync.render.items import item_json
from sync.render.json import notice_json, result_json

VERSION: Final = 1


def explained_json(
    path: str,
    line: int,
    accounts: Sequence[Account],
    vacant: Vacant | None,
    refused: Sequence[str],
) -> dict[str, object]:
    """The object that `explain` prints with `--format json`. Absent values are None."""
    return {
        "version": VERSION,
        "path": path or None,
        "line": line,
        "refused": list(refused),
        "items": [_account(one) for one in accounts],
        "none": _vacant(vacant) if vacant else None,
    }


def _account(account: Account) -> dict[str, object]:
    item, identity, doubt = account.item, account.identity, account.doubt
    return {
        "in_short": in_short(account),
        "document": _document(account.postmortem),
        "item": {
            **item_json(item, identity.key),
            "form": item.form.value,
            "why": item.why or None,
            "origins": dict(item.origins),
            "status_text": item.status_text,
            "unrecognised": list(item.unrecognised),
        },
        "identity": {
            "project": identity.project or None,
            "document": identity.document,
            "text": identity.text,
            "ordinal": identity.ordinal,
            "key": identity.key,
        },
        "route": _route(account.route),
        "owners": [
            {
                "name": one.name,
                "tracker": one.tracker,
                "identity": one.identity,
                "known": one.known,
                "assignable": one.assignable,
                "from": "settings" if account.default_owner else "document",
            }
            for one in account.owners
        ],
        "tickets": [_ticket(one) for one in account.tickets],
        "fields": {one.field.value: _field(one) for one in account.fields},
        "left_alone": account.hold,
        "planned": [entry for one in account.planned for entry in _planned(one)],
        "notices": [{**notice_json(one), "concern": one.concern.value} for one in account.notices],
        "doubt": {"tracker": doubt.tracker, "since": _moment(doubt.since)} if doubt else None,
        "unasked": dict(account.unasked),
        "history": [{"run": run, **write_json(write)} for run, write in account.history],
        "findings": _findings(account),
    }


def _document(one: Postmortem) -> dict[str, object]:
    return {
        "path": one.path,
        "title": one.title,
        "date": one.date.isoformat() if one.date else None,
        "date_origin": one.date_origin or None,
        "authors": list(one.authors),
        "status": one.status,
        "severity": one.severity,
        "ignored": one.ignored is not None,
    }


def _route(route: RouteNow) -> dict[str, object]:
    return {
        "tracker": route.tracker,
        "destination": route.destination or None,
        "where": route.where,
        "passed": [{"where": where, "misfits": list(names)} for where, names in route.passed],
        "lacking": route.lacking,
    }


def _ticket(one: TicketNow) -> dict[str, object]:
    ticket, known = one.ticket, one.remembered
    return {
        "ticket": one.ref.id,
        "tracker": one.ref.tracker or None,
        "named": one.named.id if one.named else None,
        "how": one.how,
        "seen": one.seen.value.replace(" ", "_"),
        "mark": one.mark.value,
        "title": ticket.title if ticket else None,
        "status": ticket.status.value if ticket else None,
        "owners": list(ticket.owners) if ticket else [],
        "priority": ticket.priority or None if ticket else None,
        "due": ticket.due or None if ticket else None,
        "url": ticket.url if ticket else None,
        "created": _moment(ticket.created_at) if ticket else None,
        "updated": _moment(ticket.updated_at) if ticket else None,
        "closed": _moment(ticket.closed_at) if ticket else None,
        "remarks": list(ticket.remarks) if ticket else [],
        "remembered": {
            "document": known.document,
            "linked": not known.loose,
            "unsettled": known.unsettled,
            "unlisted": known.unlisted,
        }
        if known
        else None,
    }


def _field(one: FieldNow) -> dict[str, object]:
    base = one.base
    return {
        "decides": one.wins.value,
        "document": one.document or None,
        "ticket": one.ticket or None,
        "before": {"document": base.document, "ticket": base.ticket} if base else None,
        "verdict": one.verdict.value.replace(" ", "_"),
        "why": one.why or None,
    }


def _planned(one: Planned) -> list[Mapping[str, object]]:
    """An action, and the edits that follow a creation."""
    edits = one.action.follows if isinstance(one.action, CreateTicket) else ()
    return [
        {
            **result_json(Result(action, Ending.PLANNED)),
            "outcome": one.ending.value.replace(" ", "_"),
            "held": one.hold,
        }
        for action in (one.action, *edits)
    ]


def _vacant(vacant: Vacant) -> dict[str, object]:
    return {
        "text": vacant.text or None,
        "why": vacant.why,
        "document": _document(vacant.postmortem),
        "section": vacant.section,
        "left_out": [_skipped(one) for one in vacant.skipped],
        "above": _near(vacant.above),
        "below": _near(vacant.below),
        "findings": _findings(vacant),
    }


def _skipped(one: Skipped) -> dict[str, object]:
    return {"line": one.line, "text": one.text, "reason": one.reason}


def _near(item: ActionItem | None) -> dict[str, object] | None:
    return {"line": item.line, "title": item.title} if item else None


def _findings(told: Account | Vacant) -> list[dict[str, object]] | None:
    return None if told.findings is None else [finding_json(one) for one in told.findings]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
