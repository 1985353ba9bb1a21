"""A tracker in memory that can be moved from outside, lose answers, fail, and be crashed at every write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unicodedata import category

from sync.days import due
from sync.errors import Unavailable
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Draft, Failed, InDoubt, Outcome, Ticket
from sync.ports import Listing

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class MemoryTracker:
    """Fulfils `sync.ports.Tracker`. `before` and `after` a write may raise, to crash a run there."""

    def __init__(self, name: str = "local", *, incremental: bool = False) -> None:
        self._name = name
        self._incremental = incremental
        self._tickets: dict[TicketRef, Ticket] = {}
        self._moved: dict[TicketRef, TicketRef] = {}
        self._unlisted: set[TicketRef] = set()
        self._touched: set[TicketRef] = set()
        self._count = 0
        self._clock = START
        self._requests = 0
        self.writes = 0
        self.lose_answers = False
        self.refuse: set[str] = set()
        self.down = False
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        return self._name

    @property
    def specimen(self) -> Ticket:
        return Ticket(ref=TicketRef(self._name, "LOCAL-999999"), title="", status=Status.OPEN)

    @property
    def requests(self) -> int:
        return self._requests

    def find(self, project: str, since: datetime | None = None) -> Listing:
        now = self._asked()
        bound = since if self._incremental else None
        found = tuple(
            ticket
            for ticket in self._tickets.values()
            if ticket.ref not in self._unlisted
            if ticket.marker is not None and ticket.marker.project == project
            if bound is None or ticket.updated_at is None or ticket.updated_at >= bound
        )
        return Listing(found, as_of=now, complete=bound is None)

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        if not refs:
            return {}
        self._asked()
        now = {ref: self._moved.get(ref, ref) for ref in refs}
        return {ref: self._tickets[at] for ref, at in now.items() if at in self._tickets}

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        for draft in drafts:
            self._asked()
            self.before()
            if draft.title in self.refuse:
                yield Failed("the tracker said no")
                continue
            ticket = self.add(draft.title, draft=draft)
            self.writes += 1
            self.after()
            yield InDoubt("the answer was lost") if self.lose_answers else Done(ticket)

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        for change in changes:
            self._asked()
            self.before()
            if change.ref not in self._tickets:
                yield Failed(f"{change.ref} does not exist")
                continue
            if change.was is not None and self._tickets[change.ref].title != change.was:
                yield Failed(f"{change.ref} was renamed meanwhile")
                continue
            if (why := change.overtaken(self._tickets[change.ref])) is not None:
                yield Failed(why)
                continue
            if fields := _changed(self._tickets[change.ref], change):
                self._set(change.ref, **fields)
            if change.withdraw:
                self._set(change.ref, marker=None)
            self.writes += 1
            self.after()
            yield Done(self._tickets[change.ref])

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        if refs:
            self._asked()
        return {
            ref: "was moved" for ref in refs if ref in self._touched or ref not in self._tickets
        }

    def close(self) -> None:
        pass

    # What people do to tickets, from outside.

    def add(self, title: str, draft: Draft | None = None) -> Ticket:
        """Make a ticket: one of ours from a draft, or one of somebody else's."""
        self._count += 1
        now = self._tick()
        prefix = {"local": "LOCAL"}.get(self._name, self._name.upper())
        ticket = Ticket(
            ref=TicketRef(self._name, f"{prefix}-{self._count}"),
            title=_one_line(title),
            status=Status.OPEN,
            owners=tuple(owner.identity for owner in draft.owners) if draft else (),
            priority=(draft.priority or "") if draft else "",
            due=due(draft.due) if draft else "",
            marker=draft.marker if draft else None,
            created_at=now,
            updated_at=now,
        )
        self._tickets[ticket.ref] = ticket
        return ticket

    def move(self, ref: TicketRef, **fields: object) -> None:
        """Change fields of a ticket."""
        self._set(ref, **fields)
        self._touched.add(ref)

    def _set(self, ref: TicketRef, **fields: object) -> None:
        before, now = self._tickets[ref], self._tick()
        after = replace(before, updated_at=now, **fields)  # type: ignore[arg-type]
        closed_at = (before.closed_at or now) if after.status.is_final else None
        self._tickets[ref] = replace(after, **{"closed_at": closed_at, **fields})  # type: ignore[arg-type]

    def transfer(self, ref: TicketRef, name: str, *, listed: bool = True) -> TicketRef:
        """Give a ticket another name, under which alone it is listed, if at all; the old ones lead to it."""
        new = TicketRef(self._name, name)
        self._unlisted.discard(ref)
        if not listed:
            self._unlisted.add(new)
        self._tickets[new] = replace(self._tickets.pop(ref), ref=new, updated_at=self._tick())
        self._moved = {old: new if at == ref else at for old, at in self._moved.items()}
        self._moved[ref] = new
        return new

    def delete(self, ref: TicketRef) -> None:
        """Remove a ticket without a trace."""
        del self._tickets[ref]

    def tickets(self) -> tuple[Ticket, ...]:
        """All tickets, in the order they were made."""
        return tuple(self._tickets.values())

    def _asked(self) -> datetime:
        self._requests += 1
        if self.down:
            raise Unavailable("the tracker does not answer")
        return self._clock

    def _tick(self) -> datetime:
        self._clock += timedelta(minutes=1)
        return self._clock


