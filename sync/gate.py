"""The gate between what few may read and what everybody can: a document of a closed repository writes nothing into an open place.

Asked only for what would be created or rewritten, so that a run without either costs no request.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from sync.errors import Rejected, Unavailable
from sync.limits import Held
from sync.model.action import CreateTicket, Field, Plan, UpdateTicket, WriteCell
from sync.model.postmortem import TicketRef
from sync.model.report import Ending
from sync.model.ticket import Draft
from sync.ports import Readers, TellsReaders
from sync.world import World

_STATE_IT: Final = 'if everybody may read it, write visibility = "public" under [private]; else '


class _Closed(NamedTuple):
    """Why documents are not everybody's to read, and whether that is certain."""

    found: str
    certain: bool = True


def kept_in(plan: Plan, world: World, held: Collection[Held] = ()) -> tuple[Held, ...]:
    """The creations and changes that would show everybody what only some may read; what is `held` already is not asked about."""
    done = {id(hold.action) for hold in held}
    gate = Gate(world)
    actions = [one for one in plan.writes if not isinstance(one, WriteCell) and id(one) not in done]
    kept = {id(one): hold for one in actions if (hold := gate.held(one)) is not None}
    # Tickets of equal items are told apart by their order alone, so that all of them wait for the first.
    equal = {text: kept[id(one)] for one in actions if id(one) in kept and (text := _text(one))}
    for one in actions:
        first = equal.get(_text(one) or ("", ""))
        if first is not None and id(one) not in kept:
            kept[id(one)] = replace(first, action=one, reason=f"{first.reason} (of the same text)")
    return tuple(kept[id(one)] for one in actions if id(one) in kept)


def _text(action: CreateTicket | UpdateTicket) -> tuple[str, str] | None:
    if isinstance(action, CreateTicket):
        return action.document, action.draft.marker.text
    return None


def _tells_nothing(action: CreateTicket | UpdateTicket) -> bool:
    """Whether nothing that the document says goes with it: how far the work is, anybody may know."""
    return (
        isinstance(action, UpdateTicket)
        and action.field is Field.STATUS
        and action.change.text is None
    )


@dataclass(slots=True)
class Gate:
    """Answers for one run, which asks about each place once."""

    world: World
    _known: dict[tuple[str, str], Readers] = field(default_factory=dict)

    def against(self, ref: TicketRef, document: str) -> str | None:
        """Why what this document says is not to be written into an existing ticket, whoever made it; None if it may be."""
        tracker = self.world.trackers.get(ref.tracker)
        if self.world.public or not isinstance(tracker, TellsReaders):
            return None
        try:
            place = tracker.place(ref)
            words = f"what is told in {ref.id}", "take it out"
            return self._why(document, ref.tracker, tracker, place, words)
        except Rejected:
            return None
        except Unavailable as error:
            return f"who may read it cannot be asked: {error}"

    def held(self, action: CreateTicket | UpdateTicket) -> Held | None:
        """The action with the reason why it is not carried out; None if it may be."""
        name = action.tracker if isinstance(action, CreateTicket) else action.ticket.tracker
        tracker = self.world.trackers.get(name)
        if self.world.public or not isinstance(tracker, TellsReaders) or _tells_nothing(action):
            return None
        try:
            why = self._objection(action, name, tracker)
        except Rejected:
            return None  # Nothing can be written there, and the attempt tells why.
        except Unavailable as error:
            return Held(action, f"who may read it cannot be asked: {error}", Ending.LEFT)
        return None if why is None else Held(action, why, Ending.REFUSED)

    def _objection(
        self, action: CreateTicket | UpdateTicket, name: str, tracker: TellsReaders
    ) -> str | None:
        what: Draft | TicketRef
        if isinstance(action, CreateTicket):
            what, told = action.draft, "its tickets"
            remedy = "send them to a private place with [[routes]]"
        else:
            what, told = action.ticket, f"the text of {action.ticket.id}"
            remedy = "move that to a private place"
        return self._why(action.document, name, tracker, tracker.place(what), (told, remedy))

    def _why(
        self,
        document: str,
        name: str,
        tracker: TellsReaders,
        place: str,
        words: tuple[str, str],
    ) -> str | None:
        page, (told, remedy) = self.world.origin(document), words
        if self.world.public is None and page is not None and _same(tracker.at(page), place):
            return None
        readers = self._readers(name, tracker, place)
        closed = self._closed(page) if readers is not Readers.SOME else None
        if closed is None:
            return None
        who = "everybody can read" if readers is Readers.ALL else "everybody may be able to read"
        stated = "" if closed.certain else _STATE_IT
        return f"{document}: {told} would be in {place}, which {who}, and {closed.found}; {stated}{remedy}"

    def _readers(self, name: str, tracker: TellsReaders, place: str) -> Readers:
        key = name, place.casefold()
        if key not in self._known:
            self._known[key] = tracker.readers(place)
        return self._known[key]

    def _closed(self, page: str | None) -> _Closed | None:
        """Why the documents that lie at `page` are not everybody's to read; None if they are."""
        if self.world.public is not None:
            return None if self.world.public else _Closed("the settings say that it is private")
        if page is None:
            return None  # It lies in no repository that others read, so that there is nothing to compare.
        for name, tracker in self.world.trackers.items():
            place = tracker.at(page) if isinstance(tracker, TellsReaders) else None
            if isinstance(tracker, TellsReaders) and place is not None:
                return self._of_place(name, tracker, place)
        found = f"no tracker of the settings can tell who reads {page}, where it lies, so that it counts as private"
        return _Closed(found, certain=False)

    def _of_place(self, name: str, tracker: TellsReaders, place: str) -> _Closed | None:
        try:
            readers = self._readers(name, tracker, place)
        except Rejected:
            readers = Readers.UNKNOWN
        if readers is Readers.ALL:
            return None
        if readers is Readers.SOME:
            return _Closed(f"it lies in {place}, which is not public")
        found = (
            f"it lies in {place}, which cannot be seen with this account and so counts as private"
        )
        return _Closed(found, certain=False)


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()
