"""Actions and reports as a run of pm-sync makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sync.errors import Problem
from sync.model.action import (
    Action,
    Concern,
    CreateTicket,
    Field,
    Notice,
    UpdateTicket,
    WriteCell,
)
from sync.model.postmortem import Status, TicketRef
from sync.model.report import Ending, Report, Result
from sync.model.ticket import Change, Draft, Marker, Owner, Ticket

SEARCH = "postmortems/2026-10-14-search.md"
LOGIN = "postmortems/2026-11-12-login.md"
MARKER = Marker("key", "project", "document", "text", "postmortem")


def ref(number: int) -> TicketRef:
    return TicketRef("local", f"LOCAL-{number}")


def creation(
    text: str = "Alert on consumer lag", line: int = 53, document: str = SEARCH, **fields: object
) -> CreateTicket:
    given: dict[str, object] = {"owners": (Owner("mara", "mara"),), "title": text, **fields}
    draft = Draft(marker=MARKER, text=text, document=document, line=line, **given)  # type: ignore[arg-type]
    link = link_write(line=line, document=document, title=text)
    return CreateTicket(
        document,
        line,
        draft.title,
        "local",
        draft,
        "no ticket yet; owner mara",
        follows=(replace(link, new="the link to the new ticket"),),
    )


def status_write(
    old: str = "TODO",
    new: str = "**DONE**",
    line: int = 56,
    document: str = SEARCH,
    title: str = "Fail the health check",
) -> WriteCell:
    return WriteCell(
        document,
        line,
        title,
        ref(3),
        Field.STATUS,
        old,
        new,
        "the ticket is done",
        status=Status.DONE,
    )


def link_write(
    number: int = 7, line: int = 57, document: str = SEARCH, title: str = "Index again"
) -> WriteCell:
    reason = "a ticket for this item exists already"
    return WriteCell(
        document, line, title, ref(number), Field.TICKET, "", f"LOCAL-{number}", reason
    )


def retitling(old: str = "Purge by key", new: str = "Purge everywhere") -> UpdateTicket:
    reason = "the text was edited in the document"
    change = Change(ref(4), title=new, was=old)
    return UpdateTicket(LOGIN, 20, new, ref(4), Field.TITLE, old, new, reason, change)


def notice(title: str = "Ask the vendor", document: str = SEARCH, line: int | None = 60) -> Notice:
    return Notice(
        Concern.UNKNOWN_STATUS, document, line, title, "the status 'FAILED' stays", ref(9)
    )


def planned(*actions: Action) -> tuple[Result, ...]:
    return tuple(Result(action, Ending.PLANNED) for action in actions)


def done(*actions: Action) -> tuple[Result, ...]:
    return tuple(Result(action, Ending.DONE) for action in actions)


def created(action: CreateTicket, number: int) -> Result:
    return Result(action, Ending.DONE, ticket=Ticket(ref(number), action.title, Status.OPEN))


def ended(ending: Ending, detail: str, *actions: Action) -> tuple[Result, ...]:
    return tuple(replace(Result(action, ending), detail=detail) for action in actions)


def a_report(
    *results: Result,
    notices: tuple[Notice, ...] = (),
    problems: tuple[Problem, ...] = (),
    skipped: Mapping[str, int] | None = None,
    requests: Mapping[str, int] | None = None,
) -> Report:
    return Report(results, notices, problems, skipped or {}, requests or {})
