"""Judges the documents of a project, one after the other; mends them where it is asked to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.words import nearest_of
from sync.anatomy import Examines, Part
from sync.check.catalogue import CATALOGUE
from sync.check.judge import judge
from sync.check.rule import Finding, Grade, Options, Subject
from sync.cli.project import Project
from sync.cli.telling import log
from sync.errors import DocumentChanged, DocumentError, Problem, UserError
from sync.model.postmortem import Postmortem
from sync.render.summary import WHERE_TO_LOOK

if TYPE_CHECKING:
    from sync.ports import Documents


@dataclass
class Outcome:
    """What was found."""

    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """By document, in order; only of those that may be told of."""
    problems: list[Problem] = field(default_factory=list)
    documents: int = 0
    """How many were judged."""
    old: int = 0
    """How many were left alone, since they are from before `since`."""
    mended: int = 0
    """How many places were mended."""
    kept: list[Postmortem | Problem] = field(default_factory=list)
    """Restricted ones, which are counted and not told of."""
    hidden: list[Finding] = field(default_factory=list)
    failed: bool = False
    nothing: str = f"no postmortems were found; {WHERE_TO_LOOK}"

    @property
    def is_readable(self) -> bool:
        """Whether every document could be read, restricted ones included."""
        return not self.problems and not any(isinstance(one, Problem) for one in self.kept)

    @property
    def every(self) -> tuple[Finding, ...]:
        """All findings, those of restricted documents included."""
        told = (one for findings in self.findings.values() for one in findings)
        return (*told, *self.hidden)


@dataclass
class Checking:
    """One run of `check`."""

    project: Project
    paths: Sequence[Path]
    changed: frozenset[str] | None = None
    """The only documents that take part; None for all."""
    include_old: bool = False
    outcome: Outcome = field(default_factory=Outcome)

    def run(self, *, fix: bool, told: Callable[[str, int, int], None]) -> Outcome:
        """Judge every document; one that is broken stops no other."""
        source = self.project.documents(self.paths)
        if self.changed is not None:
            self.outcome.nothing = (
                "no postmortem differs from that commit; what is not committed does not count"
            )
        judging = Judging(source, self.project)
        for done, one in enumerate(source.read(self._named(source)), 1):
            told("judging postmortems", done, 0)
            if isinstance(one, Problem):
                self._problem(one)
            elif self._is_old(one):
                self.outcome.old += 1
            else:
                self._judged(judging, one, fix=fix)
        return self.outcome

    def _is_old(self, one: Postmortem) -> bool:
        """Whether it is from before `since`, and nobody asked for it. What has no date at all is new, and lacks one."""
        since = self.project.settings.since
        named = self.include_old or bool(self.paths) or self.changed is not None
        return not named and since is not None and one.date is not None and one.date < since

    def _named(self, source: Documents) -> Sequence[str] | None:
        if self.changed is None:
            return source.named if self.paths else None
        named = set(source.named) if self.paths else None
        return [
            path
            for path in sorted(self.changed)
            if self.project.is_document(path)
            and (self.project.root / path).is_file()
            and (named is None or path in named)
        ]

    def _problem(self, problem: Problem) -> None:
        hides = self.project.discretion.hides(problem.path)
        (self.outcome.kept if hides else self.outcome.problems).append(problem)

    def _judged(self, judging: Judging, one: Postmortem, *, fix: bool) -> None:
        try:
            findings = judging.of(one)
            if fix:
                made, findings = judging.mended(one, findings)
                self.outcome.mended += made
        except DocumentError as error:
            log.error("%s", error)
            self.outcome.failed = True
            return
        self.outcome.documents += 1
        if self.project.discretion.hides(one.path):
            self.outcome.kept.append(one)
            self.outcome.hidden += findings
        elif findings:
            self.outcome.findings[one.path] = findings


class Judging:
    """The rules with all that the settings say of them. Raises `UserError` for rules that do not exist."""

    def __init__(self, source: Documents, project: Project) -> None:
        self._source = source
        self._examines = _examines(source, project)
        self._options = options_of(project)
        self._grades = grades_of(project)

    def of(self, one: Postmortem) -> tuple[Finding, ...]:
        """What is found in a document. Raises `DocumentError` if it changed since it was read."""
        anatomy = self._examines.examine(one.path, one.revision)
        return judge(Subject(one, anatomy, self._options), self._grades)

    def mended(
        self, one: Postmortem, findings: tuple[Finding, ...]
    ) -> tuple[int, tuple[Finding, ...]]:
        """Mend what can be; how many places that were, and what is found after it."""
        edits = [found.edit for found in findings if found.edit is not None]
        made = self._examines.mend(one.path, one.revision, edits) if edits else 0
        now = self._again(one) if made else one
        cells = [found.write for found in findings if found.write is not None]
        if cells:
            written = self._source.write(now.path, now.revision, cells)
            made += len(cells) - len(written.refused)
            now = self._again(now) if written.revision != now.revision else now
        return made, self.of(now) if made else findings

    def _again(self, one: Postmortem) -> Postmortem:
        """The document as it is now."""
        found = next(iter(self._source.read([one.path])))
        if isinstance(found, Problem):
            raise DocumentChanged(one.path, found.found)
        return found


def _examines(source: Documents, project: Project) -> Examines:
    if not isinstance(source, Examines):
        raise UserError(
            f"the document source {project.settings.source!r} has no text to judge; `check` works with `markdown`"
        )
    return source


def options_of(project: Project) -> Options:
    """What the settings decide of the rules."""
    own = project.settings.check
    return Options(
        today=datetime.now(UTC).date(),
        parts=tuple(Part(name) for name in own.sections),
        head=own.metadata,
        publish_within=own.publish_within,
        ticket_within=own.ticket_within,
        since=project.settings.since,
        longest_item=own.longest_item,
        people=project.people,
        knows_tickets=project.tracker_names != ("local",),
        knows_people=bool(project.settings.people),
        drafts=frozenset(one.casefold() for one in project.settings.create.unless_status),
    )


def grades_of(project: Project) -> dict[str, Grade]:
    """How much each rule matters, where the settings say so. Raises `UserError` for rules that do not exist."""
    problems = []
    # A variable's name has no hyphens: PM_SYNC_CHECK__RULES__ITEM_VAGUE.
    grades = {_called(name): grade for name, grade in project.settings.check.rules.items()}
    for name in project.settings.check.rules:
        if _called(name) not in CATALOGUE:
            path, line = project.told_at("check", "rules", name)
            found = f"`check.rules` names {name!r}, and there is no such rule"
            problems.append(Problem(path, line, found, nearest_of(name, list(CATALOGUE))))
    if problems:
        raise UserError(problems)
    return {name: Grade(grade) for name, grade in grades.items()}


def _called(name: str) -> str:
    return name.replace("_", "-")
