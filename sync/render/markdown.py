"""A plan or an outcome as Markdown, for the page of a job or a comment: whatever people wrote is shown, and does nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final
from urllib.parse import quote, urlsplit

from sync.harmless import code, plain
from sync.model.action import Action, CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report, Result
from sync.render.escape import safe
from sync.render.outline import Entry, ItemResults, outline
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
        *_withheld(report, applied=applied),
        *_reasons(report),
        ", ".join((f"{seconds:.1f} s", *_requests(report))),
        "",
    ]
    room = most - len("\n".join(head).encode()) - 1000
    parts = (
        _section("What was done" if applied else "What would be done", _rows(changes), room // 2),
        _section("What needs a person", _remarks(notices), room // 4),
        _section("What could not be read", _problems(report), room // 4),
    )
    return "\n".join([*head, *(line for part in parts for line in part)])


def _requests(report: Report) -> Iterator[str]:
    """How many were sent over a network, and how many are left."""
    for name in sorted(report.remote):
        told = f"{count(report.requests.get(name, 0), 'request')} to {name}"
        left = report.left.get(name)
        yield told if left is None else f"{told} ({left:,} left until its limit begins anew)"


def _section(title: str, lines: Iterable[str], room: int) -> Iterator[str]:
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


def _rows(changes: Iterable[tuple[str, ItemResults]]) -> Iterator[str]:
    for number, (path, item) in enumerate(changes):
        if number == 0:
            yield "| where | action item | what |\n|---|---|---|"
        what = "<br>".join(_what(result) for result in item.results)
        title = item.results[0].action.title
        yield f"| {_place(path, item)} | {_cell(title)} | {what} |"


def _place(path: str, entry: Entry) -> str:
    place = f"{path}:{entry.line}" if entry.line else path
    return code(safe(place)).replace("|", "\\|") if place else ""


def _cell(text: str) -> str:
    """On one line, in a cell of a table, at most 300 characters of it."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return plain(safe(short))


def _what(result: Result) -> str:
    told = _action(result)
    if result.ending in (Ending.PLANNED, Ending.DONE):
        return told
    if result.ending in _UNTOUCHED:
        return f"{told} **{_UNTOUCHED[result.ending]}**"
    return f"{told} **{result.ending.value}**: {_cell(result.detail)}"


def _action(result: Result) -> str:
    action = result.action
    match action:
        case CreateTicket():
            return _creation(action, result)
        case UpdateTicket():
            return f"{_ticket(action)}: {_change(action, in_ticket=True)}"
        case WriteCell() if action.field is Field.TICKET:
            return f"linked {_link(action.new, action.url)}"
        case WriteCell():
            return f"{_ticket(action)}: {_change(action, in_ticket=False)}"
        case Notice():
            return _cell(action.reason)


def _creation(action: CreateTicket, result: Result) -> str:
    owners = " and ".join(_cell(owner.name) for owner in action.draft.owners)
    given = f" for {owners}" if owners else ", nobody owns it"
    if result.ending is Ending.DONE and result.ticket is not None:
        name = result.ticket.label or result.ticket.ref.id
        return f"created {_link(name, result.ticket.url)}{given}"
    where = action.draft.destination or action.tracker
    return f"create a ticket in {_cell(where)}{given}"


def _ticket(action: UpdateTicket | WriteCell) -> str:
    return _cell(action.ticket.id)


def _change(action: UpdateTicket | WriteCell, *, in_ticket: bool) -> str:
    field = sided(action.field, in_ticket=in_ticket)
    return f"{field}: {_cell(action.old) or 'nothing'} → {_cell(action.new) or 'nothing'}"


def _link(name: str, url: str | None) -> str:
    """A link to a page; whatever else an address may be is left out."""
    parts = urlsplit(url or "")
    if not url or parts.scheme not in ("http", "https") or not parts.netloc:
        return _cell(name)
    target = quote(url, safe=":/?&=#%@+,;~-._[]!$'*")
    return f"[{_cell(name)}](<{target}>)"


def _remarks(notices: Iterable[Notice]) -> Iterator[str]:
    for notice in notices:
        place = _place(notice.document, notice)
        title = f" {_cell(notice.title)}:" if notice.title else ""
        yield f"- {place}{title} {_cell(notice.reason)}"


def _problems(report: Report) -> Iterator[str]:
    for problem in report.problems:
        yield f"- {_cell(str(problem))}"


def _reasons(report: Report) -> Iterator[str]:
    """Each reason for which something was not done, once."""
    for ending, word in _UNTOUCHED.items():
        reasons: dict[str, list[Action]] = {}
        for result in report.ended(ending):
            reasons.setdefault(result.detail, []).append(result.action)
        for reason, actions in reasons.items():
            yield from (
                f"**{word}** ({count(len(actions), 'change')}): {_cell(reason)}",
                "",
            )


def _withheld(report: Report, *, applied: bool) -> Iterator[str]:
    parts = withheld_parts(report, applied=applied)
    if report.withheld is not None and parts:
        head = count(len(report.withheld.documents), "restricted document")
        yield from (f"{head}: {', '.join(parts)}", "")
