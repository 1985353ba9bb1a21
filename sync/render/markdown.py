"""A plan or an outcome as Markdown, for the page of a job or a comment: whatever people wrote is shown, and does nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

from sync.harmless import code, plain
from sync.model.action import Action, CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report, Result
from sync.render.escape import safe
from sync.render.outline import ItemResults, outline
from sync.render.overdue import overdue
from sync.render.sides import sided
from sync.render.summary import count, sentence_of, withheld_parts

MOST: Final = 900_000
"""Bytes. The page of a step takes 1 MiB, and nothing at all of what is longer:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits"""
_LONGEST: Final = 300
"""Characters of one text."""
_UNTOUCHED: Final = {
    Ending.HELD: "held back",
    Ending.REFUSED: "refused",
    Ending.LEFT: "left for a later run",
}


def render_markdown(
    report: Report,
    *,
    applied: bool,
    postmortems: Sequence[Postmortem],
    today: date,
    seconds: float,
    most: int = MOST,
) -> str:
    """The report in at most `most` bytes; what finds no room is counted."""
    entries = [(document, entry) for document, own in outline(report) for entry in own]
    changes = [(path, one) for path, one in entries if isinstance(one, ItemResults)]
    notices = [one for _, one in entries if isinstance(one, Notice)]
    head = [
        "## pm-sync",
        "",
        plain(safe(sentence_of(report, postmortems, applied=applied))),
        "",
        *(
            [f"**{count(late, 'action item')} overdue**", ""]
            if (late := overdue(postmortems, today))
            else []
        ),
        *withheld_lines(report, applied=applied),
        *reasons(report),
        ", ".join((f"{seconds:.1f} s", *_requests(report))),
        "",
    ]
    room = most - len("\n".join(head).encode()) - 1000
    parts = (
        section("What was done" if applied else "What would be done", rows(changes), room // 2),
        section("What needs a person", _remarks(notices), room // 4),
        section("What could not be read", problem_lines(report), room // 4),
    )
    return "\n".join([*head, *(line for part in parts for line in part)])


def _requests(report: Report) -> Iterator[str]:
    """How many were sent over a network, and how many are left."""
    for name in sorted(report.remote):
        told = f"{count(report.requests.get(name, 0), 'request')} to {name}"
        left = report.left.get(name)
        yield told if left is None else f"{told} ({left:,} left until its limit begins anew)"


def section(title: str, lines: Iterable[str], room: int) -> Iterator[str]:
    """The lines that fit, below a title; of the others, how many they are."""
    told: list[str] = []
    left = 0
    for line in lines:
        room -= len(line.encode()) + 1
        if room >= 0:
            told.append(line)
        else:
            left += 1
    if not told and not left:
        return
    yield from (f"### {title}", "", *told)
    if left:
        yield from ("", f"… and {left} more, which find no room here; the log of the run has them")
    yield ""


def rows(
    changes: Iterable[tuple[str, ItemResults]], homes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """A table of what is done for each item; `homes` are what the trackers' usual places are called."""
    for number, (path, item) in enumerate(changes):
        if number == 0:
            yield "| where | action item | what |\n|---|---|---|"
        what = "<br>".join(_what(result, homes) for result in item.results)
        title = item.results[0].action.title
        yield f"| {placed(path, item.line)} | {cell(title)} | {what} |"


def placed(path: str, line: int | None) -> str:
    """Where an item stands."""
    place = f"{path}:{line}" if line else path
    return code(safe(place)).replace("|", "\\|") if place else ""


def cell(text: str) -> str:
    """On one line, in a cell of a table, at most 300 characters of it."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return plain(safe(short))


def _what(result: Result, homes: Mapping[str, str]) -> str:
    told = _action(result, homes)
    if result.ending in (Ending.PLANNED, Ending.DONE):
        return told
    if result.ending in _UNTOUCHED:
        return f"{told} **{_UNTOUCHED[result.ending]}**"
    return f"{told} **{result.ending.value}**: {cell(result.detail)}"


def _action(result: Result, homes: Mapping[str, str]) -> str:
    action = result.action
    match action:
        case CreateTicket():
            return _creation(action, result, homes)
        case UpdateTicket():
            return f"{_ticket(action)}: {_change(action, in_ticket=True)}"
        case WriteCell() if action.field is Field.TICKET:
            return f"linked {link(action.new, action.url)}"
        case WriteCell() if action.field is Field.DOCUMENT:
            return _change(action, in_ticket=False)
        case WriteCell():
            return f"{_ticket(action)}: {_change(action, in_ticket=False)}"
        case Notice():
            return cell(action.reason)


def _creation(action: CreateTicket, result: Result, homes: Mapping[str, str]) -> str:
    owners = " and ".join(cell(owner.name) for owner in action.draft.owners)
    given = f" for {owners}" if owners else ", nobody owns it"
    if result.ending is Ending.DONE and result.ticket is not None:
        name = result.ticket.label or result.ticket.ref.id
        return f"created {link(name, result.ticket.url)}{given}"
    where = action.draft.destination or homes.get(action.tracker, action.tracker)
    return f"create a ticket in {cell(where)}{given}"


def _ticket(action: UpdateTicket | WriteCell) -> str:
    return cell(action.ticket.id)


def _change(action: UpdateTicket | WriteCell, *, in_ticket: bool) -> str:
    field = sided(action.field, in_ticket=in_ticket)
    return f"{field}: {cell(action.old) or 'nothing'} → {cell(action.new) or 'nothing'}"


def link(name: str, url: str | None) -> str:
    """A link to a page; whatever else an address may be is left out."""
    parts = urlsplit(url or "")
    if not url or parts.scheme not in ("http", "https") or not parts.netloc:
        return cell(name)
    target = quote(url, safe=":/?&=#%@+,;~-._[]!$'*")
    return f"[{cell(name)}](<{target}>)"


def _remarks(notices: Iterable[Notice]) -> Iterator[str]:
    for notice in notices:
        place = placed(notice.document, notice.line)
        title = f" {cell(notice.title)}:" if notice.title else ""
        yield f"- {place}{title} {cell(notice.reason)}"


def problem_lines(report: Report) -> Iterator[str]:
    """What could not be read."""
    for problem in report.problems:
        yield f"- {cell(str(problem))}"


def reasons(report: Report) -> Iterator[str]:
    """Each reason for which something was not done, once."""
    for ending, word in _UNTOUCHED.items():
        reasons: dict[str, list[Action]] = {}
        for result in report.ended(ending):
            reasons.setdefault(result.detail, []).append(result.action)
        for reason, actions in reasons.items():
            yield from (
                f"**{word}** ({count(len(actions), 'change')}): {cell(reason)}",
                "",
            )


def withheld_lines(report: Report, *, applied: bool) -> Iterator[str]:
    """What there is of restricted documents, in numbers."""
    parts = withheld_parts(report, applied=applied)
    if report.withheld is not None and parts:
        head = count(len(report.withheld.documents), "restricted document")
        yield from (f"{head}: {', '.join(parts)}", "")
