"""What the user decides about every run, as one value. A new wish is a new field here, never a new argument."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sync.identity import normalised
from sync.model.action import Field
from sync.model.postmortem import Status
from sync.model.ticket import Assigning, Owner
from sync.neighbours import Neighbours, alone

COLUMN_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.OPEN: "Open",
        Status.IN_PROGRESS: "In progress",
        Status.DONE: "Done",
        Status.WONT_DO: "Won't do",
        Status.DUPLICATE: "Duplicate",
        Status.VANISHED: "Not found",
    }
)
"""Words for a status where neither the document nor the settings have their own."""

INLINE_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.OPEN: "TODO",
        Status.IN_PROGRESS: "IN PROGRESS",
        Status.DONE: "DONE",
        Status.WONT_DO: "WON'T DO",
        Status.DUPLICATE: "DUPLICATE",
        Status.VANISHED: "NOT FOUND",
    }
)
"""The same behind a reference in a ticket cell, as the example postmortem of Google's SRE book writes them."""


def status_called(status: str) -> str:
    """What a status is called where people read of it outside of a document; `nothing` where there is none."""
    words = {known.value: word for known, word in COLUMN_WORDS.items()}
    return words.get(status, status.replace("_", " ").capitalize()) or "nothing"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owns action items: the full name, the other spellings, the names in the trackers."""

    name: str
    aliases: tuple[str, ...] = ()
    identities: Mapping[str, str] = field(default_factory=dict)
    """Tracker name to what that tracker calls the person."""
    left: bool = False
    """Whether the person is gone."""


class People:
    """Finds a person by any spelling that the settings know."""

    def __init__(self, persons: tuple[Person, ...] = ()) -> None:
        self._by_spelling: dict[str, Person] = {}
        for person in persons:
            for spelling in (person.name, *person.aliases, *person.identities.values()):
                self._by_spelling.setdefault(normalised(spelling.strip("@")), person)

    def owner(self, name: str, tracker: str) -> Owner:
        """The owner whom the document calls `name`; an unknown one is handed on, without the `@` of a mention."""
        bare = name.strip("@")
        person = self._by_spelling.get(normalised(bare))
        if person is None and (match := _WITH_ASIDE.fullmatch(bare)) is not None:
            spellings = (normalised(part.strip("@ ")) for part in match.groups())
            person = next((one for one in map(self._by_spelling.get, spellings) if one), None)
        if person is None:
            handle = _HANDLE_BEHIND.fullmatch(bare)
            if handle is not None:
                return Owner(name=bare, identity=handle[1], known=True)
            return Owner(name=bare, identity=bare, known=name.startswith("@"))
        identity = person.identities.get(tracker)
        if identity is None:
            return Owner(
                name=bare,
                identity=bare if name.startswith("@") else person.name,
                known=name.startswith("@"),
            )
        return Owner(name=bare, identity=identity.removeprefix("@"), known=True)

    def person(self, identity: str, tracker: str) -> Person | None:
        """Whom that tracker calls so, or who goes by that name everywhere."""
        person = self._by_spelling.get(normalised(identity.strip("@")))
        if person is None or tracker not in person.identities:
            return person
        own = person.identities[tracker].strip("@").casefold()
        return person if own == identity.strip("@").casefold() else None

    def named(self, name: str) -> Person | None:
        """Whom a document calls so, where the settings know."""
        owner = self.owner(name.strip(), "")
        return self._by_spelling.get(normalised(owner.name)) or self._by_spelling.get(
            normalised(owner.identity)
        )

    def known_as(self, name: str) -> str:
        """One spelling for all that mean the same person or team, to compare by."""
        person = self.named(name)
        return normalised(person.name if person else self.owner(name.strip(), "").name)


_WITH_ASIDE: Final = re.compile(r"(.*\S)\s*[(<]([^()<>]+)[)>]")
"""`Ann Lee (@ann)`, `Ann Lee <ann@acme.example>`."""

_HANDLE_BEHIND: Final = re.compile(r".*\S\s*[(<]@([\w.-]+)[)>]")


def everywhere(_path: str) -> bool:
    """Covers every document."""
    return True


def nowhere(_path: str) -> bool:
    """Covers no document."""
    return False


@dataclass(frozen=True, slots=True)
class Route:
    """Which items' tickets go where: those that fit every condition that is set."""

    tracker: str
    covers: Callable[[str], bool] = everywhere
    """Whether a document's path is meant."""
    owners: tuple[str, ...] = ()
    """One of them has to own the item, by any spelling."""
    types: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    place: Mapping[str, object] = field(default_factory=dict)
    """What else it decides, in the tracker's own terms; `{front_matter.team}` stands for what the document says there."""


