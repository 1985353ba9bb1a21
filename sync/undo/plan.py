"""The plan of an undo: what goes back to what it was, what is closed, and what stays since people went on with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sync.errors import Problem
from sync.model.action import Concern, Field, Notice, UpdateTicket, WriteCell, called
from sync.model.hunk import Taking
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Change, Owner, Ticket
from sync.policy import status_called
from sync.taking_back import Restores
from sync.undo.past import Edit, Past
from sync.undo.places import Trial, place_of, taking, tried
from sync.undo.sight import Sight, look
from sync.withhold import restricted_of
from sync.world import World


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What an undo would do. Equal worlds give equal plans."""

    run: str
    takings: tuple[Taking, ...] = ()
    updates: tuple[UpdateTicket, ...] = ()
    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()
    restricted: frozenset[str] = frozenset()
    """The paths of documents that are told in numbers only, now or when the run took place."""
    forget: frozenset[TicketRef] = frozenset()
    """Tickets that an undo withdrew before, and that are remembered still: it was stopped."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self.actions and not self.forget

    @property
    def actions(self) -> tuple[WriteCell | UpdateTicket, ...]:
        """Everything that it would change, on either side."""
        return (*(cell for one in self.takings for cell in one.cells), *self.updates)


def undo_plan(past: Past, world: World) -> UndoPlan:
    """What can be taken back of a run, as things are now; changes nothing. Raises like `sync.ports.Tracker`."""
    return _Planner(past, look(past, world), world).plan()


class _Planner:
    def __init__(self, past: Past, sight: Sight, world: World) -> None:
        self._past = past
        self._sight = sight
        self._documents = world.documents
        self._policy = world.policy
        self._remembered = world.state.tickets
        self._left = dict(sight.left)
        self._writings = {one.document: one for one in past.written}
        self._trials: dict[str, Trial] = {}

    def plan(self) -> UndoPlan:
        self._leave_unreadable()
        while True:
            known = len(self._left)
            self._try()
            self._leave_linked()
            if len(self._left) == known:
                break
        reason = f"run {self._past.name} wrote it"
        documents: list[Postmortem | Problem] = [
            *self._sight.postmortems.values(),
            *self._sight.problems,
        ]
        takings = [taking(trial, reason) for _, trial in sorted(self._trials.items())]
        return UndoPlan(
            run=self._past.name,
            takings=tuple(one for one in takings if one is not None),
            updates=(*self._withdrawals(), *self._reversals()),
            notices=(*self._stay(), *self._edits_that_stay(), *self._changes_that_stay()),
            problems=self._sight.problems,
            restricted=self._past.restricted | restricted_of(documents, self._policy),
            forget=frozenset(self._withdrawn()),
        )

    def _withdrawn(self) -> Iterator[TicketRef]:
        for ref in self._sight.made:
            ticket = self._sight.tickets.get(ref)
            bare = ticket is not None and ticket.marker is None
            if bare and ref not in self._left and ref in self._remembered:
                yield ref

    def _leave_unreadable(self) -> None:
        for problem in self._sight.problems:
            for ref, made in self._sight.made.items():
                if made.document == problem.path:
                    self._left.setdefault(ref, f"belongs to {problem.path}, which cannot be read")

    def _try(self) -> None:
        """Try to take back what was written; a ticket whose link cannot go has to stay as well."""
        for path, written in self._writings.items():
            now = self._sight.postmortems.get(path)
            if now is None or written.rewrite is None or not isinstance(self._documents, Restores):
                continue
            trial = self._trials[path] = tried(self._documents, written, now, self._left)
            for edit, why in trial.left.items():
                if edit.ticket in self._sight.made:
                    self._left.setdefault(
                        edit.ticket,
                        f"is linked at {path}:{_line(edit, now)}, and that stays: {why}",
                    )

    def _leave_linked(self) -> None:
        """A ticket that a document would still link is in use."""
        for path, postmortem in self._sight.postmortems.items():
            after = self._trials[path].after if path in self._trials else postmortem
            for item in after.items:
                for reference in item.references:
                    if reference.ref in self._sight.made:
                        self._left.setdefault(
                            reference.ref, f"is linked at {path}:{item.line}{self._untold(path)}"
                        )

    def _untold(self, path: str) -> str:
        written = self._writings.get(path)
        told = written is not None and written.rewrite is not None
        return "" if told else ", and the journal does not say what stood there"

    def _withdrawals(self) -> Iterator[UpdateTicket]:
        for ref, made in self._sight.made.items():
            ticket = self._sight.tickets.get(ref)
            if ticket is None or ticket.marker is None or ref in self._left:
                continue
            edit = Edit(made.document, made.line, made.title, ref, Field.TICKET, "", "")
            line, title = place_of(edit, self._sight.postmortems.get(made.document))
            yield UpdateTicket(
                document=made.document,
                line=line,
                title=title,
                ticket=ref,
                field=Field.STATUS,
                old=status_called(ticket.status),
                new=status_called(Status.WONT_DO),
                reason=f"run {self._past.name} made it, and nobody touched it; its mark is taken off",
                change=Change(
                    ref,
                    status=Status.WONT_DO,
                    seen=(("status", ticket.status.value),),
                    withdraw=True,
                ),
            )

    def _reversals(self) -> Iterator[UpdateTicket]:
        """Values of tickets that are still as the run left them."""
        for edit, value in self._values():
            if value is not None and value == _after(edit) != _before(edit):
                line, title = place_of(edit, self._sight.postmortems.get(edit.document))
                yield UpdateTicket(
                    document=edit.document,
                    line=line,
                    title=title,
                    ticket=edit.ticket,
                    field=Field(edit.field),
                    old=edit.new,
                    new=edit.old,
                    reason=f"run {self._past.name} changed it",
                    change=_reversal(edit, self._sight.tickets[edit.ticket]),
                )

    def _values(self) -> Iterator[tuple[Edit, str | None]]:
        """What the run changed of tickets that it did not create, and what is there now."""
        for edit in (edit for one in self._past.changed for edit in one.edits):
            ticket = self._sight.tickets.get(edit.ticket)
            if edit.ticket in self._sight.made or ticket is None:
                continue
            told = ticket.ref == edit.ticket and _after(edit) is not None
            yield edit, _value(edit, ticket) if told else None

    def _stay(self) -> Iterator[Notice]:
        for ref, why in self._left.items():
            made = self._sight.made[ref]
            edit = Edit(made.document, made.line, made.title, ref, Field.TICKET, "", "")
            yield self._notice(edit, f"{ref} stays as it is: it {why}")
        for made in self._sight.unknown:
            yield Notice(
                Concern.TOUCHED,
                made.document,
                made.line,
                made.title,
                "its ticket may have been created, and none is found; look for it by hand",
            )

    def _edits_that_stay(self) -> Iterator[Notice]:
        """What stays of documents at tickets that the run did not create: those are told with their ticket."""
        for trial in self._trials.values():
            for edit, why in trial.left.items():
                if edit.ticket not in self._sight.made:
                    yield self._notice(edit, f"{_written(edit)} stays as it is: {why}")
        for written in self._writings.values():
            if written.rewrite is None and written.ended == "done":
                told = [one for one in written.edits if one.ticket not in self._sight.made]
                for edit in told:
                    reason = "the journal does not say what stood there"
                    yield self._notice(edit, f"{_written(edit)} stays as it is: {reason}")

    def _changes_that_stay(self) -> Iterator[Notice]:
        for edit, value in self._values():
            if value is not None and value in (_after(edit), _before(edit)):
                continue
            why = (
                "the journal does not say what it was"
                if _after(edit) is None
                else "somebody changed it since"
            )
            yield self._notice(edit, f"{called(edit.field)} of {edit.ticket} stays as it is: {why}")

    def _notice(self, edit: Edit, reason: str) -> Notice:
        line, title = place_of(edit, self._sight.postmortems.get(edit.document))
        return Notice(Concern.TOUCHED, edit.document, line, title, reason, edit.ticket)


def _written(edit: Edit) -> str:
    return f"{called(edit.field)} {edit.new or '(none)'}"


def _before(edit: Edit) -> str | None:
    """The value that the run found."""
    if edit.field == Field.TITLE:
        return edit.old
    return edit.was[1] if edit.was else None


def _after(edit: Edit) -> str | None:
    """The value that the run left; None where the journal does not tell."""
    return edit.new if edit.field == Field.TITLE else edit.now


def _value(edit: Edit, ticket: Ticket) -> str:
    """The same as it is now."""
    if edit.field == Field.TITLE or edit.was is None:
        return ticket.title
    return str(getattr(ticket, edit.was[0]) or "")


def _reversal(edit: Edit, ticket: Ticket) -> Change:
    """The change that sets a value back, unless it is another one by then."""
    change = Change(edit.ticket, adopted=ticket.marker is None)
    before, after = _before(edit) or "", _after(edit) or ""
    if edit.field == Field.TITLE:
        return replace(change, title=before, was=after)
    change = replace(change, seen=((edit.was[0] if edit.was else "", after),))
    match edit.field:
        case Field.STATUS:
            return replace(change, status=Status(before))
        case Field.OWNER:
            owners, others = _people(before), _people(after)
            gone = tuple(one for one in others if one not in owners)
            return replace(change, assign=owners, unassign=gone)
        case Field.PRIORITY:
            return replace(change, priority=(edit.new or None, edit.old or None))
        case _:
            return replace(change, due=(after or None, before or None))


def _people(text: str) -> tuple[Owner, ...]:
    """Assignees by the names that their tracker has for them."""
    return tuple(Owner(name, name, known=True) for name in text.split(", ") if name)


def _line(edit: Edit, now: Postmortem) -> int:
    return place_of(edit, now)[0]
