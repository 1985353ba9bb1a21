"""What the core asks of connectors to take back what a run did; none of them has to fulfil it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from sync.model.hunk import Hunk, Rewrite
from sync.model.postmortem import Postmortem, TicketRef


@dataclass(frozen=True, slots=True)
class Restored:
    """What of a write was taken back, or would be."""

    postmortem: Postmortem
    """The document as it is, or would be, afterwards."""
    left: Mapping[Hunk, str] = field(default_factory=dict)
    """What stays as it is, each with the reason."""


@runtime_checkable
class Restores(Protocol):
    """A document source that can take back what it wrote."""

    def restore(
        self,
        path: str,
        revision: str | None,
        rewrite: Rewrite,
        names: Collection[str],
        keep: Collection[Hunk] = (),
    ) -> Restored:
        """Take back, in one atomic step, what `rewrite` replaced but for `keep`; without a `revision` only say what would be done.

        A document that is as the write left it gets the bytes of before. Of another one, only what still stands as it
        was written is taken back, and nothing else of it changes; `names` are what the tickets of the write are called.
        Raises like `Documents.write`.
        """
        ...


@runtime_checkable
class Traces(Protocol):
    """A tracker that can tell whether anybody but pm-sync had a hand in a ticket."""

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        """Those of our tickets that somebody commented on, moved, or changed in another account's name, each with what was done.

        Where nobody can tell, that is the reason, also for what cannot be seen. Asks for many at once. A reason reads on
        from the ticket's name: `was closed by ann`.
        """
        ...
