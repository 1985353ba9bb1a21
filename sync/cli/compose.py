"""Builds, from a project and the options of a run, the world that the loop works on."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.cli.folder import interrupted_creations, journal_path
from sync.cli.lock import lease_of
from sync.cli.neighbours import neighbours_of
from sync.cli.options import Scope
from sync.cli.places import place_of, take_of, with_places
from sync.cli.project import Project
from sync.cli.routes import routes_of
from sync.cli.state_file import read_state, save_state
from sync.errors import UserError
from sync.journal import FileJournal, events
from sync.limits import LIFTABLE, Limits
from sync.made import made_of
from sync.model.action import Field
from sync.model.memory import State
from sync.model.postmortem import Status
from sync.model.ticket import Assigning
from sync.policy import DocumentStatus, Policy, Wins
from sync.ports import Assigns, Tracker
from sync.world import World

Progress = Callable[[str, int, int], None]


def policy_of(project: Project, scope: Scope, only: frozenset[str] | None) -> Policy:
    """The user's decisions."""
    settings = project.settings
    routes = routes_of(project)
    words = {Status(name): word for name, word in settings.status.model_dump().items() if word}
    return Policy(
        tracker=settings.tracker,
        project=project.project_id,
        since=settings.since,
        include_old=scope.include_old,
        unless_status=frozenset(status.casefold() for status in settings.create.unless_status),
        default_owner=settings.owners.default,
        people=project.people,
        words=words,
        always_list_status=settings.list_status == "always",
        only=only,
        close_duplicates=settings.sync.close_duplicates,
        routes=routes,
        force_new=frozenset(place_of(text, project.root, Path.cwd()) for text in scope.new),
        wins={Field(name): Wins(side) for name, side in settings.fields.model_dump().items()},
        write_adopted=settings.adopt.write,
        take=take_of(scope, project.root, Path.cwd()),
        private=project.private,
        document_status=_document_status(project),
        neighbours=neighbours_of(project),
    )


def _document_status(project: Project) -> DocumentStatus | None:
    own = project.settings.document_status
    if not own.keep or own.in_progress is None or own.done is None:
        return None
    return DocumentStatus(own.in_progress, own.done)


def limits_of(project: Project, scope: Scope) -> Limits:
    """How much a run may do, here and on this branch."""
    allow = {name.strip() for text in scope.allow for name in text.split(",") if name.strip()}
    unknown = sorted(allow - set(LIFTABLE))
    if unknown:
        raise UserError(
            f"--allow {unknown[0]}: there is no such limit; known: {', '.join(LIFTABLE)}"
        )
    checkout = project.checkout
    off_branch = None
    if checkout and checkout.off_default_branch and not scope.any_branch:
        off_branch = (
            f"tickets are created on the default branch ({checkout.default_branch}) only, and this is"
            f" {checkout.branch or 'no branch'}; --any-branch lifts that"
        )
    limits = project.settings.limits
    return Limits(
        limits.create, limits.update, limits.close, allow=frozenset(allow), off_branch=off_branch
    )


@contextlib.contextmanager
def world_of(
    project: Project, scope: Scope, progress: Progress, *, spare: bool = False
) -> Iterator[World]:
    """The world of a run; releases trackers and journal at its end. With `spare`, trackers may be missing: nothing is sent then."""
    scope = with_places(scope)
    documents = project.documents(scope.paths)
    only = frozenset(documents.named) if scope.paths else None
    policy, limits = policy_of(project, scope, only), limits_of(project, scope)
    lease, name = lease_of(project), secrets.token_hex(4)
    with (
        project.trackers(lease.sleep, spare=spare) as trackers,
        contextlib.closing(FileJournal(journal_path(project.folder), run=name)) as journal,
    ):
        yield World(
            documents=documents,
            trackers=trackers,
            policy=replace(policy, assigning=_assigning(trackers)),
            limits=limits,
            journal=journal,
            run=name,
            state=_state(project, trackers),
            save=lambda after: _keep(project.root, after, journal),
            now=lambda: datetime.now(UTC),
            full_every=timedelta(days=project.settings.sync.full_every),
            full=scope.full,
            lease=lease,
            made=made_of(events(journal_path(project.folder))),
            progress=progress,
            origin=project.origins(),
            public={"public": True, "private": False}.get(
                project.settings.private.visibility or ""
            ),
        )


def _assigning(trackers: Mapping[str, Tracker]) -> dict[str, Assigning]:
    return {
        name: tracker.assigning
        for name, tracker in trackers.items()
        if isinstance(tracker, Assigns)
    }


def _keep(root: Path, after: State, journal: FileJournal) -> None:
    """Save the state. What is in doubt stands in the journal too, in case the state file is lost."""
    save_state(root, after)
    journal.settle(doubts=bool(after.doubts))


def _state(project: Project, trackers: Mapping[str, Tracker]) -> State:
    """What is remembered. Over a network, what an interrupted run made may not be listed yet: it is in doubt."""
    state = read_state(project.root)
    interrupted = {
        key: doubt
        for key, doubt in interrupted_creations(project.folder).items()
        if doubt.tracker not in trackers or trackers[doubt.tracker].specimen.url is not None
    }
    return replace(state, doubts=interrupted | dict(state.doubts))
