"""Postmortems in files: all that can be read are, and what cannot is told; writes touch nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from connectors.markdown.layout import Layout
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from connectors.markdown.source import FirstCommits, MarkdownDocuments
from sync.errors import DocumentChanged, Problem, UserError, WriteFailed
from sync.model.postmortem import Postmortem, Status
from tests.connectors.markdown.writing import RULES, link, move

TEXT = "# Checkout was down\r\n\r\n## Action items\r\n\r\n- Add alert\r\n- Fix it\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "postmortems").mkdir(parents=True)
    return folder


def source(root: Path, *paths: str, first_commits: FirstCommits | None = None) -> MarkdownDocuments:
    return MarkdownDocuments(
        root,
        ["postmortems/**/*.md"],
        ["**/*template*"],
        RULES,
        paths=[Path(path) for path in paths],
        here=root,
        identity_prefix="docs/",
        first_commits=first_commits,
    )


def put(root: Path, name: str, content: str | bytes = TEXT) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    file = root / "postmortems" / name
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_bytes(data)
    return f"postmortems/{name}"


def one(root: Path, path: str) -> Postmortem:
    [found] = source(root).read([path])
    assert isinstance(found, Postmortem), found
    return found


def trouble(root: Path, path: str) -> Problem:
    [found] = source(root).read([path])
    assert isinstance(found, Problem)
    return found


def test_all_documents_are_read_sorted_by_path(root: Path) -> None:
    for name in ("b.md", "a.md", "2026/c.md", "template.md"):
        put(root, name)

    found = list(source(root).read())

    assert [document.path for document in found] == [
        "postmortems/2026/c.md",
        "postmortems/a.md",
        "postmortems/b.md",
    ]
    assert all(isinstance(document, Postmortem) for document in found)


def test_no_documents_are_no_trouble(tmp_path: Path) -> None:
    assert list(source(tmp_path).read()) == []


def test_identity_is_made_from_the_git_top(root: Path) -> None:
    assert one(root, put(root, "a.md")).identity == "docs/postmortems/a.md"


def test_an_empty_document_has_no_items(root: Path) -> None:
    assert one(root, put(root, "a.md", b"")).items == ()


def test_named_paths_are_read_whatever_the_patterns_say(root: Path) -> None:
    put(root, "a.md")
    (root / "other.md").write_text(TEXT)

    documents = source(root, "other.md")

    assert documents.named == ("other.md",)
    assert [document.path for document in documents.read()] == ["other.md", "postmortems/a.md"]


def test_a_named_path_that_is_missing_is_told(root: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        list(source(root, "nothing.md").read())


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"# Outage\n\nna\xefve\n", 3, "byte 13 (0xef) is no UTF-8"),
        (b"# Outage\n\0\n", 2, "a NUL byte: this is no text"),
        ("# Outage\n".encode("utf-16"), 1, None),
    ],
)
def test_what_is_no_text_is_told_with_its_line(
    root: Path, content: bytes, line: int, found: str | None
) -> None:
    problem = trouble(root, put(root, "a.md", content))

    assert (problem.path, problem.line) == ("postmortems/a.md", line)
    assert found is None or problem.found == found


def test_trouble_never_stops_the_others(root: Path, tmp_path: Path) -> None:
    put(root, "a.md")
    put(root, "b.md", b"\xff")
    (root / "postmortems/c.md").symlink_to(tmp_path / "nowhere.md")
    (root / "postmortems/d.md").symlink_to("d.md")
    os.mkfifo(root / "postmortems/e.md")
    (root / "postmortems/f.md").symlink_to("/etc/passwd")
    put(root, "z.md")

    found = {document.path: document for document in source(root).read()}

    assert len(found) == 7
    assert [path for path, one in found.items() if isinstance(one, Postmortem)] == [
        "postmortems/a.md",
        "postmortems/z.md",
    ]


def test_a_folder_that_cannot_be_listed_is_told_in_its_place(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a.md")
    put(root, "locked/b.md")
    scandir = os.scandir

    def locked(path: str | Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    found = list(source(root).read())

    assert [document.path for document in found] == ["postmortems/a.md", "postmortems/locked"]
    assert str(found[1]).startswith("postmortems/locked: its files cannot be listed: Permission")


def test_a_name_that_is_no_utf_8_is_told_readably(root: Path) -> None:
    (root / "postmortems" / os.fsdecode(b"caf\xe9.md")).write_bytes(TEXT.encode())

    [problem] = source(root).read()

    assert isinstance(problem, Problem)
    assert problem.path == "postmortems/caf\\udce9.md"
    assert problem.found == "its name is no UTF-8"


def test_a_document_without_a_date_has_the_day_of_its_first_commit(root: Path) -> None:
    put(root, "2026-10-02-a.md")
    put(root, "b.md")
    put(root, "c.md")
    asked: list[Collection[str]] = []

    def commits(paths: Collection[str]) -> Mapping[str, date]:
        asked.append(paths)
        return {"postmortems/b.md": date(2026, 11, 3)}

    found = list(source(root, first_commits=commits).read())

    assert [document.date for document in found if isinstance(document, Postmortem)] == [
        date(2026, 10, 2),
        date(2026, 11, 3),
        None,
    ]
    assert len(asked) == 1


def test_the_history_is_not_asked_if_all_documents_tell_their_date(root: Path) -> None:
    put(root, "2026-10-02-a.md")

    def commits(paths: Collection[str]) -> Mapping[str, date]:
        raise AssertionError("nobody needs it")

    [found] = source(root, first_commits=commits).read()

    assert isinstance(found, Postmortem)


def test_a_write_changes_its_places_and_gives_the_next_revision(root: Path) -> None:
    path = put(root, "a.md")
    before = one(root, path)

    written = source(root).write(
        path, before.revision, [link(before.items[0], 7), move(before.items[0], Status.DONE)]
    )

    assert (root / path).read_bytes() == TEXT.replace(
        "Add alert", "Add alert (LOCAL-7, done)"
    ).encode()
    assert one(root, path).revision == written.revision


def test_a_write_through_a_link_writes_the_file(root: Path) -> None:
    put(root, "a.md")
    (root / "postmortems/b.md").symlink_to("a.md")
    before = one(root, "postmortems/b.md")

    source(root).write("postmortems/b.md", before.revision, [link(before.items[0], 7)])

    assert (root / "postmortems/b.md").is_symlink()
    assert b"LOCAL-7" in (root / "postmortems/a.md").read_bytes()


@pytest.mark.parametrize("now", ["", TEXT + "\n", b"\xff", None])
def test_a_document_that_moved_on_is_not_written(root: Path, now: str | bytes | None) -> None:
    path = put(root, "a.md")
    before = one(root, path)
    if now is None:
        (root / path).unlink()
    else:
        put(root, "a.md", now)
    bytes_now = None if now is None else (root / path).read_bytes()

    with pytest.raises(DocumentChanged):
        source(root).write(path, before.revision, [link(before.items[0], 7)])

    assert bytes_now == ((root / path).read_bytes() if (root / path).exists() else None)


def test_a_document_edited_while_it_is_written_keeps_the_edit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first look and the last a person saves the file."""
    path = put(root, "a.md")
    before = one(root, path)
    documents = source(root)
    opened = Path.open
    looks = 0

    def open_and_edit(file: Path, *arguments: str) -> object:
        nonlocal looks
        looks += 1
        if looks == 2:
            file.write_bytes(b"# Mine\n")
        return opened(file, *arguments)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", open_and_edit)
        patched.setattr(Path, "write_bytes", _write_bytes)
        with pytest.raises(DocumentChanged):
            documents.write(path, before.revision, [link(before.items[0], 7)])

    assert (root / path).read_bytes() == b"# Mine\n"