class Side(StrEnum):
    """One of the two places in which a field stands."""

    DOCUMENT = "document"
    TICKET = "ticket"


class Wins(StrEnum):
    """Which side decides what a field says."""

    DOCUMENT = "document"
    TICKET = "ticket"
    BOTH = "both"
    """The one that changed."""
    OFF = "off"


WINS: Final[Mapping[Field, Wins]] = MappingProxyType(
    {
        Field.STATUS: Wins.TICKET,
        Field.TITLE: Wins.DOCUMENT,
        Field.OWNER: Wins.BOTH,
        Field.PRIORITY: Wins.BOTH,
        Field.DUE: Wins.BOTH,
    }
)
"""Who decides where the settings do not say."""


@dataclass(frozen=True, slots=True)
class Take:
    """The side that a person chose for what is in conflict."""

    side: Side
    places: frozenset[tuple[str, int]] = frozenset()
    """Path and line of the items that are meant; empty for all."""


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """What a document that is complete says of its action items."""

    in_progress: str
    done: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The user's decisions, from settings and command line."""

    tracker: str = "local"
    """Where new tickets go."""
    project: str = ""
    """Part of every item's key, so that repositories sharing a tracker keep apart."""
    since: date | None = None
    """Documents of incidents before this day are only read; None reads and writes all."""
    include_old: bool = False
    unless_status: frozenset[str] = frozenset({"draft"})
    """Postmortems in one of these states get no tickets yet; compared in lower case."""
    default_owner: str | None = None
    """Who owns an item without an owner: a name, or `author` for the postmortem's first author."""
    people: People = field(default_factory=People)
    words: Mapping[Status, str] = field(default_factory=dict)
    """The settings' own words for statuses."""
    always_list_status: bool = False
    """Write every status into list items without a checkbox, not only the final ones."""
    only: frozenset[str] | None = None
    """Paths whose actions are wanted; None wants all."""
    aside: Callable[[str], bool] = nowhere
    """Paths whose actions a later run carries out, whoever wants them now."""
    close_duplicates: bool = False
    """Close a second ticket of an item, if nobody touched it; else it is only told."""
    routes: tuple[Route, ...] = ()
    """The first that fits decides where a new ticket goes; where none does, `tracker`."""
    force_new: frozenset[tuple[str, int]] = frozenset()
    """Items, by path and line, that get a ticket of their own although an orphan may be theirs."""
    wins: Mapping[Field, Wins] = field(default_factory=lambda: WINS)
    write_adopted: bool = False
    """Whether tickets that somebody else made are changed too."""
    take: Take | None = None
    assigning: Mapping[str, Assigning] = field(default_factory=dict)
    """By tracker; one that is not named assigns anybody."""
    private: Callable[[str], bool] = nowhere
    """Whether a document's path makes it a restricted one, whatever it says itself."""
    document_status: DocumentStatus | None = None
    """The words by which a document's own status is kept true; None leaves it to people."""
    neighbours: Callable[[], Neighbours] = alone
    """What other projects of the repository have, whose tickets may be listed as those of `project`."""

    def wants(self, path: str) -> bool:
        """Whether actions for the document at a path are wanted in this run."""
        return (self.only is None or path in self.only) and not self.aside(path)

    @property
    def destinations(self) -> frozenset[str]:
        """The trackers that new tickets may go to."""
        return frozenset({self.tracker, *(route.tracker for route in self.routes)})

    def taken(self, path: str, line: int) -> Side | None:
        """The side that was chosen for this item."""
        take = self.take
        meant = take is not None and (not take.places or (path, line) in take.places)
        return take.side if take is not None and meant else None
