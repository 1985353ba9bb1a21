"""One branch of pm-sync's own, and the pull request from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from config.find import STATE
from connectors.git.process import GitFailed
from connectors.git.proposal import Proposal, Put
from connectors.git.standing import Standing
from sync.errors import NotPublished, TrackerError, UserError
from sync.hosting import PullRequest, PullRequests
from sync.model.postmortem import Postmortem
from sync.render.proposal import body_of, title_of

SAID = "--publish pull-request"


@dataclass(slots=True)
class Lane:
    """A branch, as it was looked at when the run began."""

    proposal: Proposal
    pulls: PullRequests
    standing: Standing | None = None
    opened: PullRequest | None = None
    """The pull request that is open."""

    @property
    def name(self) -> str:
        """The branch."""
        return self.proposal.name

    @property
    def waits(self) -> str:
        """Why nothing may be changed in it; empty if it may."""
        if self.opened is None or not self.opened.waits:
            return ""
        return f"pull request #{self.opened.number} {self.opened.waits}"

    def look(self) -> None:
        """Ask the remote and the host. Raises `UserError` where the branch cannot be used."""
        try:
            self.standing = self.proposal.look()
            self.opened = self.pulls.from_branch(self.name)
            if self.standing is not None and self.opened is None:
                self.standing = self._unclaimed(self.standing)
        except (GitFailed, TrackerError) as error:
            raise UserError(f"{SAID}: {self.name}: {error}") from error
        if self.standing is not None and self.opened is not None:
            self._refuse_foreign(self.opened, self.standing)

    def refuse_another_project(self, prefix: str) -> None:
        """Raise `UserError` if another project of this repository than that below `prefix` keeps its files on the same branch."""
        if self.standing is None or not self.standing.is_ours:
            return
        try:
            differing = self.proposal.trees.changed(self.standing.base, self.standing.tip)
        except GitFailed as error:
            raise UserError(f"{SAID}: {self.name}: {error}") from error
        other = next((path for path in differing if _is_of_another(path, prefix)), None)
        if other is not None:
            raise UserError(
                f"{SAID}: the branch {self.name} is that of another project in this repository ({other}); name another"
                " `branch` under [publish]"
            )

    def look_again(self) -> None:
        """Right before anything is changed: somebody may have approved or reworded it meanwhile. Raises `GitFailed`, `TrackerError`."""
        if self.opened is None:
            return
        number = self.opened.number
        self.opened = self.pulls.from_branch(self.name)
        if self.opened is None or self.opened.number != number:
            raise GitFailed(f"pull request #{number} was closed or merged meanwhile; run again")
        if self.waits:
            raise GitFailed(f"{self.waits} meanwhile; a run after the merge does it")

    def propose(
        self,
        put: Put,
        before: Sequence[Postmortem],
        after: Sequence[Postmortem],
        hidden: Collection[str],
        fits: Callable[[str], bool],
    ) -> str:
        """Open the pull request for what was put there, rewrite it, or close it; says what became of it. Raises `NotPublished`."""
        try:
            if not any(fits(path) for path in put.files):
                return self._closed()
            known = self.opened
            title = title_of(len(after), known.title if known else "")
            body = body_of(before, after, hidden, known.body if known else None)
            if known is None:
                made = self.pulls.open(self.name, self.proposal.base, title, body)
                return f"opened pull request #{made.number}: {made.url}"
            if (title, body) != (known.title, known.body.replace("\r\n", "\n")):
                self.pulls.rewrite(known.number, title, body)
        except (TrackerError, GitFailed) as error:
            raise NotPublished(
                f"the branch {self.name} has it, and its pull request is not as it should be: {error}"
            ) from error
        done = "brought up to date" if put.commit else "has all of it already"
        return f"pull request #{known.number} {done}: {known.url}"

    def _closed(self) -> str:
        """Nothing waits any more."""
        if self.opened is None or self.standing is None or not self.standing.is_ours:
            return ""
        # The branch first: if somebody committed to it meanwhile, it stays, and so does what they proposed.
        self.proposal.delete(self.standing)
        self.pulls.close(self.opened.number)
        return f"closed pull request #{self.opened.number}: {self.proposal.base} has all of it"

    def _unclaimed(self, standing: Standing) -> Standing:
        """A branch without a pull request: left over from one that was merged or closed, or somebody's."""
        if standing.is_ours:
            return standing
        merged = self.pulls.merged_from(self.name, self.proposal.base)
        if standing.base and merged == standing.tip:
            return replace(standing, is_ours=True)
        raise UserError(
            f"{SAID}: the branch {self.name} has commits that are not pm-sync's, and no pull request is open from it; open"
            " one, delete the branch, or name another under [publish]"
        )

    def _refuse_foreign(self, opened: PullRequest, standing: Standing) -> None:
        if not standing.base:
            raise UserError(
                f"{SAID}: pm-sync did not make the branch {opened.branch} of pull request #{opened.number}; name another"
                " branch under [publish]"
            )
        if opened.base != self.proposal.base:
            raise UserError(
                f"{SAID}: pull request #{opened.number} from {opened.branch} goes to {opened.base}, and"
                f" {self.proposal.base} is checked out; name another branch under [publish]"
            )


def _is_of_another(path: str, prefix: str) -> bool:
    is_state = path != prefix + STATE and path.rpartition("/")[2] == STATE
    return is_state or not path.startswith(prefix)