class LaggingTracker(MemoryTracker):
    """Fulfils `Recognises` as well: its listing is `behind`, its tickets are found by key at once."""

    def __init__(self, name: str = "local", *, behind: timedelta = timedelta(0)) -> None:
        super().__init__(name, incremental=True)
        self.behind = behind
        self.at_once = 0
        self.claims: set[str] = set()
        """Keys that a ticket names of which nobody can tell whose it is."""
        self.recognised: list[frozenset[str]] = []
        self.since: list[datetime | None] = []

    def few(self) -> int:
        return self.at_once

    @property
    def highest(self) -> Mapping[str, int]:
        return {"ALL": self._count}

    def find(self, project: str, since: datetime | None = None) -> Listing:
        self.since.append(since)
        listing = super().find(project, since)
        until = listing.as_of - self.behind
        seen = tuple(one for one in listing.tickets if one.updated_at and one.updated_at <= until)
        return replace(listing, tickets=seen)

    def confirm(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        return self.fetch(refs) if self.behind else {}

    def recognise(
        self,
        drafts: Collection[Draft],
        highest: Mapping[str, int],
        doubtful: Collection[str] = (),
    ) -> tuple[Ticket, ...]:
        keys = frozenset(draft.marker.key for draft in drafts)
        self.recognised.append(keys)
        keys |= frozenset(doubtful if drafts else ())
        if keys:
            self._asked()
        found = [one for one in self.tickets() if one.marker and one.marker.key in keys]
        stray = Ticket(TicketRef(self.name, "X-1"), "?", Status.OPEN, claims=frozenset(self.claims))
        return (*found, stray) if self.claims & keys else tuple(found)


def _changed(ticket: Ticket, change: Change) -> dict[str, object]:
    """The fields that the change makes different."""
    fields: dict[str, object] = {}
    if change.title is not None:
        fields["title"] = _one_line(change.title)
    if change.status is not None:
        fields["status"] = change.status
    if change.assign or change.unassign:
        gone = {owner.identity for owner in change.unassign}
        kept = [name for name in ticket.owners if name not in gone]
        new = [owner.identity for owner in change.assign]
        fields["owners"] = tuple(dict.fromkeys([*kept, *new]))
    if change.priority is not None:
        fields["priority"] = change.priority[1] or ""
    if change.due is not None:
        fields["due"] = due(change.due[1])
    return {name: value for name, value in fields.items() if getattr(ticket, name) != value}


def _one_line(title: str) -> str:
    return "".join(" " if category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in title)
