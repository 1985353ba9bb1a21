"""Whatever lies where a document should: it is read, or there is a word for it; and a write is whole or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.markdown.files import LARGEST, Unreadable, read_file, replace_file, revision_of
from sync.atomic import SUFFIX
from sync.errors import DocumentChanged, WriteFailed

OLD, NEW = b"old\r\n", b"new\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "a.md").write_bytes(OLD)
    return folder


def found(root: Path, path: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(root, path)
    problem = caught.value.problem
    assert problem.path == path
    assert problem.remedy
    return problem.found


def test_bytes_are_read_as_they_are(root: Path) -> None:
    assert read_file(root, "a.md") == OLD


def test_an_empty_file_is_read(root: Path) -> None:
    (root / "a.md").write_bytes(b"")

    assert read_file(root, "a.md") == b""


def test_a_missing_file_is_named(root: Path) -> None:
    assert found(root, "b.md") == "it is not there"
    assert found(root, "none/b.md") == "it is not there"


def test_a_folder_in_place_of_a_file_is_named(root: Path) -> None:
    (root / "b.md").mkdir()

    assert found(root, "b.md") == "it is a folder"


def test_a_file_in_place_of_a_folder_is_named(root: Path) -> None:
    assert "Not a directory" in found(root, "a.md/b.md")


def test_a_pipe_is_never_waited_for(root: Path) -> None:
    os.mkfifo(root / "b.md")

    assert found(root, "b.md") == "it is no regular file"


def test_a_device_is_not_read(root: Path) -> None:
    assert "leads out" in found(root, "/dev/zero")


def test_the_largest_file_is_read_and_a_larger_one_is_not(root: Path) -> None:
    with (root / "a.md").open("wb") as file:
        file.truncate(LARGEST)
    assert len(read_file(root, "a.md")) == LARGEST

    with (root / "a.md").open("ab") as file:
        file.write(b"x")

    assert found(root, "a.md") == "it has more than 10 MB, and no postmortem has"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EPERM])
def test_a_file_that_the_system_does_not_give_is_named_with_the_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(Path, "open", _raising(OSError(number, os.strerror(number))))

    assert found(root, "a.md") == f"cannot be read: {os.strerror(number)}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_named(root: Path) -> None:
    (root / "a.md").chmod(0)

    assert "Permission denied" in found(root, "a.md")


def test_a_link_out_of_the_root_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(b"secret")
    (root / "b.md").symlink_to(tmp_path / "secret.md")

    assert found(root, "b.md") == "it leads out of the root"


def test_a_linked_folder_out_of_the_root_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.md").write_bytes(b"secret")
    (root / "linked").symlink_to(tmp_path / "elsewhere")

    assert found(root, "linked/b.md") == "it leads out of the root"


@pytest.mark.parametrize("path", ["../secret.md", "x/../../secret.md", "/etc/passwd"])
def test_a_path_out_of_the_root_is_not_followed(root: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.md").write_bytes(b"secret")

    assert found(root, path) == "it leads out of the root"


def test_a_folder_whose_name_begins_like_the_root_is_outside(root: Path, tmp_path: Path) -> None:
    (tmp_path / "root-2").mkdir()
    (tmp_path / "root-2" / "b.md").write_bytes(b"secret")

    assert found(root, "../root-2/b.md") == "it leads out of the root"


def test_links_that_go_round_are_named(root: Path) -> None:
    (root / "b.md").symlink_to(root / "c.md")
    (root / "c.md").symlink_to(root / "b.md")

    assert found(root, "b.md") == "its symbolic links go round in a circle"


def test_a_link_to_nothing_is_named(root: Path) -> None:
    (root / "b.md").symlink_to("nothing.md")

    assert found(root, "b.md") == "it is not there"


@pytest.mark.parametrize("path", ["a\0b.md", "x" * 300 + ".md"])
def test_a_name_that_no_system_takes_is_named(root: Path, path: str) -> None:
    assert found(root, path)


def test_a_root_that_is_a_link_itself_is_the_root(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)

    assert read_file(tmp_path / "link", "a.md") == OLD


def test_a_file_is_replaced(root: Path) -> None:
    replace_file(root, "a.md", revision_of(OLD), NEW)

    assert _files(root) == {"a.md": NEW}


def test_a_link_inside_the_root_stays_a_link_after_a_write(root: Path) -> None:
    (root / "b.md").symlink_to("a.md")

    replace_file(root, "b.md", revision_of(OLD), NEW)

    assert (root / "b.md").is_symlink()
    assert _files(root) == {"a.md": NEW, "b.md": NEW}


@pytest.mark.parametrize("now", [b"edited", b"", None])
def test_a_file_that_moved_on_is_not_written(root: Path, now: bytes | None) -> None:
    if now is None:
        (root / "a.md").unlink()
    else:
        (root / "a.md").write_bytes(now)
    before = _files(root)

    with pytest.raises(DocumentChanged):
        replace_file(root, "a.md", revision_of(OLD), NEW)

    assert _files(root) == before


def test_a_file_that_became_a_link_out_of_the_root_is_not_written(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_bytes(OLD)
    (root / "a.md").unlink()
    (root / "a.md").symlink_to(tmp_path / "secret.md")

    with pytest.raises(DocumentChanged, match="leads out of the root"):
        replace_file(root, "a.md", revision_of(OLD), NEW)

    assert (tmp_path / "secret.md").read_bytes() == OLD


def test_a_write_protected_file_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(WriteFailed, match="write-protected"):
        replace_file(root, "a.md", revision_of(OLD), NEW)

    assert _files(root) == {"a.md": OLD}


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_files_is_named(root: Path) -> None:
    root.chmod(0o500)

    with pytest.raises(WriteFailed, match="Permission denied"):
        replace_file(root, "a.md", revision_of(OLD), NEW)

    root.chmod(0o700)
    assert _files(root) == {"a.md": OLD}


@pytest.mark.parametrize("call", ["open", "fsync", "replace", "rename"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS])
def test_a_write_that_the_system_refuses_leaves_the_file_and_nothing_beside_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    refuse = _raising(OSError(number, os.strerror(number)))
    if call in ("replace", "rename"):
        monkeypatch.setattr(Path, "replace", refuse)
    else:
        monkeypatch.setattr(os, call, refuse)

    with pytest.raises(WriteFailed, match=os.strerror(number)):
        replace_file(root, "a.md", revision_of(OLD), NEW)

    assert _files(root) == {"a.md": OLD}


def test_what_a_killed_run_left_does_not_stop_the_next(root: Path) -> None:
    (root / f".a.md{SUFFIX}").write_bytes(b"ne")

    replace_file(root, "a.md", revision_of(OLD), NEW)

    assert _files(root) == {"a.md": NEW}


def _raising(error: OSError) -> Callable[..., object]:
    def raising(*_: object, **__: object) -> object:
        raise error

    return raising


def _files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}
