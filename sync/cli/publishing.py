"""`sync --publish`: what the run wrote goes to the remote as a commit, or into a patch."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from config.find import STATE
from connectors.git.publisher import Published, Publisher
from sync.atomic import write_atomically
from sync.cli.project import Project
from sync.errors import NotPublished, UserError
from sync.model.report import Report
from sync.publication import Writes, message_of, revisions
from sync.run import View
from sync.world import World

PATCH: Final = "changes.patch"
"""In the folder of the journal."""


@dataclass(slots=True)
class Publishing:
    """What a run publishes, and where; raises `UserError` at once where that cannot be."""

    mode: str
    project: Project
    publisher: Publisher
    branch: str
    writes: Writes | None = None
    committed: frozenset[str] = frozenset()
    """The documents of which it was seen before the run that they are as they were committed."""

    waits: str = ""
    """Why nothing is done in this run but look; empty if it may."""

    @classmethod
    def of(cls, mode: str, project: Project, said: str = "") -> Publishing:
        """Look whether there is anything to publish to; `said` is how the command line calls it."""
        said = said or mode
        checkout = project.checkout
        if checkout is None:
            raise UserError("--publish: this folder lies in no git checkout; leave it out")
        publisher = Publisher(checkout.top, checkout.prefix, union=[STATE])
        if mode == "push" and not publisher.has_remote:
            raise UserError(
                f"--publish {said}: there is no remote `origin` to push to; use --publish none"
            )
        if mode == "push" and checkout.branch is None:
            raise UserError(
                f"--publish {said}: no branch is checked out; check one out, or use --publish none"
            )
        return cls(mode, project, publisher, checkout.branch or "")

    @property
    def to_look_at(self) -> str:
        """What a person has to look at if this was cut off."""
        if self.mode == "none":
            return "the patch is whole"
        return f"{self.branch} has the commit; the documents here have all of it"

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """For the time of the run, from before anything is read."""
        yield

    def watching(self, world: World) -> World:
        """The same world; what is written in it is noted."""
        self.writes = Writes(world.journal)
        return replace(world, journal=self.writes)

    def refuse_edited(self, view: View) -> None:
        """Raise `UserError` if a document that is to be written, or the state, is not as it was committed: nobody's own edits are published."""
        paths = sorted({action.document for action in view.plan.writes if action.document})
        _refuse(
            self.publisher.uncommitted(paths),
            "is no plain file of the last commit here, so --publish cannot bring it anywhere; commit the file itself, or"
            " take it out of `documents`",
        )
        _refuse(
            self.edited([*paths, STATE]),
            "has changes that are not committed, which --publish would publish along; commit or stash them first (what"
            " git ignores, with `git add --force`)",
        )
        self.committed = frozenset(paths)

    def edited(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that are not as they were before the run. Raises `NotPublished`."""
        return self.publisher.edited(paths)

    def publish(self, report: Report, view: View, world: World) -> str:
        """Publish it, and say what became of it, if there was anything. Raises `NotPublished`; the files stay as they are."""
        assert self.writes is not None  # noqa: S101 - `watching` comes first
        self.refuse_others(view, world)
        written = self.writes.documents
        paths = sorted(written.union(self.publisher.edited([STATE])))
        if self.mode == "none":
            return self._patched(paths)
        if not paths:
            return ""
        message = message_of(report, world.run, written)
        return _told(self.publisher.push(self.branch, paths, message))

    def refuse_others(self, view: View, world: World) -> None:
        """Raise `NotPublished` if a document has more than what the run wrote."""
        assert self.writes is not None  # noqa: S101 - alike
        written = self.writes.documents
        for path in sorted(written - self.committed):
            raise NotPublished(
                f"{path} was written although the plan did not name it, so nobody looked whether it was as committed;"
                " commit it yourself, or run again"
            )
        before, now = revisions(view.postmortems), revisions(world.documents.read(written))
        self.writes.refuse_others(before, now)

    def _patched(self, paths: Collection[str]) -> str:
        file = self.project.folder / PATCH
        if not paths:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            return ""
        patch = self.publisher.patch(paths)
        try:
            write_atomically(file, patch.encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise NotPublished(f"{file}: cannot be written: {error.strerror}") from error
        return f"written to {file}; `git apply` takes it elsewhere"


def _refuse(paths: Sequence[str], why: str) -> None:
    if paths:
        others = f" (and {len(paths) - 1} more)" if len(paths) > 1 else ""
        raise UserError(f"{paths[0]}{others}: {why}")


def _told(published: Published) -> str:
    if published.commit:
        done = f"pushed to {published.branch} as {published.commit[:10]}"
    else:
        done = f"{published.branch} has all of it already"
    if not published.stays_behind:
        return done
    return (
        f"{done}; this checkout could not follow: {published.stays_behind}. What it has of these files is published:"
        " `git checkout` them, and pull"
    )
