"""A file is replaced as a whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.atomic import SUFFIX, write_atomically

CALLS = ("open", "fdopen", "fsync", "chmod", "replace", "rename")


class Crash(BaseException):
    """The process is gone."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    return path


def test_the_new_content_replaces_the_old(file: Path) -> None:
    write_atomically(file, b"new\r\n\n")

    assert file.read_bytes() == b"new\r\n\n"
    assert _beside(file) == []


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.md", b"new")

    assert (tmp_path / "new.md").read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o666])
def test_permissions_are_kept(file: Path, mode: int) -> None:
    file.chmod(mode)

    write_atomically(file, b"new")

    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_private_file_is_never_open_to_others(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o600)
    seen: list[int] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in _beside(file))
        sync(handle)

    chmod = Path.chmod

    def watched_chmod(path: Path, mode: int) -> None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        chmod(path, mode)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(Path, "chmod", watched_chmod)
    write_atomically(file, b"secret")

    assert seen
    assert set(seen) == {0o600}


def test_what_a_killed_run_left_is_cleared_away(file: Path) -> None:
    file.with_name(f".{file.name}{SUFFIX}").write_bytes(b"half of i")

    write_atomically(file, b"new")

    assert file.read_bytes() == b"new"
    assert _beside(file) == []


def test_a_link_in_place_of_the_temporary_file_is_not_followed(file: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    file.with_name(f".{file.name}{SUFFIX}").symlink_to(victim)

    write_atomically(file, b"new")

    assert victim.read_bytes() == b"untouched"
    assert not file.is_symlink()


@pytest.mark.parametrize("name", ["x" * 252 + ".md", "é" * 126 + ".md"])
def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"old")

    write_atomically(tmp_path / name, b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"new")]


@pytest.mark.parametrize("call", ["open", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_refusal_leaves_the_old_file_and_nothing_beside_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    monkeypatch.setattr(os, call, _raising(OSError(number, os.strerror(number))))

    with pytest.raises(OSError, match=os.strerror(number)):
        write_atomically(file, b"new")

    assert file.read_bytes() == b"old"
    assert _beside(file) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_fills_up_on_the_way_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fdopen = os.fdopen

    def on_a_full_disk(handle: int, mode: str) -> object:
        os.dup2(os.open("/dev/full", os.O_WRONLY), handle)
        return fdopen(handle, mode)

    monkeypatch.setattr(os, "fdopen", on_a_full_disk)

    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"new")

    assert file.read_bytes() == b"old"
    assert _beside(file) == []


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("call", CALLS)
def test_a_crash_around_any_call_leaves_the_old_or_the_new_content(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, before: bool
) -> None:
    real = getattr(os, call)

    def crashing(*arguments: object, **options: object) -> object:
        if not before:
            kept.append(real(*arguments, **options))
        raise Crash

    kept: list[object] = []
    monkeypatch.setattr(os, call, crashing)
    with contextlib.suppress(Crash):
        write_atomically(file, b"new")
    monkeypatch.undo()
    _close(kept)

    assert file.read_bytes() in (b"old", b"new")
    write_atomically(file, b"later")
    assert file.read_bytes() == b"later"
    assert _beside(file) == []


def test_a_folder_that_cannot_be_flushed_does_not_undo_the_write(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def refusing(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not for folders")
        real(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    write_atomically(file, b"new")

    assert file.read_bytes() == b"new"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_a_file_of_somebody_else_stays_theirs(file: Path) -> None:
    os.chown(file, 65534, 12)

    write_atomically(file, b"new")

    status = file.stat()
    assert (status.st_uid, status.st_gid) == (65534, 12)


def _close(kept: list[object]) -> None:
    """What the crash would have closed."""
    for one in kept:
        if isinstance(one, int):
            os.close(one)
        elif isinstance(one, io.IOBase):
            one.close()


def _raising(error: OSError) -> Callable[..., object]:
    def raising(*_: object, **__: object) -> object:
        raise error

    return raising


def _beside(file: Path) -> list[Path]:
    return [path for path in file.parent.iterdir() if path.name.endswith(SUFFIX)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"new")

        assert os.read(reader, 10) == b"new"
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    finally:
        os.close(reader)
