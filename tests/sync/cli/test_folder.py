"""One run at a time, and what is told of the one that was stopped."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.cli.folder import journal_path, one_run_at_a_time, tell_interrupted
from sync.errors import PmSyncError, UserError
from sync.journal import FileJournal
from tests.fakes.program import Program

DOCUMENT = "# Outage\n\n## Action items\n\n- Add an alert\n"


def begin(folder: Path, *documents: str) -> None:
    journal = FileJournal(journal_path(folder), run="stopped")
    for number, document in enumerate(documents):
        journal.record("begin", {"write": number, "document": document})
    journal.close()


def test_a_second_run_is_told_who_is_at_work(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)

    with one_run_at_a_time(tmp_path / ".pm-sync"):
        second = program("sync")
        looking = program("plan")

    assert second.code == 1
    assert "another run works on this checkout (process " in second.err
    assert looking.code == 0
    assert "LOCAL" not in program.read("postmortems/a.md")
    assert program("sync").code == 0


def test_a_lock_left_by_a_killed_run_stops_nobody(tmp_path: Path) -> None:
    folder = tmp_path / ".pm-sync"
    folder.mkdir()
    (folder / "lock").write_text("")
    (folder / "lock.holder").write_text("process 1 on elsewhere")

    with one_run_at_a_time(folder):
        assert "elsewhere" not in (folder / "lock.holder").read_text()

    assert not (folder / "lock.holder").exists()


def test_the_folder_is_ignored_by_git(tmp_path: Path) -> None:
    with one_run_at_a_time(tmp_path / ".pm-sync"):
        assert (tmp_path / ".pm-sync" / ".gitignore").read_text() == "*\n"


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".pm-sync").write_text("")

    with (
        pytest.raises(PmSyncError, match="writable folder"),
        one_run_at_a_time(tmp_path / ".pm-sync"),
    ):
        pass


def test_a_link_that_leads_elsewhere_is_refused_and_nothing_is_written_there(
    tmp_path: Path,
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "root" / ".pm-sync"
    folder.parent.mkdir()
    folder.symlink_to(outside)

    with pytest.raises(UserError, match="remove the link"), one_run_at_a_time(folder):
        pass

    assert list(outside.iterdir()) == []


def test_a_folder_in_place_of_the_lock_is_told(tmp_path: Path) -> None:
    (tmp_path / ".pm-sync" / "lock").mkdir(parents=True)

    with (
        pytest.raises(PmSyncError, match="cannot be locked"),
        one_run_at_a_time(tmp_path / ".pm-sync"),
    ):
        pass


HOLDER = """\
import sys, time
from pathlib import Path
from sync.cli.folder import one_run_at_a_time
with one_run_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
UNLOCKABLE = """\
import errno, os
import filelock._unix
def missing(*_): raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
filelock._unix.fcntl.flock = missing
"""


@contextmanager
def another_run(folder: Path, before: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", before + HOLDER, str(folder)],
        env=Program(folder).environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.mark.parametrize("before", ["", UNLOCKABLE], ids=["flock", "no flock"])
def test_the_lock_of_another_process_ends_with_it_however_it_ends(
    tmp_path: Path, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".pm-sync"
    if before:
        monkeypatch.setattr("filelock._unix.fcntl.flock", no_flock)
    with another_run(folder, before) as process:
        with (
            pytest.raises(PmSyncError, match=rf"\(process {process.pid} on "),
            one_run_at_a_time(folder),
        ):
            pass
        process.kill()
        process.wait()

        with one_run_at_a_time(folder):
            assert str(process.pid) not in (folder / "lock.holder").read_text()


def no_flock(*_: object) -> None:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


def test_where_files_cannot_be_locked_and_one_is_left_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".pm-sync"
    with one_run_at_a_time(folder):
        pass
    (folder / "lock").touch()
    monkeypatch.setattr("filelock._unix.fcntl.flock", no_flock)

    with (
        pytest.raises(PmSyncError, match=r"checkout; wait .* remove .*lock$"),
        one_run_at_a_time(folder),
    ):
        pass

    (folder / "lock").unlink()
    with one_run_at_a_time(folder):
        pass


def test_a_file_system_that_refuses_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr("filelock._unix.fcntl.flock", refuse)

    with (
        pytest.raises(PmSyncError, match="two runs could make a ticket twice"),
        one_run_at_a_time(tmp_path / ".pm-sync"),
    ):
        pass


@pytest.mark.parametrize(
    ("text", "told"), [("", "checkout;"), ("x" * 1000, f"({'x' * 200});"), ("\n ", "checkout;")]
)
def test_whatever_stands_in_the_file_of_the_holder_is_told_shortly(
    tmp_path: Path, text: str, told: str
) -> None:
    folder = tmp_path / ".pm-sync"
    with one_run_at_a_time(folder):
        (folder / "lock.holder").write_text(text)

        with pytest.raises(PmSyncError) as caught, one_run_at_a_time(folder):
            pass

    assert told in str(caught.value)


def test_an_interrupted_run_is_told_once_and_completed(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    program("sync")
    begin(tmp_path / ".pm-sync", "postmortems/a.md")

    first, second = program("sync"), program("sync")

    assert first.code == 0
    assert "interrupted while it worked on postmortems/a.md;" in first.err
    assert second.err == ""


def test_of_many_documents_some_are_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    begin(tmp_path, *(f"{number}.md" for number in range(8)))

    assert tell_interrupted(tmp_path)
    assert "4.md and 3 more;" in caplog.text


def test_of_no_run_nothing_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not tell_interrupted(tmp_path)
    assert caplog.text == ""
