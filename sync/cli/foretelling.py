"""What a merge would do, told to others than who runs the command: as a comment, for a job that may post it, and on the lines that are meant."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from config.problem import redacted
from sync.atomic import write_atomically
from sync.cli.merging import Merge
from sync.cli.options import Scope
from sync.cli.project import Project
from sync.cli.quiet import quiet
from sync.errors import PmSyncError, Refused, TrackerError, UserError
from sync.foreseen import Foreseen, Foresees
from sync.model.action import CreateTicket
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report
from sync.model.ticket import Draft
from sync.render.annotations import Annotation, Level, render_annotations
from sync.render.comment import (
    Outlook,
    about,
    remarks_of,
    render_comment,
    render_refused,
    unasked_line,
)
from sync.render.escape import json_text, safe
from sync.render.outline import outline
from sync.suggestions import Suggestion, on_lines, suggested
from sync.world import World

VERSION: Final = 1
MOST_SUGGESTIONS: Final = 10
"""In one pull request: each is a remark that somebody has to settle."""
_LOGIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:_[A-Za-z0-9]+)?")
"""Of a person; what GitHub calls an app ends with `[bot]`."""

log = logging.getLogger("pm_sync.cli")


@dataclass(slots=True)
class Foretelling:
    """Made from the options; learns what it tells while the trackers can still be asked."""

    merge: Merge
    comment: Path | None = None
    annotate: bool = False
    author: str = ""
    """Who proposes it."""
    report: Report = field(default_factory=lambda: Report((), (), ()))
    outlook: Outlook = field(default_factory=Outlook)
    suggestions: tuple[Suggestion, ...] = ()

    def foresee(self, report: Report, world: World, project: Project) -> None:
        """Take the report, which others may read, and ask who would be assigned."""
        self.report = about(report, self.merge.changed)
        unasked = [name for name in project.tracker_names if name not in world.trackers]
        homes = _homes(world) | {name: _home_of(name, project) for name in unasked}
        self.outlook = Outlook(homes, self._foreseen(world), unasked)
        self.suggestions = self._suggestions(world)

    def write(self, scope: Scope) -> None:
        """Tell it, behind the report. Raises `PmSyncError` if a file cannot be written."""
        for name in self.outlook.unasked:
            _tell_unasked(name, scope)
        if self.comment is not None:
            self._save(render_comment(self.report, self.merge.prefix, self.outlook))
        for line in render_annotations(self._annotations()) if self.annotate else ():
            click.echo(line)

    @contextlib.contextmanager
    def refusals(self) -> Iterator[None]:
        """Tells of a refusal, too, which then goes its way."""
        try:
            yield
        except Refused as error:
            if self.comment is not None:
                self._save(render_refused(quiet(redacted(str(error))), self.merge.prefix))
            raise

    def _suggestions(self, world: World) -> tuple[Suggestion, ...]:
        """Lines with the author as the owner, where it is known and a person."""
        if self.comment is None or _LOGIN.fullmatch(self.author) is None:
            return ()
        planned = (one.action for one in self.report.ended(Ending.PLANNED))
        creations = [one for one in planned if isinstance(one, CreateTicket)]
        documents = sorted({one.document for one in creations if not one.draft.owners})
        read = world.documents.read(documents) if documents else ()
        postmortems = [one for one in read if isinstance(one, Postmortem)]
        name = f"@{self.author}"
        found = suggested(creations, postmortems, world.documents, name)
        return on_lines(found, self.merge.added, MOST_SUGGESTIONS)

    def _annotations(self) -> Iterator[Annotation]:
        for problem in self.report.problems:
            told = f"{problem.found}; {problem.remedy}" if problem.remedy else problem.found
            yield self._annotation(problem.path, problem.line, Level.ERROR, "", told)
        for path, entries in outline(self.report):
            for entry in entries:
                for title, why in remarks_of(entry, self.outlook):
                    yield self._annotation(path, entry.line, Level.WARNING, title, why)

    def _annotation(
        self, path: str, line: int | None, level: Level, title: str, why: str
    ) -> Annotation:
        place = self.merge.prefix + path if path else ""
        return Annotation(place, line, level, title or "pm-sync", quiet(redacted(why)))

    def _save(self, body: str) -> None:
        assert self.comment is not None  # noqa: S101 - it was looked at
        told: dict[str, object] = {"version": VERSION, "body": body}
        if self.suggestions:
            told |= {
                "head": self.merge.head,
                "suggestions": [
                    {
                        "path": self.merge.prefix + one.path,
                        "line": one.line,
                        "text": one.text,
                        "key": one.key,
                    }
                    for one in self.suggestions
                ],
            }
        text = json_text(told)
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


def _tell_unasked(name: str, scope: Scope) -> None:
    """Where the report was told to people, since it looks as if all was known."""
    if scope.form == "text":
        click.echo(safe(unasked_line(name)))
    if scope.summary is not None:
        try:
            with scope.summary.open("a", encoding="utf-8", newline="\n") as end:
                end.write(f"\n{unasked_line(name)}\n")
        except OSError as error:
            raise PmSyncError(f"{scope.summary}: cannot be written: {error.strerror}") from error


def _home_of(name: str, project: Project) -> str:
    """The usual place of a tracker that cannot be asked, as far as the settings name it."""
    try:
        options = project.options(name)
    except UserError:
        return name
    return str(getattr(options, "project", "") or getattr(options, "repository", "") or name)


def _homes(world: World) -> dict[str, str]:
    """What the usual places are called: `acme/shop` of `acme/shop#12`, `PAY` of `PAY-12`."""
    return {
        name: tracker.specimen.ref.place.rstrip("#-") or name
        for name, tracker in world.trackers.items()
    }
