"""What the core asks of documents and of trackers. Connectors fulfil these; nothing is inherited."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from sync.errors import Problem
from sync.model.action import WriteCell
from sync.model.hunk import Rewrite
from sync.model.postmortem import Postmortem, Skipped, TicketRef
from sync.model.ticket import Assigning, Change, Draft, Outcome, Ticket


@dataclass(frozen=True, slots=True)
class Written:
    """How writing a document ended."""

    revision: str
    """The document's new revision; the old one if nothing could be written."""
    refused: Mapping[WriteCell, str] = field(default_factory=dict)
    """The cells that were left as they are, each with the reason."""


class Documents(Protocol):
    """Postmortems that can be read and, cell by cell, written."""

    @property
    def named(self) -> tuple[str, ...]:
        """The paths of the documents that the command line named. Raises `UserError` for what is not there."""

    def read(self, paths: Collection[str] | None = None) -> Iterator[Postmortem | Problem]:
        """Yield every postmortem, or only those at `paths`, sorted by path.

        A document that cannot be read is a `Problem` in its place; it never stops the others.
        """

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        """Write the `cells` of one document in one atomic step.

        Nothing but the places of `cells` changes; a cell that cannot be written so is refused, and the others are
        written. `note` is told what will be replaced right before it is, so that the caller can record it; a source that
        cannot take writes back need not call it. Raises `DocumentChanged` if the document is no longer at `revision`, `WriteFailed` if the operating
        system refuses; after an error the document is as it was.
        """

    def rehearse(
        self, path: str, revision: str, cells: Sequence[WriteCell]
    ) -> Mapping[WriteCell, str]:
        """Which of `cells` `write` would refuse, each with the reason. Changes nothing; raises like `write`."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying a document did, or would do. Lines are those of the document as it was."""

    path: str
    changed: bool
    tables: tuple[int, ...] = ()
    """Where the tables begin that were tidied."""
    lists: tuple[int, ...] = ()
    """Where the lists began that became tables."""
    converted: int = 0
    """How many items went from a list into a table."""
    skipped: tuple[Skipped, ...] = ()
    """What was left as it is, with the reason."""


@runtime_checkable
class Tidies(Protocol):
    """A document source that can also tidy the looks of its action items; not every source has looks."""

    def tidy(self, path: str, revision: str, *, to_table: bool, dry: bool) -> Tidied:
        """Tidy the tables of action items of one document in one atomic step; with `dry` only say what would be done.

        With `to_table`, lists of action items become tables too. Every item says what it said before, nothing else in
        the document changes, and a tidy document stays as it is. Raises like `Documents.write`.
        """


@dataclass(frozen=True, slots=True)
class Listing:
    """The tickets of ours that a tracker listed."""

    tickets: tuple[Ticket, ...]
    as_of: datetime
    """The tracker's clock when the listing began."""
    complete: bool
    """Whether every ticket of ours that can be seen is in it, not only the recently changed."""


class Tracker(Protocol):
    """An issue tracker. Reads take many; creations stream, with one outcome per draft.

    Every method raises `Unavailable` or `Rejected`, never a vendor's exception.
    """

    @property
    def name(self) -> str:
        """The name under which references to its tickets are known."""

    @property
    def requests(self) -> int:
        """How many requests (statements, for a database) were sent so far."""

    @property
    def specimen(self) -> Ticket:
        """A ticket that does not exist, called and linked like those that `create` makes; costs no request."""

    def find(self, project: str, since: datetime | None = None) -> Listing:
        """List the tickets that carry our marker for `project`, from strongly consistent reads.

        `since` allows the tracker to leave out tickets that did not change after that moment; it may list more.
        """

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """Return the tickets that can be seen, by the reference asked for; the others are left out.

        A ticket that moved has its new name as `ref`.
        """

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """Create a ticket per draft and yield one outcome per draft, in order.

        The marker is part of the creation itself. A draft is drawn from `drafts` only right before it is sent, so that the
        caller can record it first. A creation whose answer was lost is `InDoubt` and is not sent again.
        """

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """Change tickets, yielding one outcome per change, in order; drawn like the drafts of `create`."""

    def close(self) -> None:
        """Release whatever is held."""


@runtime_checkable
class Recognises(Protocol):
    """A tracker whose listing comes from an index that lags: that a ticket is not listed proves nothing.

    So before tickets are created it is asked for them by key. It fetches linked tickets from strongly consistent reads.
    """

    def few(self) -> int:
        """So many tickets are looked up by name with no more requests than listing what changed takes: then nothing lags."""
        ...

    @property
    def highest(self) -> Mapping[str, int]:
        """By project or the like: up to which number every ticket has been looked at, as far as this run knows."""
        ...

    def confirm(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """Those of the tickets that may be other than they were read in this run, as they really are."""
        ...

    def recognise(
        self,
        drafts: Collection[Draft],
        highest: Mapping[str, int],
        doubtful: Collection[str] = (),
    ) -> Sequence[Ticket]:
        """The tickets that exist for these drafts already, from reads that no index holds back.

        `highest` is what an earlier run knew; numbers below it are not looked at again. For the keys in `doubtful` a ticket
        may have been made just before, wherever their items are and go by now: these tickets are told as well, and so are
        all others of the same projects that are above those numbers.
        """
        ...


class Readers(StrEnum):
    """Who can read what is written somewhere."""

    ALL = "all"
    SOME = "some"
    """Members of a repository, an organisation, a project."""
    UNKNOWN = "unknown"


@runtime_checkable
class TellsReaders(Protocol):
    """A tracker whose tickets everybody may be able to read. Of any other, nobody but its own people can.

    A place is what it has readers of: a repository, a project. Places are told without a request.
    """

    def place(self, what: Draft | TicketRef) -> str:
        """Where the ticket of a draft goes, or where a ticket lies. Raises `Rejected` if nobody can tell."""
        ...

    def at(self, page: str) -> str | None:
        """The place whose page this is; None for what lies elsewhere than in this tracker."""
        ...

    def readers(self, place: str) -> Readers:
        """Who can read there; asked once in a run. Raises `Rejected` if there is no such place for this account."""
        ...


@runtime_checkable
class Assigns(Protocol):
    """A tracker that assigns not everybody."""

    @property
    def assigning(self) -> Assigning:
        """Whom it can assign, as far as that is known without a request."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """A tracker that asks something, in bulk, before it creates: who can be assigned, which fields are required."""

    def prepare(self, drafts: Collection[Draft]) -> None:
        """Learn what creating `drafts` needs; makes no ticket. Raises `Rejected` if none of them can be created."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """What the holder of the lock across machines says of itself."""

    run: str
    """Which run it is; no two are called alike."""
    holder: str
    since: datetime
    until: datetime
    """When it lapses, unless it is renewed before."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What stands in the place of the lock."""

    id: str
    """Another one for whatever is put there."""
    claim: Claim | None
    """None if it cannot be read."""
    written: datetime | None = None
    """When it was put there, as far as that can be told."""


class Lock(Protocol):
    """A place that every machine sees, and that holds one claim at a time. Whose turn it is, the core decides from what stands there."""

    @property
    def removal(self) -> str:
        """The command by which a person takes away whatever stands there."""
        ...

    def put(self, claim: Claim, instead_of: str | None) -> Claimed | None:
        """Put a claim there if `instead_of` is what stands there, or nothing does; in one step, as no other machine can come between.

        Returns what stands there afterwards, the claim or another one. Raises `NoLock` if it takes no claims, or does not answer.
        """
        ...

    def remove(self) -> None:
        """Take away what was put there last, if it is still there. Raises `NoLock` if that is not known to have worked."""
        ...
