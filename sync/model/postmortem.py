"""Postmortems and their action items, as a document connector understood them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """How far the work of an action item is, in a document or in a tracker."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WONT_DO = "wont_do"
    DUPLICATE = "duplicate"
    VANISHED = "vanished"
    """The mark that pm-sync leaves where the linked ticket can no longer be seen."""
    UNKNOWN = "unknown"
    """A mark that means none of these; it is kept as it is."""

    @property
    def is_final(self) -> bool:
        """Whether nothing is left to do."""
        return self in (Status.DONE, Status.WONT_DO, Status.DUPLICATE)


@dataclass(frozen=True, slots=True, order=True)
class TicketRef:
    """The name of a ticket: `("local", "LOCAL-12")`, `("github", "acme/shop#12")`.

    `id` is the canonical short form; of a ticket in a tracker that nobody knows, its URL.
    """

    tracker: str
    id: str

    def __str__(self) -> str:
        return self.id

    @property
    def place(self) -> str:
        """The name without its number: the project or the repository that the ticket lies in."""
        return self.id.rstrip("0123456789")


@dataclass(frozen=True, slots=True)
class Reference:
    """A ticket as a document names it; `url` as written, None where it is plain text."""

    ref: TicketRef
    url: str | None = None


class Form(StrEnum):
    """The shape in which an item stands in its document."""

    TABLE_ROW = "table row"
    BULLET = "bullet"
    NUMBERED = "numbered"
    CHECKBOX = "checkbox"
    PARAGRAPH = "paragraph"
    HEADING = "heading"


class StatusPlace(StrEnum):
    """Where the status of an item is written."""

    COLUMN = "column"
    """A status cell of its own (which may have to be added)."""
    TICKET_CELL = "ticket cell"
    """Behind the reference in the ticket cell: `[#12](url) **DONE**`."""
    CHECKBOX = "checkbox"
    """The box, with words where they are needed: `[x]`, `[x] won't do`."""
    TEXT = "text"
    """Behind the reference in running text: `([#12](url), done)`."""


_NO_WORDS: Mapping[Status, str] = MappingProxyType({})
_NO_ORIGINS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One thing that somebody promised to do.

    Fields hold what the document says, as written; what it does not say is None or empty.
    """

    title: str
    """Plain text in one line, without owner, reference and status marks."""
    line: int
    """First line in the file, 1-based."""
    end_line: int
    form: Form
    lead: str | None = None
    """The bold lead of `**Lead**: explanation`; `title` holds both."""
    owners: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    unrecognised: tuple[str, ...] = ()
    """References that nobody recognises, such as `Bug 123`; they block creation."""
    ticket_text: str = ""
    """What stands where a reference is put, and says that there is none yet: `TBD`."""
    ticket_has_place: bool = True
    """Whether a reference can be put there without adding a column."""
    ticket_wanted: bool = True
    status: Status | None = None
    status_text: str | None = None
    """The mark that carries the status, as written."""
    status_qualified: bool = False
    """Whether the mark says more than the status: `in progress, waiting for the vendor`. Such a mark is never replaced."""
    type: str | None = None
    priority: str | None = None
    due: str | None = None
    places: frozenset[str] = frozenset()
    """Of `owner`, `priority` and `due` those that the item has a place for, if it is empty."""
    section: str | None = None
    """The nearest heading or label that the item stands under."""
    status_place: StatusPlace = StatusPlace.TEXT
    status_has_place: bool = False
    """Whether the document already has that place, so that nothing has to be added for a status."""
    in_html: bool = False
    """Whether it is written in HTML, so that Markdown would not be read there."""
    unclear: bool = False
    """Whether its cells may be shifted, so that nothing is created or written for it; a remark says so."""
    words: Mapping[Status, str] = field(
        default_factory=lambda: _NO_WORDS, compare=False, hash=False, repr=False
    )
    """How the document writes a status at this item, markup included: as the same table does, or as a sign."""
    why: str = field(default="", compare=False, hash=False, repr=False)
    """Why it was taken for an item, for whoever asks."""
    origins: Mapping[str, str] = field(
        default_factory=lambda: _NO_ORIGINS, compare=False, hash=False, repr=False
    )
    """Where each field was found: `owner` in `the column "Owner"`."""

    @property
    def is_finished(self) -> bool:
        """Whether the document says that nothing is left to do."""
        return self.status is not None and self.status.is_final


@dataclass(frozen=True, slots=True)
class Skipped:
    """A place that looks like an item and is none, with the reason."""

    line: int
    text: str
    reason: str
    """Begins with `ignored` where a person's mark says that it is none, and only there."""

    @property
    def is_marked(self) -> bool:
        """Whether a person said that it is none."""
        return self.reason.partition(":")[0] == "ignored"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the document that hides or blurs what it says; it stops nothing."""

    line: int
    text: str
    """What was found, what follows from it, and what to do."""


@dataclass(frozen=True, slots=True)
class Postmortem:
    """A document and what was understood of it."""

    path: str
    """Relative to the root, with forward slashes."""
    revision: str
    """A digest of the bytes that were read; a write against another revision is refused."""
    identity: str = ""
    """The path that item keys are made from: relative to the git top, else to the root."""
    title: str | None = None
    date: date | None = None
    """When the incident happened, where metadata, file name or history tell."""
    authors: tuple[str, ...] = ()
    status: str | None = None
    status_line: int | None = None
    """Where `status` stands, if it stands on one line as it is."""
    severity: str | None = None
    summary: str | None = None
    items: tuple[ActionItem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    near_misses: tuple[Skipped, ...] = ()
    """Parts that look as if they held action items, and from which none was read."""
    date_origin: str = ""
    """Where the date was found, for whoever asks."""
    front_matter: Mapping[str, str] = field(default_factory=dict)
    """Its single values, as text; keys in small letters, those of tables joined by dots, and those of lists with their numbers."""
    ignored: str | None = None
    """The reason of a mark that keeps the whole document out, None where there is no mark."""
