"""`.pm-sync/`, the folder beside the settings that git ignores: the lock of the checkout, and the journal of its runs."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sync.errors import PmSyncError, UserError
from sync.journal import unfinished
from sync.model.memory import Doubt
from sync.policy import nowhere

log = logging.getLogger("pm_sync.cli")

FOLDER = ".pm-sync"
_LONGEST = 200
"""Characters of what a holder says of itself; somebody else may have written the file."""
SHOWN = 5
"""Documents that are named; more would hide what is said of them."""


def journal_path(folder: Path) -> Path:
    """Where the writes of runs are recorded."""
    return folder / "journal.jsonl"


def tell_interrupted(folder: Path, hides: Callable[[str], bool] = nowhere) -> bool:
    """Say what the last run was doing when it was stopped, without what is not to be told; returns whether it was."""
    pending = [one for one in unfinished(journal_path(folder)) if one["event"] == "begin"]
    if any(one.get("undoes") for one in pending):
        log.warning(
            "an undo was interrupted; `pm-sync undo` would have gone on with it, and this run writes again what it took back"
        )
    elif pending:
        told = {
            "restricted documents" if one.get("restricted") or hides(path) else path
            for one in pending
            for path in [str(one.get("document", "?"))]
        }
        names = sorted(told)
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        log.warning(
            "the last run was interrupted while it worked on %s%s; this one completes it",
            ", ".join(names[:SHOWN]),
            more,
        )
    return bool(pending)


def interrupted_creations(folder: Path) -> dict[str, Doubt]:
    """The creations of which an interrupted run does not say how they ended, by key: some may have been carried out."""
    doubts: dict[str, Doubt] = {}
    for event in unfinished(journal_path(folder)):
        key, tracker, at = event.get("key"), event.get("tracker"), event.get("at")
        if isinstance(key, str) and isinstance(tracker, str) and isinstance(at, str):
            with contextlib.suppress(ValueError):
                since = datetime.fromisoformat(at)
                doubts[key] = Doubt(tracker, key, str(event.get("document", "")), since)
    return doubts


@contextlib.contextmanager
def one_run_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the lock of this checkout. Raises `PmSyncError`, naming the holder, if another run has it."""
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415 - only runs that write need it

    _make(folder)
    holder = folder / "lock.holder"
    lock = FileLock(folder / "lock", timeout=0)
    try:
        with warnings.catch_warnings():
            # Where files cannot be locked, newer versions take turns by a file that is there or not, and warn of it.
            warnings.simplefilter("ignore")
            lock.acquire()
    except Timeout:
        left = isinstance(lock, SoftFileLock)
        way_out = f". If none is at work any more, remove {lock.lock_file}" if left else ""
        raise PmSyncError(
            f"another run works on this checkout{_who(holder)}; wait until it has ended, and run again{way_out}"
        ) from None
    except (OSError, NotImplementedError) as error:
        raise PmSyncError(
            f"{lock.lock_file}: cannot be locked: {error}; without a lock two runs could make a ticket twice"
        ) from error
    try:
        with contextlib.suppress(OSError):
            holder.write_text(_me(), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink()
        lock.release()


def _me() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()}, since {since}"


def _who(holder: Path) -> str:
    try:
        told = holder.read_text(encoding="utf-8").strip()
        return f" ({told[:_LONGEST]})" if told else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _make(folder: Path) -> None:
    home = folder.parent.resolve()
    if not folder.resolve().is_relative_to(home):
        raise UserError(
            f"{folder}: leads to {folder.resolve()}; the journal, the lock and the tickets belong inside of {home}:"
            " remove the link"
        )
    try:
        folder.mkdir(exist_ok=True)
        linked = next((path for path in folder.iterdir() if path.is_symlink()), None)
        if linked is not None:
            raise UserError(
                f"{linked}: is a link, and what pm-sync keeps here is never written elsewhere: remove the link"
            )
        ignore = folder / ".gitignore"
        if not ignore.exists() or not ignore.stat().st_size:
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise PmSyncError(
            f"{folder}: {error.strerror}; the journal and the lock belong there: make it a writable folder"
        ) from error
