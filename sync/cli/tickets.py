"""`pm-sync tickets`: the desk of the embedded tracker."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from connectors.local.desk import open_desk
from sync.cli.options import Common, plain
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.model.postmortem import Status
from sync.policy import COLUMN_WORDS
from sync.render.escape import json_text, safe
from sync.render.terminal import console
from sync.render.tickets import render_ticket, render_tickets

if TYPE_CHECKING:
    from connectors.local.desk import Desk, Moved
    from connectors.local.records import Event, TicketRecord

log = logging.getLogger("pm_sync.cli")

REASONS = {"done": "done", "wont-do": "wont_do", "duplicate": "duplicate"}
STATES = ("open", "in-progress", "done", "wont-do", "duplicate", "all")


class Words(click.Choice[str]):
    """A choice of words that may be joined by underscores too, as JSON writes them."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        return super().normalize_choice(str(choice), ctx).replace("_", "-")


def _examples(*lines: str) -> str:
    return "\n".join(["\b", "Examples:", *(f"  pm-sync tickets {line}" for line in lines)])


EXAMPLES = _examples(
    "list                          what is to do",
    "list --owner mara --status all",
    "show LOCAL-3",
    "start 3",
    "close 3 --reason wont-do",
    "assign 3 mara jonas",
)


@click.group("tickets", epilog=EXAMPLES)
def command() -> None:
    """Work with the tickets of the embedded tracker.

    The next `pm-sync sync` tells the documents of every new status.
    """


@contextlib.contextmanager
def _desk(common: Common) -> Iterator[Desk]:
    tell(common)
    project = Project(common)
    if project.settings.tracker != "local":
        log.warning(
            "these are the tickets of the embedded tracker; this project's are in %s",
            project.settings.tracker,
        )
    people = project.people
    desk = open_desk(
        project.options("local"),
        project.context(),
        lambda name: people.owner(name, "local").identity,
    )
    try:
        yield desk
    finally:
        desk.release()


_form = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@command.command(
    "list",
    epilog=_examples(
        "list",
        "list --owner mara",
        "list --owner '' --status open   what nobody has",
        "list --status done --format json",
    ),
)
@click.option("--status", type=Words(STATES), multiple=True, help="[default: open, in-progress]")
@click.option("--owner", metavar="NAME", help="Only tickets of NAME; an empty name: of nobody.")
@_form
@plain
def list_(status: tuple[str, ...], owner: str | None, form: str, common: Common) -> None:
    """List the tickets that are to do, or those in a STATUS."""
    wanted = status or ("open", "in-progress")
    statuses = None if "all" in wanted else {Status(name.replace("-", "_")) for name in wanted}
    with _desk(common) as desk:
        rows = desk.tickets(statuses, owner)
    if form == "json":
        _json({"version": 1, "tickets": [_ticket_json(row) for row in rows]})
        return
    render_tickets(rows, console(sys.stdout, colour=common.colour))


@command.command(epilog=_examples("show LOCAL-3", "show 3 --format json"))
@click.argument("ticket")
@_form
@plain
def show(ticket: str, form: str, common: Common) -> None:
    """Show a ticket with everything that happened to it."""
    with _desk(common) as desk:
        shown = desk.show(ticket)
    if form == "json":
        events = [_event_json(event) for event in shown.events]
        _json({"version": 1, "ticket": _ticket_json(shown.ticket), "events": events})
        return
    render_ticket(shown.ticket, shown.events, console(sys.stdout, colour=common.colour))


@command.command(epilog=_examples("start LOCAL-3", "start 3 4 5"))
@click.argument("tickets", nargs=-1, required=True)
@_form
@plain
def start(tickets: tuple[str, ...], form: str, common: Common) -> None:
    """Say that somebody works on TICKETS."""
    _move(tickets, form, common, lambda desk, ticket: desk.start(ticket))


@command.command(
    epilog=_examples("close 3 4", "close 3 --reason wont-do", "close 3 --reason duplicate --of 1")
)
@click.argument("tickets", nargs=-1, required=True)
@click.option("--reason", type=Words(REASONS), default="done", show_default=True)
@click.option("--of", metavar="TICKET", help="The ticket that a duplicate repeats.")
@_form
@plain
def close(tickets: tuple[str, ...], reason: str, of: str | None, form: str, common: Common) -> None:
    """Close TICKETS as done, won't do or duplicate."""
    why = Status(REASONS[reason])
    _move(tickets, form, common, lambda desk, ticket: desk.close(ticket, why, of))


@command.command(epilog=_examples("reopen 3"))
@click.argument("tickets", nargs=-1, required=True)
@_form
@plain
def reopen(tickets: tuple[str, ...], form: str, common: Common) -> None:
    """Take closed TICKETS up again."""
    _move(tickets, form, common, lambda desk, ticket: desk.reopen(ticket))


@command.command(
    epilog=_examples(
        "assign 3 mara jonas",
        "assign 3 priya --add",
        "assign 3                take it from everybody",
    )
)
@click.argument("ticket")
@click.argument("owners", nargs=-1)
@click.option("--add", is_flag=True, help="Keep whoever has it already.")
@_form
@plain
def assign(ticket: str, owners: tuple[str, ...], add: bool, form: str, common: Common) -> None:
    """Give TICKET to OWNERS; without OWNERS nobody has it any more."""
    _move((ticket,), form, common, lambda desk, name: desk.assign(name, owners, add=add))


def _move(
    tickets: tuple[str, ...], form: str, common: Common, move: Callable[[Desk, str], Moved]
) -> None:
    """Move each ticket; one that cannot be moved ends the command, and those before it are moved."""
    done: list[Moved] = []
    with _desk(common) as desk:
        for ticket in tickets:
            moved = move(desk, ticket)
            done.append(moved)
            if form == "text":
                click.echo(safe(_news(moved)))
    if form == "json":
        rows = [{**_ticket_json(moved.ticket), "changed": moved.changed} for moved in done]
        _json({"version": 1, "tickets": rows})


def _news(moved: Moved) -> str:
    ticket = moved.ticket
    who = ", ".join(ticket.assignees) or "nobody"
    verb = "is now" if moved.changed else "was already"
    status = COLUMN_WORDS[ticket.status].lower()
    return f"{ticket.ref} {verb} {status}, owned by {who}: {ticket.title}"


def _json(value: object) -> None:
    click.echo(json_text(value))


def _ticket_json(row: TicketRecord) -> dict[str, object]:
    return {
        "ticket": row.ref.id,
        "title": row.title,
        "text": row.text,
        "status": row.status.value,
        "owners": list(row.assignees),
        "type": row.type,
        "priority": row.priority,
        "due": row.due,
        "document": row.document,
        "line": row.line,
        "created_at": row.created_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }


def _event_json(event: Event) -> dict[str, object]:
    return {
        "at": event.at.isoformat(),
        "what": event.what.value,
        "by": event.by,
        "old": event.old,
        "new": event.new,
    }
