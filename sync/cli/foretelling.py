"""What a merge would do, told to others than who runs the command: as a comment, for a job that may post it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from config.problem import redacted
from sync.atomic import write_atomically
from sync.cli.merging import Merge
from sync.cli.quiet import quiet
from sync.errors import PmSyncError, Refused, TrackerError
from sync.foreseen import Foreseen, Foresees
from sync.model.action import CreateTicket
from sync.model.report import Ending, Report
from sync.model.ticket import Draft
from sync.render.comment import Outlook, about, render_comment, render_refused
from sync.render.escape import json_text
from sync.world import World

VERSION: Final = 1

log = logging.getLogger("pm_sync.cli")


@dataclass(slots=True)
class Foretelling:
    """Made from the options; learns what it tells while the trackers can still be asked."""

    merge: Merge
    comment: Path | None = None
    report: Report = field(default_factory=lambda: Report((), (), ()))
    outlook: Outlook = field(default_factory=Outlook)

    def foresee(self, report: Report, world: World) -> None:
        """Take the report, which others may read, and ask who would be assigned."""
        self.report = about(report, self.merge.changed)
        self.outlook = Outlook(_homes(world), self._foreseen(world))

    def write(self) -> None:
        """Tell it. Raises `PmSyncError` if a file cannot be written."""
        if self.comment is not None:
            self._save(render_comment(self.report, self.merge.prefix, self.outlook))

    @contextlib.contextmanager
    def refusals(self) -> Iterator[None]:
        """Tells of a refusal, too, which then goes its way."""
        try:
            yield
        except Refused as error:
            if self.comment is not None:
                self._save(render_refused(quiet(redacted(str(error))), self.merge.prefix))
            raise

    def _save(self, body: str) -> None:
        assert self.comment is not None  # noqa: S101 - it was looked at
        text = json_text({"version": VERSION, "body": body})
        try:
            write_atomically(self.comment, f"{text}\n".encode())
        except OSError as error:
            raise PmSyncError(f"{self.comment}: cannot be written: {error.strerror}") from error

    def _foreseen(self, world: World) -> dict[str, Foreseen]:
        drafts: dict[str, list[Draft]] = {}
        for result in self.report.ended(Ending.PLANNED):
            if isinstance(result.action, CreateTicket):
                drafts.setdefault(result.action.tracker, []).append(result.action.draft)
        found: dict[str, Foreseen] = {}
        for name, own in drafts.items():
            tracker = world.trackers.get(name)
            if isinstance(tracker, Foresees):
                try:
                    found |= tracker.foresee(own)
                except TrackerError as error:
                    log.warning("who can be assigned in %s is not known: %s", name, error)
        return found


def _homes(world: World) -> dict[str, str]:
    """What the usual places are called: `acme/shop` of `acme/shop#12`, `PAY` of `PAY-12`."""
    return {
        name: tracker.specimen.ref.place.rstrip("#-") or name
        for name, tracker in world.trackers.items()
    }
