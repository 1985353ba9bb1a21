"""What `pm-sync report` tells of: reads the documents, asks the trackers, and leaves both, and the memory of runs, as they are."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NoReturn

from sync.cli.compose import world_of
from sync.cli.failures import OK, REFUSED, USAGE, Exit
from sync.cli.folder import journal_path
from sync.cli.last_run import last_run
from sync.cli.options import Common, Scope
from sync.cli.project import Project
from sync.cli.telling import progress
from sync.errors import Problem, Refused, TrackerError
from sync.followthrough.known import Known, nowhere
from sync.followthrough.model import FollowThrough
from sync.followthrough.report import follow
from sync.followthrough.sla import Sla
from sync.limits import refuse_emptied, refuse_outage
from sync.model.action import Plan
from sync.model.postmortem import Postmortem
from sync.observe import observe
from sync.plan import Observed, plan
from sync.withhold import Hidden, hidden_of
from sync.world import World

log = logging.getLogger("pm_sync.cli")

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is there now."""

    postmortems: tuple[Postmortem, ...]
    problems: tuple[Problem, ...]
    observed: Observed
    unasked: Mapping[str, str]
    """Trackers, each with the reason."""


class Following:
    """One report, from the options of its command."""

    def __init__(
        self, common: Common, paths: tuple[Path, ...], allow: tuple[str, ...], *, for_others: bool
    ) -> None:
        self._common = common
        self._project = Project(common)
        self._scope = Scope(paths=paths, full=True, allow=allow)
        self._for_others = for_others
        """Whether others read it than who runs the command."""
        self._code = OK

    def follow(self, since: date | None) -> FollowThrough:
        """The report; `since` is the day from which on changes are told, None for a week ago."""
        with self.looking(since) as (known, _):
            pass
        return follow(known)

    @contextlib.contextmanager
    def looking(self, since: date | None = None) -> Iterator[tuple[Known, World]]:
        """What the report is made from, with the trackers that were asked for it, while they are open."""
        with contextlib.ExitStack() as open_now:
            with progress(self._common) as told:
                world = open_now.enter_context(
                    world_of(self._project, self._scope, told, spare=True)
                )
                seen = self._without_outages(_look(world, self._unopened(world)), world)
            self._tell(seen)
            yield self._known(seen, world, since), world

    def _tell(self, seen: _Seen) -> None:
        if seen.problems:
            self._code = USAGE
        for name, reason in seen.unasked.items() - self._project.unopened.items():
            log.warning(
                "%s is not asked, and statuses are those of the documents: %s", name, reason
            )

    def leave(self, code: int = OK) -> NoReturn:
        """With the exit code of what was found, else `code`."""
        raise Exit(self._code or code)

    @property
    def project(self) -> Project:
        """What it is about."""
        return self._project

    def _unopened(self, world: World) -> dict[str, str]:
        return {
            name: self._project.unopened.get(name, "it cannot be reached")
            for name in self._project.tracker_names
            if name not in world.trackers
        }

    def _without_outages(self, seen: _Seen, world: World) -> _Seen:
        """What looks like an outage is told, and no ticket of that tracker believed to be gone."""
        try:
            refuse_emptied(seen.postmortems, seen.observed, world.policy, world.limits)
            refuse_outage(seen.observed, world.limits)
        except Refused as error:
            log.error("%s", error)  # noqa: TRY400 - words for people, no traceback
            self._code = REFUSED
            gone = {ref.tracker for ref in seen.observed.vanished}
            unasked = {**seen.unasked, **dict.fromkeys(sorted(gone), str(error))}
            return replace(seen, observed=_without(seen.observed, gone), unasked=unasked)
        return seen

    def _known(self, seen: _Seen, world: World, since: date | None) -> Known:
        project, now = self._project, world.now()
        shows = self._shows()
        documents: list[Postmortem | Problem] = [*seen.postmortems, *seen.problems]
        hidden = hidden_of(documents, seen.observed, world.policy, shows)
        told = [one for one in seen.postmortems if one.path not in hidden.paths]
        paths = [one.path for one in told if one.items or one.near_misses]
        checkout, sla = project.checkout, project.settings.sla
        return Known(
            postmortems=told,
            observed=seen.observed,
            plan=_told(plan(seen.postmortems, seen.observed, world.policy), hidden),
            policy=world.policy,
            today=now.date(),
            made_at=now,
            since=since or now.date() - _WEEK,
            problems=[one for one in seen.problems if not hidden.hides_problem(one)],
            sla=Sla(sla.preset, sla.days, sla.default),
            vocabulary=project.vocabulary,
            url=checkout.source(paths) if checkout else nowhere,
            repository=project.project_id,
            restricted=_count(documents, hidden, world.policy.only),
            last_run=last_run(world.state, journal_path(project.folder)),
            unasked=seen.unasked,
        )

    def _shows(self) -> Callable[[str], bool]:
        if self._for_others:
            return lambda _: self._common.show_private
        return self._project.discretion.shows


def _look(world: World, unopened: Mapping[str, str]) -> _Seen:
    """Every ticket that is linked or ours is read; of a tracker that does not answer, none."""
    world.progress("reading documents", 0, 0)
    read = list(world.documents.read())
    postmortems = tuple(one for one in read if isinstance(one, Postmortem))
    problems = tuple(one for one in read if isinstance(one, Problem))
    trackers, unasked = dict(world.trackers), dict(unopened)
    world.progress("asking the tracker", 0, 0)
    while True:
        try:
            observed = observe(
                postmortems,
                trackers,
                world.policy,
                world.state,
                full_every=world.full_every,
                now=world.now(),
                full=True,
                unread=problems,
            ).observed
        except TrackerError as error:
            unasked[error.tracker] = str(error)
            del trackers[error.tracker]
            continue
        return _Seen(postmortems, problems, observed, unasked)


def _without(observed: Observed, trackers: Collection[str]) -> Observed:
    """What is known without these trackers."""
    return replace(
        observed,
        tickets={ref: one for ref, one in observed.tickets.items() if ref.tracker not in trackers},
        vanished=frozenset(ref for ref in observed.vanished if ref.tracker not in trackers),
    )


def _told(planned: Plan, hidden: Hidden) -> Plan:
    return replace(planned, actions=tuple(one for one in planned.actions if not hidden.hides(one)))


def _count(
    documents: Iterable[Postmortem | Problem], hidden: Hidden, only: Collection[str] | None
) -> int:
    return sum(one.path in hidden.paths and (only is None or one.path in only) for one in documents)
