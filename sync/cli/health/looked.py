"""What the doctor has before it: the project, its documents read once, and whether anybody else may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sync.cli.compose import policy_of
from sync.cli.options import Scope
from sync.cli.project import Project
from sync.diagnosis import Area, Finding, Severity
from sync.errors import Problem, UserError
from sync.model.postmortem import Postmortem
from sync.plan.creation import owner_names
from sync.plan.routing import route_of
from sync.plan.rows import Row
from sync.policy import Policy, Route
from sync.render.restricted import UNREADABLE


@dataclass(frozen=True, slots=True)
class Routed:
    """An action item, and where its ticket goes."""

    row: Row
    owners: tuple[str, ...]
    """As the document or the settings call them."""
    route: Route

    @property
    def is_open(self) -> bool:
        """Whether anything is left to do, as far as the document says."""
        return not self.row.item.is_finished


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything that was read before the first finding."""

    project: Project
    postmortems: tuple[Postmortem, ...]
    problems: tuple[Problem, ...]
    excluded: tuple[Postmortem, ...]
    """What `documents` names and `exclude` leaves out."""
    online: bool
    now: datetime

    @property
    def shared(self) -> bool:
        """Whether tickets go where other machines make some too."""
        return bool(self.project.destinations - {"local"})

    def told(self, path: str) -> bool:
        """Whether a document may be named: restricted ones are counted only."""
        return not self.project.discretion.hides(path)


def look(project: Project, *, online: bool, now: datetime) -> Looked:
    """Read every document. Raises `UserError` for settings with which none can be read."""
    markdown = project.settings.source == "markdown"
    read = list(project.documents(exclude=() if markdown else None).read())
    left_out = [one for one in read if markdown and _is_left_out(project, one.path)]
    kept = [one for one in read if one not in left_out]
    return Looked(
        project=project,
        postmortems=tuple(one for one in kept if isinstance(one, Postmortem)),
        problems=tuple(one for one in kept if isinstance(one, Problem)),
        excluded=tuple(one for one in left_out if isinstance(one, Postmortem)),
        online=online,
        now=now,
    )


def routed(looked: Looked, policy: Policy) -> Iterator[Routed]:
    """Every action item with its route."""
    for postmortem in looked.postmortems:
        for item in postmortem.items:
            row = Row(postmortem, item)
            owners = owner_names(row, policy)
            yield Routed(row, owners, route_of(row, owners, policy))


def policy(project: Project) -> Policy:
    """The user's decisions. Raises `UserError` for routes that cannot be used."""
    return policy_of(project, Scope(), None)


def of_problem(area: Area, problem: Problem) -> Finding:
    """A problem of a file as a finding."""
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    found = f"{place}: {problem.found}" if place else problem.found
    return Finding(Severity.BAD, found, problem.remedy, area)


def of_errors(area: Area, error: UserError) -> Iterator[Finding]:
    """All that is wrong with the settings."""
    for problem in error.problems:
        yield of_problem(area, problem)


def unreadable(looked: Looked) -> Iterator[Finding]:
    """Documents that cannot be read; of restricted ones not even the names."""
    for problem in looked.problems:
        if looked.told(problem.path):
            yield of_problem(Area.DOCUMENTS, problem)
        else:
            yield Finding(Severity.BAD, *UNREADABLE, area=Area.DOCUMENTS)


def _is_left_out(project: Project, path: str) -> bool:
    from connectors.markdown.discovery import matcher  # noqa: PLC0415 - another source has no patterns

    return matcher(project.settings.documents)(path) and not project.is_document(path)
