"""Everything that is known of one item, for somebody who wonders why it is as it is; or why a line is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.text import Text

from sync.explained.model import Account, FieldNow, Mark, Planned, Seen, TicketNow, Vacant, Verdict
from sync.explained.summary import in_short
from sync.model.action import CreateTicket, called
from sync.model.memory import UNDONE, Base
from sync.model.postmortem import ActionItem
from sync.model.report import Result
from sync.policy import Wins, status_called
from sync.render.checked import finding_line
from sync.render.explain import facts, pair_of, quoted
from sync.render.history import write_line
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, folded, safe, show
from sync.render.text import edit_line, what

_MARKS: Final = {
    Mark.OURS: "made by pm-sync",
    Mark.ADOPTED: "made by somebody else",
    Mark.LOST: "made by pm-sync, and its mark is lost",
    Mark.WITHDRAWN: "taken back by an undo",
    Mark.UNKNOWN: "",
}
_SEEN: Final = {
    Seen.NOW: "",
    Seen.REMEMBERED: "as a run last saw it",
    Seen.VANISHED: "cannot be found",
    Seen.UNASKED: "not asked about",
    Seen.FOREIGN: "in no tracker of the settings",
}
_WINS: Final = {
    Wins.DOCUMENT: "the document",
    Wins.TICKET: "the ticket",
    Wins.BOTH: "who changed",
    Wins.OFF: "off",
}
_VERDICTS: Final = {
    Verdict.IN_STEP: ("in step", ADD),
    Verdict.TO_TICKET: ("the ticket gets what the document says", CHANGE),
    Verdict.TO_DOCUMENT: ("the document gets what the ticket says", CHANGE),
    Verdict.CONFLICT: ("conflict", BAD),
    Verdict.KEPT: ("kept", CHANGE),
    Verdict.DIFFERS: ("differs, and stays", ""),
    Verdict.OFF: ("off", DIM),
    Verdict.NOT_COMPARED: ("not compared", DIM),
}


def render_account(account: Account, console: Console) -> None:
    """Print the answer in a sentence, then all that it follows from."""
    show(console, _account(account, console))


def render_vacant(vacant: Vacant, console: Console) -> None:
    """Print what stands on a line that holds no item, and which items are near."""
    show(console, _vacant(vacant, console))


def _account(account: Account, console: Console) -> Iterator[Text]:
    item, postmortem = account.item, account.postmortem
    lines = str(item.line) if item.line == item.end_line else f"{item.line}-{item.end_line}"
    head = Text(f"{safe(postmortem.path)}:{lines}", style=STRONG)
    yield from folded(console, head.append(f"  {quoted(item.title)}"), 0)
    yield from folded(console, Text(_sentence(in_short(account))), 2)
    for name, why in account.unasked.items():
        told = f"{safe(name)} was not asked: {safe(why)}"
        yield from folded(console, Text(told, style=CHANGE), 2)
    for title, part in (
        ("What the document says", _understood(account)),
        ("Ticket", _tickets(account)),
        ("Fields", _fields(account.fields)),
        ("Next run", _next(account)),
        ("Key and route", _identity(account)),
        ("Earlier runs", (write_line(write) for _, write in account.history)),
        ("Check", (finding_line(one) for one in account.findings or ())),
    ):
        yield from _part(title, list(part), console)


def _part(title: str, lines: Sequence[Text], console: Console) -> Iterator[Text]:
    if lines:
        yield Text()
        yield Text(title, style=STRONG)
        for line in lines:
            yield from folded(console, line, 2)


def _sentence(text: str) -> str:
    shown = safe(text)
    return f"{shown[:1].upper()}{shown[1:]}."


def _understood(account: Account) -> Iterator[Text]:
    yield from facts(account.item)
    if account.item.section:
        yield pair_of("under", account.item.section)
    for owner in account.owners:
        known = "by a handle or the settings" if owner.known else "as written"
        by = "; [owners] default names them" if account.default_owner else ""
        can = "; cannot be assigned there" if owner.assignable is False else ""
        yield pair_of(f"owner in {owner.tracker}", f"{owner.identity}, {known}{by}{can}")


def _tickets(account: Account) -> Iterator[Text]:
    for one in account.tickets:
        told = [text for text in (_SEEN[one.seen], _MARKS[one.mark], one.how) if text]
        head = Text(safe(one.ref.id), style=STRONG)
        yield head.append(f"  {safe('; '.join(told))}")
        yield from _shown(one)
        for remark in one.ticket.remarks if one.ticket else ():
            yield Text(f"! {safe(remark)}", style=BAD)
        if one.remembered is not None:
            yield pair_of("remembered", _memory(one))
        elif one.ticket is not None:
            yield pair_of("remembered", "nothing: no run has seen it linked yet")
    if account.doubt is not None:
        since = _moment(account.doubt.since)
        yield pair_of("in doubt", f"an answer of {account.doubt.tracker} was lost, {since}")


def _shown(one: TicketNow) -> Iterator[Text]:
    ticket = one.ticket
    if ticket is None:
        return
    status = status_called(ticket.status).lower()
    change = ", a change that does the work" if ticket.is_change else ""
    yield Text(f"{quoted(ticket.title)}, {status}{change}")
    owners = ", ".join(next(iter(ticket.called.get(name, ())), name) for name in ticket.owners)
    yield pair_of("assigned", owners)
    for name, value in (
        ("priority", ticket.priority),
        ("due", ticket.due),
        ("made", _moment(ticket.created_at)),
        ("last changed", _moment(ticket.updated_at)),
        ("closed", _moment(ticket.closed_at)),
        ("page", ticket.url),
    ):
        if value:
            yield pair_of(name, value)


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at:%Z}" if at is not None else ""


def _memory(one: TicketNow) -> str:
    known = one.remembered
    assert known is not None  # noqa: S101 - who calls looked
    flags = {
        "no item linked it": known.loose,
        "something was still to be written or decided": known.unsettled,
        "its tracker does not list it": known.unlisted,
    }
    told = [f"linked by {known.document}", *(text for text, true in flags.items() if true)]
    return "; ".join(told)


def _fields(fields: Sequence[FieldNow]) -> Iterator[Text]:
    for one in fields:
        name, style = _VERDICTS[one.verdict]
        text = Text(f"{called(one.field)}: ", style=DIM).append(name, style=style)
        yield text.append(f"  ({safe(one.why)})", style=DIM) if one.why else text
        if one.verdict is not Verdict.IN_STEP and (one.document or one.ticket):
            sides = f"document {_value(one.document)}, ticket {_value(one.ticket)}"
            yield Text(f"  {sides}; before {_before(one.base)}; decides: {_WINS[one.wins]}")


def _value(text: str) -> str:
    return quoted(text) if text else "(none)"


def _before(base: Base | None) -> str:
    if base is None:
        return "unknown"
    if UNDONE in (base.document, base.ticket):
        return "taken back by an undo"
    if base.document is None or base.document == base.ticket:
        return _value(base.ticket)
    return f"{_value(base.document)} and {_value(base.ticket)}"


def _next(account: Account) -> Iterator[Text]:
    for one in account.planned:
        yield from _planned(one)
    for notice in account.notices:
        yield Text("! ", style=BAD).append(safe(notice.reason))
    if not account.planned and not account.notices:
        yield Text(f"left alone: one of those {safe(account.hold)}" if account.hold else "nothing")


def _planned(one: Planned) -> Iterator[Text]:
    text = what(Result(one.action, one.ending)).append(f"  ({safe(one.action.reason)})", style=DIM)
    yield text if one.hold is None else Text("not now: ", style=CHANGE).append_text(text)
    if isinstance(one.action, CreateTicket):
        for edit in one.action.follows:
            yield Text("then ", style=DIM).append_text(edit_line(edit))
    if one.hold is not None:
        yield Text(f"held back: {safe(one.hold)}", style=CHANGE)


def _identity(account: Account) -> Iterator[Text]:
    known = account.identity
    number = f", number {known.ordinal + 1} of its text" if known.ordinal is not None else ""
    yield pair_of("key", f"{known.key}{number}" if known.key else "")
    yield pair_of("made of", f"project {known.project or '(none)'}, document {known.document}")
    route = account.route
    for where, misfits in route.passed:
        yield pair_of("not by", f"{where}: {' and '.join(misfits)} do not fit")
    to = f"{route.tracker} {route.destination}".strip()
    by = f"by the route at {route.where}" if route.where else "since no route fits"
    if not route.where and not route.passed:
        by = "as there are no routes"
    yield pair_of("new tickets go to", f"{to}, {by}")
    if route.lacking:
        yield Text(f"! {safe(route.lacking)}", style=BAD)


def _vacant(vacant: Vacant, console: Console) -> Iterator[Text]:
    place = Text(f"{safe(vacant.postmortem.path)}:{vacant.line}", style=STRONG)
    yield from folded(console, place.append(f"  {quoted(vacant.text)}" if vacant.text else ""), 0)
    yield from folded(console, Text(_sentence(f"no action item is here: {vacant.why}")), 2)
    yield Text()
    lines: list[Text] = []
    if vacant.postmortem.ignored is not None:
        lines.append(Text("the whole document is marked as ignored", style=CHANGE))
    if vacant.section:
        lines.append(pair_of("under", vacant.section))
    lines += [
        pair_of("left out", f"line {one.line}, {quoted(one.text)}: {one.reason}")
        for one in vacant.skipped
    ]
    for name, item in (("item above", vacant.above), ("item below", vacant.below)):
        lines.append(pair_of(name, _near(item)))
    for line in lines:
        yield from folded(console, line, 2)
    found = [finding_line(one) for one in vacant.findings or ()]
    yield from _part("Check", found, console)


def _near(item: ActionItem | None) -> str:
    return f'line {item.line}, "{item.title}"' if item is not None else ""
