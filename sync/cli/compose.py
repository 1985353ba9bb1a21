"""Builds, from a project and the options of a run, the world that the loop works on."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.markdown.source import MarkdownDocuments
from sync.atomic import write_atomically
from sync.cli.options import Scope
from sync.cli.project import STATE, Project
from sync.errors import PmSyncError, Problem, UserError
from sync.journal import FileJournal, unfinished
from sync.limits import LIFTABLE, Limits
from sync.model.memory import State
from sync.model.postmortem import Status
from sync.policy import People, Person, Policy
from sync.run import World
from sync.state import parse, render

log = logging.getLogger("pm_sync.cli")

Progress = Callable[[str, int, int], None]


def documents_of(
    project: Project, paths: Sequence[Path] = (), patterns: Sequence[str] | None = None
) -> MarkdownDocuments:
    """The postmortems of the project; files that `paths` name are read whatever the settings say."""
    checkout = project.checkout
    return MarkdownDocuments(
        project.root,
        project.settings.documents if patterns is None else patterns,
        project.settings.exclude,
        project.rules,
        paths=paths,
        identity_prefix=checkout.prefix if checkout else "",
        first_commits=checkout.first_commits if checkout else None,
    )


def policy_of(project: Project, scope: Scope, only: frozenset[str] | None) -> Policy:
    """The user's decisions."""
    settings = project.settings
    words = {Status(name): word for name, word in settings.status.model_dump().items() if word}
    return Policy(
        tracker=settings.tracker,
        project=project.project_id,
        since=settings.since,
        include_old=scope.include_old,
        unless_status=frozenset(status.casefold() for status in settings.create.unless_status),
        default_owner=settings.owners.default,
        people=People(
            tuple(
                Person(name, person.aliases, person.identities)
                for name, person in settings.people.items()
            )
        ),
        words=words,
        always_list_status=settings.list_status == "always",
        only=only,
        force_new=frozenset(_place(text) for text in scope.new),
    )


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
    return Limits(
        create=project.settings.limits.create, allow=frozenset(allow), off_branch=off_branch
    )


@contextlib.contextmanager
def world_of(project: Project, scope: Scope, progress: Progress) -> Iterator[World]:
    """The world of a run; releases tracker and journal at its end."""
    documents = documents_of(project, scope.paths)
    only = frozenset(documents.named) if scope.paths else None
    tracker = project.tracker()
    journal = FileJournal(project.folder / "journal.jsonl", run=secrets.token_hex(4))
    path = project.root / STATE
    try:
        yield World(
            documents=documents,
            trackers={tracker.name: tracker},
            policy=policy_of(project, scope, only),
            limits=limits_of(project, scope),
            journal=journal,
            state=_read_state(path),
            save=lambda state: _save_state(path, state),
            now=lambda: datetime.now(UTC),
            full_every=timedelta(days=project.settings.sync.full_every),
            full=scope.full,
            progress=progress,
        )
    finally:
        tracker.close()
        journal.close()


def tell_interrupted(project: Project) -> None:
    """Say what the last run was doing when it was stopped, if it was."""
    pending = unfinished(project.folder / "journal.jsonl")
    if pending:
        documents = sorted({str(event.get("document", "?")) for event in pending})
        log.warning(
            "the last run was interrupted while it worked on %s; this one completes it",
            ", ".join(documents),
        )


def refuse_dead_references(project: Project) -> None:
    """Refuse the embedded tracker where its `LOCAL-12` would mean nothing to whoever reads the document next."""
    checkout = project.checkout
    if project.settings.tracker != "local" or checkout is None or not checkout.has_remote:
        return
    if project.place.file is None:
        raise UserError(
            "this repository is shared (it has a remote) and has no settings: tickets of the embedded tracker would be"
            " dead references for everybody else; run `pm-sync init` first, and choose a tracker"
        )
    if project.environ.get("CI", "").lower() in ("1", "true") and not project.folder.exists():
        raise UserError(
            "this is a CI runner, and the embedded tracker's tickets would be thrown away with it; choose another"
            f" tracker, or keep {project.folder.name}/ between the runs"
        )


@contextlib.contextmanager
def one_run_at_a_time(project: Project) -> Iterator[None]:
    """Hold the lock of this checkout. Raises `PmSyncError` naming the holder if another run has it."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only runs that write need it

    make_folder(project.folder)
    holder = project.folder / "lock.holder"
    lock = FileLock(project.folder / "lock", timeout=0)
    try:
        with lock:
            holder.write_text(
                f"process {os.getpid()} on {socket.gethostname()}, since"
                f" {datetime.now(UTC).isoformat(timespec='seconds')}",
                encoding="utf-8",
            )
            yield
    except Timeout:
        with contextlib.suppress(OSError):
            raise PmSyncError(
                f"another run works on this checkout ({holder.read_text(encoding='utf-8')});"
                " wait until it has ended, and run again"
            ) from None
        raise PmSyncError("another run works on this checkout; wait until it has ended") from None


def make_folder(folder: Path) -> None:
    """Make the folder of what is not for git, and have git ignore it."""
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise PmSyncError(
            f"{folder}: {error.strerror}; the journal and the lock belong there: make it a writable folder"
        ) from error


def _place(text: str) -> tuple[str, int]:
    path, _, line = text.rpartition(":")
    if not path or not line.isdecimal():
        raise UserError(f"--new {text}: name an item as PATH:LINE, as `pm-sync items` shows it")
    return path, int(line)


def _read_state(path: Path) -> State:
    try:
        state = parse(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return State()
    except OSError as error:
        found = "it is a folder" if path.is_dir() else f"cannot be read: {error.strerror}"
        raise UserError(
            [Problem(path.name, None, found, "restore it, or remove it: no ticket is lost with it")]
        ) from error
    for warning in state.warnings:
        log.warning("%s: %s", path.name, warning)
    return state


def _save_state(path: Path, state: State) -> None:
    data = render(state).encode()
    old = path.read_bytes() if path.exists() else b""
    if data == old:
        return
    try:
        write_atomically(path, data)
    except OSError as error:
        raise PmSyncError(
            f"{path.name}: cannot be written: {error.strerror}; the documents are written, and the next run"
            " remembers what this one could not"
        ) from error