def test_a_refused_edit_leaves_the_file(root: Path) -> None:
    path = put(root, "a.md", "## Action items\n\n| Action | Owner |\n|--|--|\n| Fix | Ann | x |\n")
    before = one(root, path)
    data = (root / path).read_bytes()

    cell = link(before.items[0], 7)
    written = source(root).write(path, before.revision, [cell])

    assert "nobody can tell which cell is which" in written.refused[cell]
    assert written.revision == before.revision
    assert (root / path).read_bytes() == data


def test_one_item_that_cannot_be_written_does_not_stop_the_others(root: Path) -> None:
    path = put(
        root, "a.md", "## Action items\n\n" + "".join(f"- Add alert {n}\n" for n in range(20))
    )
    before = one(root, path)
    cells = [link(item, 7 + number) for number, item in enumerate(before.items)]
    cells[13] = replace(cells[13], new="LOCAL-\x1b")
    orphaned = move(before.items[13], Status.DONE)

    written = source(root).write(path, before.revision, [orphaned, *cells])

    assert written.refused.keys() == {cells[13], orphaned}
    assert [len(item.references) for item in one(root, path).items].count(1) == 19
    assert b"- Add alert 13\n" in (root / path).read_bytes()


def test_a_full_disk_leaves_the_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(root, "a.md")
    before = one(root, path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(WriteFailed, match="No space left on device"):
            source(root).write(path, before.revision, [link(before.items[0], 7)])

    assert [file.name for file in (root / "postmortems").iterdir()] == ["a.md"]
    assert (root / path).read_bytes() == TEXT.encode()


def _write_bytes(file: Path, data: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_TRUNC)
    os.write(handle, data)
    os.close(handle)


def test_a_link_to_another_document_is_no_second_document(root: Path) -> None:
    path = put(root, "a.md")
    (root / "postmortems/latest.md").symlink_to("a.md")

    assert [found.path for found in source(root).read()] == [path]
    assert source(root, "postmortems/latest.md").named == (path,)


def test_of_two_links_to_a_file_that_is_no_document_itself_the_first_is_read(root: Path) -> None:
    (root / "elsewhere.txt").write_bytes(TEXT.encode())
    put(root, "z.md", "# Other\n")
    for name in ("b.md", "c.md"):
        (root / "postmortems" / name).symlink_to("../elsewhere.txt")

    assert [found.path for found in source(root).read()] == ["postmortems/b.md", "postmortems/z.md"]


def test_a_document_on_which_the_reader_fails_stops_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "postmortems/a.md").write_text(TEXT)
    (root / "postmortems/b.md").write_text("# B\n\n## Action items\n\n- Fix b\n")

    def failing(data: bytes, path: str, rules: Rules, *, identity: str = "") -> Layout:
        if path.endswith("a.md"):
            raise IndexError("tuple index out of range")
        return read(data, path, rules, identity=identity)

    monkeypatch.setattr("connectors.markdown.source.read", failing)

    told = list(source(root).read())

    assert any(isinstance(one, Postmortem) and one.path == "postmortems/b.md" for one in told)
    (problem,) = [one for one in told if isinstance(one, Problem)]
    assert problem.path == "postmortems/a.md"
    assert "IndexError" in problem.found


def test_a_rehearsal_tells_what_a_write_would_refuse_and_leaves_the_file(root: Path) -> None:
    text = (
        "# Outage\n\n## Action items\n\n### Add alert\n\nSoon.\n\n### Fix it\n\n```\nnever closed\n"
    )
    path = put(root, "a.md", text)
    found = one(root, path)
    cells = [replace(link(item, 7 + n), document=path) for n, item in enumerate(found.items)]

    rehearsed = source(root).rehearse(path, found.revision, cells)

    assert (root / path).read_text() == text
    assert [cell.title for cell in rehearsed] == ["Fix it"]
    assert source(root).write(path, found.revision, cells).refused == rehearsed


def test_a_rehearsal_of_what_was_edited_meanwhile_says_so(root: Path) -> None:
    path = put(root, "a.md")
    before = one(root, path)
    put(root, "a.md", TEXT + "- Tell everybody\r\n")

    with pytest.raises(DocumentChanged):
        source(root).rehearse(
            path, before.revision, [replace(link(before.items[0], 7), document=path)]
        )
