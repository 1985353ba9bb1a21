"""Who wins where document and ticket differ: the three-way merge of one field, against what both said last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from sync.model.memory import Base
from sync.policy import Side, Wins


class Verdict(Enum):
    """What follows for a field."""

    SETTLED = auto()
    """Nothing is to be done: the sides agree, or differ as they did before."""
    TO_TICKET = auto()
    TO_DOCUMENT = auto()
    CONFLICT = auto()
    """Both say something, and nobody can tell who is right."""


_TOWARDS = {Side.DOCUMENT: Verdict.TO_TICKET, Side.TICKET: Verdict.TO_DOCUMENT}


@dataclass(frozen=True, slots=True)
class Sides:
    """What both sides say of a field, as texts that are equal where nothing changed; empty where they say nothing."""

    document: str
    ticket: str
    agree: bool
    base: Base | None

    @property
    def known(self) -> Base | None:
        """The base, if the document had its say in it."""
        return self.base if self.base is not None and self.base.document is not None else None

    def said(self, side: Side) -> str:
        """What a side says."""
        return self.document if side is Side.DOCUMENT else self.ticket

    def said_before(self, side: Side) -> str:
        """What a side said last; nothing where nobody knows."""
        known = self.known
        if known is None:
            return ""
        return (known.document or "") if side is Side.DOCUMENT else known.ticket

    def changed(self, side: Side) -> bool:
        """Whether a side says something else than it said last; small letters and capitals are no difference."""
        return self.said(side).casefold() != self.said_before(side).casefold()


def verdict(sides: Sides, wins: Wins, taken: Side | None = None) -> Verdict:
    """What to do about a field; `taken` is the side that a person chose for what is in conflict."""
    if wins is Wins.OFF or sides.agree:
        return Verdict.SETTLED
    if wins is not Wins.BOTH:
        return _one_way(sides, Side(wins.value))
    told, held = sides.changed(Side.DOCUMENT), sides.changed(Side.TICKET)
    if sides.known is None and not (sides.document and sides.ticket):
        return Verdict.TO_TICKET if sides.document else Verdict.TO_DOCUMENT
    if sides.known is None or (told and held):
        return _TOWARDS[taken] if taken else Verdict.CONFLICT
    if told:
        return Verdict.TO_TICKET
    return Verdict.TO_DOCUMENT if held else Verdict.SETTLED


def _one_way(sides: Sides, side: Side) -> Verdict:
    """One side decides; where it never said anything it has nothing to decide."""
    if not sides.said(side) and not sides.said_before(side):
        return Verdict.SETTLED
    if sides.known is not None and not any(map(sides.changed, Side)):
        return Verdict.SETTLED  # It was tried, and the other side could not take it.
    return _TOWARDS[side]
