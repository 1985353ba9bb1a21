"""Reminding people: what a tracker, or a service for notifications, can do for it. Connectors fulfil these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from sync.model.postmortem import TicketRef
from sync.model.ticket import Owner


@dataclass(frozen=True, slots=True)
class Nudge:
    """One reminder below one ticket. All of its text is plain: nothing in it is markup, and it mentions nobody."""

    day: date
    people: tuple[str, ...]
    """Who is mentioned, as the tracker knows them; nobody else is."""
    text: str
    stand_ins: tuple[Owner, ...] = ()
    """Who is mentioned besides, as the settings know them; whom the tracker does not find is only named."""
    sources: tuple[tuple[str, str | None], ...] = ()
    """The postmortems, each with its page."""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder that stands below a ticket, and that this account wrote."""

    id: str
    day: date


@runtime_checkable
class Reminds(Protocol):
    """A tracker whose tickets can be commented on. What stands there is all that is known of earlier reminders.

    Every method raises `Rejected` where the tracker says no, and `Unavailable` where it cannot be asked.
    """

    def reminders(self, ref: TicketRef) -> Sequence[Said]:
        """Those below the ticket, the oldest first; what others wrote is none, whatever it looks like."""
        ...

    def remind(self, ref: TicketRef, nudge: Nudge) -> None:
        """Say it, never twice: after a lost answer it is looked for, and `Unavailable` raised if it is not there."""
        ...

    def unsay(self, ref: TicketRef, said: Said) -> None:
        """Take an older one away; one that is gone already is well."""
        ...


class Notifier(Protocol):
    """A service, or several, that bring a message to people."""

    @property
    def called(self) -> str:
        """Its kind, such as `slack`, without anything secret."""

    def send(self, title: str, body: str) -> str:
        """Send plain text. Returns why it failed, as far as that is known; empty if every service took it."""
