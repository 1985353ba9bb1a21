"""`pm-sync tickets`: the desk of the embedded tracker."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from connectors.local.desk import open_desk
from sync.cli.options import Common, common
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.model.postmortem import Status
from sync.render.escape import json_text, safe
from sync.render.terminal import console
from sync.render.tickets import render_ticket, render_tickets

if TYPE_CHECKING:
    from connectors.local.desk import Desk, Moved
    from connectors.local.records import Event, TicketRecord

REASONS = {"done": "done", "wont-do": "wont_do", "duplicate": "duplicate"}
STATES = ("open", "in-progress", "done", "wont-do", "duplicate", "all")

EXAMPLES = """\b
Examples:
  pm-sync tickets list                          what is to do
  pm-sync tickets list --owner mara --status all
  pm-sync tickets show LOCAL-3
  pm-sync tickets start 3
  pm-sync tickets close 3 --reason wont-do
  pm-sync tickets assign 3 mara jonas"""


@click.group("tickets", epilog=EXAMPLES)
def command() -> None:
    """Work with the tickets of the embedded tracker.

    The next `pm-sync sync` tells the documents of every new status.
    """


@contextlib.contextmanager
def _desk(common: Common) -> Iterator[Desk]:
    tell(common)
    project = Project(common)
    desk = open_desk(project.options("local"), project.context())
    try:
        yield desk
    finally:
        desk.release()


_form = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@command.command("list")
@click.option(
    "--status", type=click.Choice(STATES), multiple=True, help="[default: open, in-progress]"
)
@click.option("--owner", metavar="NAME", help="Only tickets of NAME; an empty name: of nobody.")
@_form
@common
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


@command.command()
@click.argument("ticket")
@_form
@common
def show(ticket: str, form: str, common: Common) -> None:
    """Show a ticket with everything that happened to it."""
    with _desk(common) as desk:
        shown = desk.show(ticket)
    if form == "json":
        events = [_event_json(event) for event in shown.events]
        _json({"version": 1, "ticket": _ticket_json(shown.ticket), "events": events})
        return
    render_ticket(shown.ticket, shown.events, console(sys.stdout, colour=common.colour))


@command.command()
@click.argument("tickets", nargs=-1, required=True)
@_form
@common
def start(tickets: tuple[str, ...], form: str, common: Common) -> None:
    """Say that somebody works on TICKETS."""
    _move(tickets, form, common, lambda desk, ticket: desk.start(ticket))


@command.command()
@click.argument("tickets", nargs=-1, required=True)
@click.option("--reason", type=click.Choice(list(REASONS)), default="done", show_default=True)
@click.option("--of", metavar="TICKET", help="The ticket that a duplicate repeats.")
@_form
@common
def close(tickets: tuple[str, ...], reason: str, of: str | None, form: str, common: Common) -> None:
    """Close TICKETS as done, won't do or duplicate."""
    why = Status(REASONS[reason])
    _move(tickets, form, common, lambda desk, ticket: desk.close(ticket, why, of))


@command.command()
@click.argument("tickets", nargs=-1, required=True)
@_form
@common
def reopen(tickets: tuple[str, ...], form: str, common: Common) -> None:
    """Take closed TICKETS up again."""
    _move(tickets, form, common, lambda desk, ticket: desk.reopen(ticket))


@command.command()
@click.argument("ticket")
@click.argument("owners", nargs=-1)
@click.option("--add", is_flag=True, help="Keep whoever has it already.")
@_form
@common
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
    return f"{ticket.ref} {verb} {ticket.status.value.replace('_', ' ')}, owned by {who}: {ticket.title}"


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
