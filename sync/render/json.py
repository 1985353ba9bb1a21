"""A plan or an outcome as one JSON object, for machines. Its keys are a promise: `version` counts their changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sync.errors import Problem
from sync.model.action import Action, Concern, CreateTicket, Notice, UpdateTicket, WriteCell
from sync.model.report import Ending, Report, Result
from sync.render.outline import outline

VERSION: Final = 1

_KINDS: Final[Mapping[type, str]] = {
    CreateTicket: "create_ticket",
    UpdateTicket: "update_ticket",
    WriteCell: "write_cell",
}


def report_json(report: Report, overdue: int | None = None) -> dict[str, object]:
    """The object that `plan` and `sync` print with `--format json`.

    In `summary`, `create`, `update` and `write` count what is planned or was done; what ended otherwise is counted under
    its outcome instead, so that these add up to the actions: `update` counts changed fields, and a ticket once for each of its own. Absent values are None. What belongs to restricted documents
    is not among all of this, and counted alike under `restricted`. `conflict` is part of `notice`. `overdue` counts action items.
    """
    return {
        "version": VERSION,
        "summary": _summary(report),
        "actions": list(_actions(report)),
        "skipped": dict(report.skipped),
        "problems": [problem_json(problem) for problem in report.problems],
        "requests": dict(report.requests),
        "left": dict(report.left),
        "restricted": _restricted(report),
        **({} if overdue is None else {"overdue": overdue}),
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem as an object."""
    return {
        "path": problem.path,
        "line": problem.line,
        "found": problem.found,
        "remedy": problem.remedy or None,
    }


def _restricted(report: Report) -> dict[str, int]:
    """How much of what was withheld."""
    closed = report.withheld or Report((), (), ())
    return {"documents": len(closed.documents), **_summary(closed)}


def _summary(report: Report) -> dict[str, int]:
    well = report.ended(Ending.PLANNED, Ending.DONE)
    return {
        "create": sum(isinstance(result.action, CreateTicket) for result in well),
        "update": sum(isinstance(result.action, UpdateTicket) for result in well),
        "write": sum(isinstance(result.action, WriteCell) for result in well),
        "notice": len(report.notices),
        "conflict": sum(notice.concern is Concern.CONFLICT for notice in report.notices),
        "skipped": sum(report.skipped.values()),
        "failed": len(report.ended(Ending.FAILED)),
        "in_doubt": len(report.ended(Ending.IN_DOUBT)),
        "held": len(report.ended(Ending.HELD)),
        "left": len(report.ended(Ending.LEFT)),
        "refused": len(report.ended(Ending.REFUSED)),
        "problems": len(report.problems),
    }


def _actions(report: Report) -> Iterator[dict[str, object]]:
    for _, entries in outline(report):
        for entry in entries:
            if isinstance(entry, Notice):
                yield notice_json(entry)
            else:
                yield from (result_json(result) for result in entry.results)


def notice_json(notice: Notice) -> dict[str, object]:
    """A notice as one of the `actions`."""
    return {
        **_place("notice", notice),
        "ticket": notice.ticket.id if notice.ticket else None,
        "field": notice.field.value if notice.field else None,
        "base": notice.values.base if notice.values else None,
        "old": notice.values.document if notice.values else None,
        "new": notice.values.ticket if notice.values else None,
        "reason": notice.reason,
        "outcome": None,
    }


def result_json(result: Result) -> dict[str, object]:
    """An action with its outcome, as one of the `actions`."""
    action = result.action
    if isinstance(action, Notice):
        return notice_json(action)
    return {
        **_place(_KINDS[type(action)], action),
        **_change(action, result),
        "reason": _reason(result),
        "outcome": result.ending.value.replace(" ", "_"),
    }


def _change(action: CreateTicket | UpdateTicket | WriteCell, result: Result) -> dict[str, object]:
    if isinstance(action, CreateTicket):
        created = result.ticket.ref.id if result.ticket else None
        return {"ticket": created, "field": None, "base": None, "old": None, "new": action.title}
    return {
        "ticket": action.ticket.id or None,
        "field": action.field.value,
        "base": None,
        "old": action.old or None,
        "new": action.new,
    }


def _place(kind: str, action: Action) -> dict[str, object]:
    return {
        "kind": kind,
        "document": action.document or None,
        "line": action.line,
        "title": action.title,
    }


def _reason(result: Result) -> str:
    """Why it is planned or was done; of what did not end well, why not."""
    reason = result.action.reason
    if isinstance(result.action, WriteCell) and result.action.new_column:
        reason = f"{reason}; the table gets a column for it"
    if not result.detail:
        return reason
    if result.ending is Ending.DONE:
        return f"{reason}; {result.detail}"
    return result.detail
