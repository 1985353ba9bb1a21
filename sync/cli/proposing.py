"""`--publish pull-request`: what runs wrote waits on a branch of pm-sync's own, and in one pull request, until it is merged."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from config.find import STATE
from connectors.git.laid import Laid
from connectors.git.process import GitFailed
from connectors.git.proposal import Proposal, Put
from connectors.git.standing import Standing
from connectors.git.tree import Trees
from connectors.git.upstream import Upstream
from sync.cli.hosting import code_host
from sync.cli.project import Project
from sync.cli.publishing import Publishing
from sync.errors import NotPublished, TrackerError, UserError
from sync.hosting import CodeHost, PullRequest
from sync.model.postmortem import Postmortem
from sync.model.report import Report
from sync.publication import TRAILER
from sync.render.proposal import body_of, title_of
from sync.run import View
from sync.withhold import restricted_of
from sync.world import World

log = logging.getLogger("pm_sync.cli")


def publishing_of(mode: str, project: Project) -> Publishing:
    """What `--publish` says. Raises `UserError` at once where that cannot be."""
    plain = Publishing.of("push" if mode == "pull-request" else mode, project, said=mode)
    return proposing_of(plain) if mode == "pull-request" else plain


def proposing_of(plain: Publishing) -> Proposing:
    """The same for a pull request: its host is known, and nobody was asked yet."""
    project, checkout = plain.project, plain.project.checkout
    assert checkout is not None  # noqa: S101 - it was looked at
    branch = project.settings.publish.branch
    if branch == plain.branch:
        raise UserError(
            f"--publish pull-request: {branch} itself is checked out; check out the branch that it is to be merged into"
        )
    union = {checkout.prefix + STATE}
    trees = Trees(checkout.top)
    return Proposing(
        "pull-request",
        project,
        plain.publisher,
        plain.branch,
        host=code_host(project),
        proposal=Proposal(branch, plain.branch, trees, Upstream(trees, union)),
        laid=Laid(trees, union),
        prefix=checkout.prefix,
    )


@dataclass(slots=True, kw_only=True)
class Proposing(Publishing):
    """Reads what waits on the branch as if it were merged, and leaves the checkout as it was committed."""

    host: CodeHost
    proposal: Proposal
    laid: Laid
    prefix: str
    opened: PullRequest | None = None
    """The pull request that is open."""
    standing: Standing | None = None
    _keeps: bool = False
    """Whether what the run wrote stays in the checkout, since it could not be published."""

    @property
    def to_look_at(self) -> str:
        """The branch, and its pull request."""
        return f"{self.proposal.name} has it and a pull request is open"

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """Look at the branch, and lay what waits on it into the documents; take that back at the end."""
        try:
            self._look()
            yield
        finally:
            try:
                self._take_back()
            finally:
                self.host.close()

    def edited(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that are neither as they were committed nor as they were laid."""
        own = [self.prefix + path for path in paths]
        with self._git():
            start, now = self.laid.start(own), self.laid.now(own)
        return tuple(path.removeprefix(self.prefix) for path in own if start[path] != now[path])

    def publish(self, _report: Report, view: View, world: World) -> str:
        """Bring it to the branch, and open, rewrite or close the pull request."""
        assert self.writes is not None  # noqa: S101 - `watching` comes first
        self._keeps = True
        self.refuse_others(view, world)
        names = self.writes.documents.union(self.publisher.edited([STATE]))
        paths = sorted({self.prefix + name for name in names} | set(self.laid.files))
        if not paths and self.opened is None:
            self._keeps = False
            return ""
        documents = [path for path in paths if path != self.prefix + STATE]
        message = f"{title_of(len(documents))}\n\n{TRAILER}: {world.run}\n"
        with self._git():
            ours = self.laid.now(paths)
            put = self.proposal.put(self.standing, self.laid.start(paths), ours, message)
            after = self._read(world, put)
            self._keeps = False
            self._left(self.laid.take_back(ours))
        return self._proposed(put, self._read(world, put), after, world)

    def _look(self) -> None:
        try:
            self.standing = self.proposal.look()
            self.opened = self.host.pulls.from_branch(self.proposal.name)
        except (GitFailed, TrackerError) as error:
            raise UserError(f"--publish pull-request: {self.proposal.name}: {error}") from error
        if self.standing is None:
            return
        if self.opened is None:
            self.standing = self._unclaimed(self.standing)
            return
        self._refuse_foreign(self.opened, self.standing)
        if self.opened.waits:
            self.waits = f"pull request #{self.opened.number} {self.opened.waits}"
        try:
            collided = self.laid.lay([self.standing], self._fits())
        except (GitFailed, OSError) as error:
            raise UserError(
                f"--publish pull-request: what waits on {self.proposal.name} cannot be brought into this checkout: {error}"
            ) from error
        for path in () if self.waits else collided:
            log.warning(
                "%s: what waits in pull request #%s collides with what was committed since, and is made anew",
                path,
                self.opened.number,
            )

    def _unclaimed(self, standing: Standing) -> Standing:
        """A branch without a pull request: left over from one that was merged or closed, or somebody's."""
        name = self.proposal.name
        if standing.is_ours:
            return standing
        if self.host.pulls.merged_from(name) == standing.tip:
            return Standing(standing.tip, standing.base, is_ours=True)
        raise UserError(
            f"--publish pull-request: the branch {name} has commits that are not pm-sync's, and no pull request is open from"
            " it; open one, delete the branch, or name another under [publish]"
        )

    def _refuse_foreign(self, opened: PullRequest, standing: Standing) -> None:
        if not standing.base:
            raise UserError(
                f"--publish pull-request: pm-sync did not make the branch {opened.branch} of pull request #{opened.number};"
                " name another branch under [publish]"
            )
        if opened.base != self.branch:
            raise UserError(
                f"--publish pull-request: pull request #{opened.number} from {opened.branch} goes to {opened.base}, and"
                f" {self.branch} is checked out; name another branch under [publish]"
            )

    def _fits(self) -> Callable[[str], bool]:
        """Which files of the branch are laid: the documents and the state, and no other."""
        fits = self.project.is_document
        prefix = self.prefix

        def is_ours(path: str) -> bool:
            inner = path.removeprefix(prefix)
            return path.startswith(prefix) and (inner == STATE or fits(inner))

        return is_ours

    def _read(self, world: World, put: Put) -> list[Postmortem]:
        """The documents that differ, as the checkout has them now."""
        own = [path.removeprefix(self.prefix) for path in put.files if self._fits()(path)]
        read = world.documents.read([path for path in own if path != STATE])
        return [one for one in read if isinstance(one, Postmortem)]

    def _proposed(
        self, put: Put, before: list[Postmortem], after: list[Postmortem], world: World
    ) -> str:
        pulls, known = self.host.pulls, self.opened
        waiting = [path for path in put.files if self._fits()(path)]
        documents = sum(path != self.prefix + STATE for path in waiting)
        try:
            if not waiting:
                return self._closed()
            title = title_of(documents, known.title if known else "")
            hidden = restricted_of([*before, *after], world.policy)
            body = body_of(before, after, hidden, known.body if known else None)
            if known is None:
                made = pulls.open(self.proposal.name, self.branch, title, body)
                return f"opened pull request #{made.number}: {made.url}"
            if (title, body) != (known.title, known.body.replace("\r\n", "\n")):
                pulls.rewrite(known.number, title, body)
        except TrackerError as error:
            raise NotPublished(
                f"the branch {self.proposal.name} has it, and its pull request is not as it should be: {error}"
            ) from error
        done = "brought up to date" if put.commit else "has all of it already"
        return f"pull request #{known.number} {done}: {known.url}"

    def _closed(self) -> str:
        """Nothing waits any more."""
        if self.opened is None or self.standing is None or not self.standing.is_ours:
            return ""
        self.host.pulls.close(self.opened.number)
        with self._git():
            self.proposal.delete(self.standing)
        return f"closed pull request #{self.opened.number}: {self.branch} has all of it"

    def _take_back(self) -> None:
        """After a run that published nothing: what was laid goes, what the run wrote besides stays."""
        if self._keeps or not self.laid.files:
            return
        try:
            self._left(self.laid.take_back({}))
        except (GitFailed, OSError) as error:
            log.warning("what waits on %s stays in this checkout: %s", self.proposal.name, error)

    def _left(self, paths: Collection[str]) -> None:
        for path in paths:
            log.warning("%s was edited meanwhile, and stays as it is here", path)

    @contextlib.contextmanager
    def _git(self) -> Iterator[None]:
        try:
            yield
        except (GitFailed, OSError) as error:
            raise NotPublished(str(error)) from error
        finally:
            self.proposal.upstream.forget()
