"""What a write replaced in a document, line by line, so that exactly this can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sync.model.action import WriteCell


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that a write put in the place of others, with the line ends that they have."""

    above: int
    """How many lines stood above them, in the document as it was before the write."""
    old: tuple[str, ...]
    """The lines of before; empty where lines were added."""
    new: tuple[str, ...]

    @property
    def line(self) -> int:
        """Where it was in the document before the write, 1-based; of added lines the one above them."""
        return self.above + 1 if self.old else max(self.above, 1)

    @property
    def end(self) -> int:
        """How many lines of before stood above what follows it."""
        return self.above + len(self.old)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One write of one document: what it was before, what it became, and what was replaced for that."""

    before: str
    """Revisions, as `Postmortem.revision`."""
    after: str
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be taken back in one document."""

    path: str
    revision: str
    """Of the document as it is now."""
    rewrite: Rewrite
    names: frozenset[str]
    """What the tickets that the write tells of are called in documents."""
    keep: frozenset[Hunk]
    """What stays as it was written."""
    cells: tuple[WriteCell, ...]
    """The same, place by place, for people: what is written there, and what will be again."""
