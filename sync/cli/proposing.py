"""`--publish pull-request`: what runs wrote waits on branches of pm-sync's own, mostly one, each with a pull request, until it is merged."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from config.find import STATE
from connectors.git.laid import Laid
from connectors.git.process import GitFailed
from connectors.git.proposal import Proposal, Put
from connectors.git.tree import Files, Trees
from connectors.git.upstream import Upstream
from sync.cli.hosting import code_host
from sync.cli.lane import SAID, Lane
from sync.cli.project import Project
from sync.cli.publishing import Publishing
from sync.errors import NotPublished, TrackerError, UserError
from sync.hosting import CodeHost
from sync.model.postmortem import Postmortem
from sync.model.report import Report
from sync.publication import TRAILER
from sync.render.proposal import title_of
from sync.run import View
from sync.withhold import restricted_of
from sync.world import World

log = logging.getLogger("pm_sync.cli")

BRANCH: Final = "pm-sync/action-items"


def publishing_of(mode: str, project: Project) -> Publishing:
    """What `--publish` says. Raises `UserError` at once where that cannot be."""
    plain = Publishing.of("push" if mode == "pull-request" else mode, project, said=mode)
    return proposing_of(plain) if mode == "pull-request" else plain


def proposing_of(plain: Publishing) -> Proposing:
    """The same for a pull request: its host is known, and nobody was asked yet."""
    project, checkout = plain.project, plain.project.checkout
    assert checkout is not None  # noqa: S101 - it was looked at
    branch = branch_of(project, checkout.prefix)
    if branch == plain.branch:
        raise UserError(
            f"{SAID}: {branch} itself is checked out; check out the branch that it is to be merged into"
        )
    union = {checkout.prefix + STATE}
    trees = Trees(checkout.top)
    return Proposing(
        "pull-request",
        project,
        plain.publisher,
        plain.branch,
        host=code_host(project),
        trees=trees,
        upstream=Upstream(trees, union),
        laid=Laid(trees, union),
        prefix=checkout.prefix,
        name=branch,
    )


def branch_of(project: Project, prefix: str) -> str:
    """The branch of the settings; without one, that of pm-sync, for each project of a repository another."""
    if project.settings.publish.branch is not None:
        return project.settings.publish.branch
    folder = re.sub(r"[^a-z0-9]+", "-", prefix.lower()).strip("-")
    return f"{BRANCH}-{folder}" if folder else BRANCH


@dataclass(slots=True, kw_only=True)
class Proposing(Publishing):
    """Reads what waits on the branches as if it were merged, and leaves the checkout as it was committed."""

    host: CodeHost
    trees: Trees
    upstream: Upstream
    laid: Laid
    prefix: str
    name: str
    """The branch, or what the branches of owners begin with."""
    lanes: dict[str, Lane] = field(default_factory=dict)
    """By branch."""
    _keeps: bool = False
    """Whether what the run wrote stays in the checkout, since it could not be published."""

    @property
    def to_look_at(self) -> str:
        """The branches, and their pull requests."""
        return f"{', '.join(sorted(self.lanes)) or 'a branch'} has it and a pull request is open"

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """Look at the branches, and lay what waits on them into the documents; take that back at the end."""
        try:
            self._look()
            yield
        finally:
            try:
                self._take_back()
            finally:
                self.host.close()

    def watching(self, world: World) -> World:
        """The same world, in which the documents of pull requests that are about to be merged are left to a later run."""
        world = Publishing.watching(self, world)
        waiting = {name: lane.waits for name, lane in self.lanes.items() if lane.waits}
        if not self._is_grouped or not waiting:
            return world
        from sync.cli.owner_sets import branches_by_owners  # noqa: PLC0415 - few settings have groups

        with self._usable():
            branch_of = branches_by_owners(self.trees, self.name)
        for reason in waiting.values():
            log.warning("%s: what its owners review waits until then", reason)
        aside = lambda path: branch_of(self.prefix + path) in waiting  # noqa: E731 - one line says it
        return replace(world, policy=replace(world.policy, aside=aside))

    def edited(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that are neither as they were committed nor as they were laid."""
        own = [self.prefix + path for path in paths]
        with self._git():
            start, now = self.laid.start(own), self.laid.now(own)
        return tuple(path.removeprefix(self.prefix) for path in own if start[path] != now[path])

    def publish(self, _report: Report, view: View, world: World) -> str:
        """Bring it to the branches, and open, rewrite or close their pull requests."""
        assert self.writes is not None  # noqa: S101 - `watching` comes first
        self._keeps = True
        self.refuse_others(view, world)
        names = self.writes.documents.union(self.publisher.edited([STATE]))
        paths = sorted({self.prefix + name for name in names} | set(self.laid.files))
        if not paths and not any(lane.opened for lane in self.lanes.values()):
            self._keeps = False
            return ""
        with self._git():
            ours = self._ours(paths)
            puts = self._put(ours, world.run)
            after = self._read(world, puts)
            self._keeps = False
            self._left(self.laid.take_back(ours))
        return self._proposed(puts, self._read(world, puts), after, world)

    def _ours(self, paths: Collection[str]) -> Files:
        """The files as they are; what somebody wrote meanwhile into one that only waits is not taken along."""
        assert self.writes is not None  # noqa: S101 - alike
        written = {self.prefix + path for path in (*self.writes.documents, STATE)}
        now = self.laid.now(paths)
        waiting = {path: entry for path, entry in self.laid.files.items() if path not in written}
        return {**now, **waiting}

    def _look(self) -> None:
        for name in self._names():
            self.lanes[name] = lane = self._lane(name)
            lane.look()
            lane.refuse_another_project(self.prefix)
        waits = [lane.waits for lane in self.lanes.values() if lane.waits]
        self.waits = "" if self._is_grouped else "".join(waits)
        waiting = [one.standing for one in self.lanes.values() if one.opened and one.standing]
        try:
            collided = self.laid.lay(waiting, self._fits)
        except (GitFailed, OSError) as error:
            raise UserError(
                f"{SAID}: what waits in a pull request cannot be brought into this checkout: {error}"
            ) from error
        for path in () if waits else collided:
            log.warning(
                "%s: what waits in a pull request collides with what was committed since, and is made anew",
                path.removeprefix(self.prefix),
            )

    def _names(self) -> Collection[str]:
        """The branches that count: the one of the settings, and with groups those of owners that the remote has."""
        branch = self.name
        if not self._is_grouped:
            return [branch]
        from sync.cli.owner_sets import is_lane  # noqa: PLC0415 - few settings have groups

        with self._usable():
            there = self.upstream.branches(f"{branch}*")
        return [name for name in sorted(there) if is_lane(name, branch)]

    @property
    def _is_grouped(self) -> bool:
        return self.project.settings.publish.group_by == "codeowners"

    def _lane(self, name: str) -> Lane:
        return Lane(Proposal(name, self.branch, self.trees, self.upstream), self.host.pulls)

    def _put(self, ours: Files, run: str) -> dict[str, Put]:
        """Bring the files to their branches. Raises `GitFailed` after the last, if one did not take them."""
        puts, failed = {}, []
        parts = self._parts(ours)
        for name in sorted({*parts, *(one for one, lane in self.lanes.items() if lane.opened)}):
            lane = self.lanes.setdefault(name, self._lane(name))
            if lane.waits:
                continue
            start, own = parts.get(name, ({}, {}))
            documents = [path for path in own if path != self.prefix + STATE]
            message = f"{title_of(len(documents))}\n\n{TRAILER}: {run}\n"
            try:
                lane.look_again()
                puts[name] = lane.proposal.put(lane.standing, start, own, message)
            except (GitFailed, TrackerError) as error:
                failed.append(str(error))
        if failed:
            raise GitFailed("; ".join(failed))
        for path in (path for put in puts.values() for path in put.left):
            log.warning(
                "%s waits: the branch of its pull request has commits of others, and its own form of this file; bring the"
                " branch up to date, and run again",
                path.removeprefix(self.prefix),
            )
        return puts

    def _parts(self, ours: Files) -> Mapping[str, tuple[Files, Files]]:
        """What belongs to each branch, as the run found it and as it left it."""
        start = self.laid.start(ours)
        if not self._is_grouped:
            return {self.name: (start, ours)} if ours else {}
        from sync.cli.owner_sets import parted  # noqa: PLC0415 - alike

        branch = self.name
        tips = {name: one.standing.tip for name, one in self.lanes.items() if one.standing}
        return parted(self.trees, branch, self.prefix, start, ours, tips)

    def _fits(self, path: str) -> bool:
        """Which files of a branch are laid and told: the documents and the state, and no other."""
        inner = path.removeprefix(self.prefix)
        return path.startswith(self.prefix) and (inner == STATE or self.project.is_document(inner))

    def _read(self, world: World, puts: Mapping[str, Put]) -> dict[str, Postmortem]:
        """The documents that differ, as the checkout has them now, by path from the top."""
        own = {
            path.removeprefix(self.prefix)
            for put in puts.values()
            for path in put.files
            if self._fits(path) and path != self.prefix + STATE
        }
        read = world.documents.read(sorted(own)) if own else ()
        return {self.prefix + one.path: one for one in read if isinstance(one, Postmortem)}

    def _proposed(
        self,
        puts: Mapping[str, Put],
        before: Mapping[str, Postmortem],
        after: Mapping[str, Postmortem],
        world: World,
    ) -> str:
        hidden = restricted_of([*before.values(), *after.values()], world.policy)
        told, failed = [], []
        for name, put in puts.items():
            old = [before[path] for path in put.files if path in before]
            new = [after[path] for path in put.files if path in after]
            try:
                told.append(self.lanes[name].propose(put, old, new, hidden, self._fits))
            except NotPublished as error:
                failed.append(str(error))
        if failed:
            raise NotPublished("; ".join([*filter(None, told), *failed]))
        return "\n".join(filter(None, told))

    def _take_back(self) -> None:
        """After a run that published nothing: what was laid goes, what the run wrote besides stays."""
        if self._keeps or not self.laid.files:
            return
        try:
            self._left(self.laid.take_back({}))
        except (GitFailed, OSError) as error:
            log.warning("what waits in a pull request stays in this checkout: %s", error)

    def _left(self, paths: Collection[str]) -> None:
        for path in paths:
            log.warning("%s was edited meanwhile, and stays as it is here", path)

    @contextlib.contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except GitFailed as error:
            raise UserError(f"{SAID}: {error}") from error

    @contextlib.contextmanager
    def _git(self) -> Iterator[None]:
        try:
            yield
        except (GitFailed, OSError) as error:
            raise NotPublished(str(error)) from error
        finally:
            self.upstream.forget()
