"""Which files are postmortems."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.markdown.discovery import Patterns, named_paths
from sync.errors import UserError

TREE = (
    "README.md",
    "postmortems/a.md",
    "postmortems/b.MD",
    "postmortems/notes.txt",
    "postmortems/template.md",
    "postmortems/2026/c.md",
    "postmortems/2026/11/d.md",
    "postmortems/.drafts/e.md",
    "postmortems/.hidden.md",
    "other/f.md",
    ".git/g.md",
    "postmortems/.git/h.md",
    ".pm-sync/i.md",
    "postmortems/[x].md",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in TREE:
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"# Outage\n")
    return tmp_path / "root"


def walked(root: Path, *documents: str, exclude: tuple[str, ...] = ()) -> set[str]:
    found = list(Patterns(documents, exclude).walk(root))
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("postmortems/*.md", {"a", "template", ".hidden", "[x]"}),
        ("postmortems/a.md", {"a"}),
        ("./postmortems/a.md", {"a"}),
        ("postmortems/2026/**/*.md", {"2026/c", "2026/11/d"}),
        ("postmortems/*/*.md", {"2026/c", ".drafts/e"}),
        ("postmortems/?.md", {"a"}),
        ("postmortems/[ab].md", {"a"}),
        ("postmortems/[[]x].md", {"[x]"}),
        ("nowhere/**/*.md", set()),
    ],
)
def test_patterns_name_files(root: Path, pattern: str, expected: set[str]) -> None:
    assert walked(root, pattern) == {f"postmortems/{name}.md" for name in expected}


def test_two_stars_go_through_all_folders_but_those_of_programs(root: Path) -> None:
    assert walked(root, "**/*.md") == {
        "README.md",
        "other/f.md",
        "postmortems/a.md",
        "postmortems/template.md",
        "postmortems/2026/c.md",
        "postmortems/2026/11/d.md",
        "postmortems/.drafts/e.md",
        "postmortems/.hidden.md",
        "postmortems/[x].md",
    }


def test_several_patterns_name_a_file_once(root: Path) -> None:
    assert walked(root, "postmortems/a.md", "postmortems/?.md", "**/a.md") == {"postmortems/a.md"}


def test_what_is_excluded_is_left_out(root: Path) -> None:
    assert walked(root, "postmortems/*.md", exclude=("**/*template*", "**/.*")) == {
        "postmortems/a.md",
        "postmortems/[x].md",
    }


def test_case_counts(root: Path) -> None:
    assert walked(root, "postmortems/*.MD") == {"postmortems/b.MD"}


def test_linked_files_are_found_and_linked_folders_below_are_not_entered(root: Path) -> None:
    (root / "postmortems/2026/link.md").symlink_to("c.md")
    (root / "postmortems/2026/loop").symlink_to(root / "postmortems")

    assert walked(root, "postmortems/2026/**/*.md") == {
        "postmortems/2026/c.md",
        "postmortems/2026/link.md",
        "postmortems/2026/11/d.md",
    }


def test_a_link_to_nothing_is_found_so_that_it_can_be_told(root: Path) -> None:
    (root / "postmortems/2026/link.md").symlink_to("nothing.md")

    assert "postmortems/2026/link.md" in walked(root, "postmortems/2026/*.md")


def test_a_name_that_is_no_utf_8_is_found(root: Path) -> None:
    (root / "postmortems/2026" / os.fsdecode(b"\xff.md")).write_bytes(b"")

    assert "postmortems/2026/\udcff.md" in walked(root, "postmortems/2026/*.md")


def test_a_folder_that_cannot_be_listed_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lock(monkeypatch, root / "postmortems/2026")
    told: list[tuple[str, int | None]] = []

    found = set(
        Patterns(["postmortems/**/*.md"]).walk(
            root, lambda folder, error: told.append((folder, error.errno))
        )
    )

    assert told == [("postmortems/2026", errno.EACCES)]
    assert "postmortems/a.md" in found


def test_named_files_are_taken_whatever_the_patterns_say(root: Path) -> None:
    found = named_paths(root, root / "postmortems", _paths("../README.md", "a.md"), _usual())

    assert found == ("README.md", "postmortems/a.md")


def test_a_named_folder_means_the_matching_files_in_it(root: Path) -> None:
    assert named_paths(root, root, _paths("postmortems/2026"), _usual()) == (
        "postmortems/2026/11/d.md",
        "postmortems/2026/c.md",
    )


def test_the_root_itself_can_be_named(root: Path) -> None:
    assert set(named_paths(root, root, _paths("."), _usual())) == walked(
        root, "postmortems/**/*.md"
    )


def test_a_file_named_twice_is_taken_once(root: Path) -> None:
    paths = _paths(
        "postmortems/a.md", "./postmortems/../postmortems/a.md", str(root / "postmortems/a.md")
    )

    assert named_paths(root, root, paths, _usual()) == ("postmortems/a.md",)


def test_all_that_is_wrong_with_named_paths_is_told_at_once(root: Path, tmp_path: Path) -> None:
    (root / "empty").mkdir()
    paths = _paths("nothing.md", "../secret.md", "empty", "postmortems/a.md", str(tmp_path))

    with pytest.raises(UserError) as caught:
        named_paths(root, root, paths, _usual())

    assert [(problem.path, problem.found) for problem in caught.value.problems] == [
        ("nothing.md", "there is no such file"),
        ("../secret.md", f"it lies outside of {root}"),
        ("empty", "no postmortems are in this folder"),
        (str(tmp_path), f"it lies outside of {root}"),
    ]
    assert all(problem.remedy for problem in caught.value.problems)


def test_paths_are_understood_below_a_root_that_is_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)

    found = named_paths(tmp_path / "link", tmp_path / "link", [root / "postmortems/a.md"], _usual())

    assert found == ("postmortems/a.md",)


def _usual() -> Patterns:
    return Patterns(["postmortems/**/*.md"])


def _paths(*names: str) -> list[Path]:
    return [Path(name) for name in names]


def _lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make a folder unreadable for everybody, root as well."""
    scandir = os.scandir

    def locked(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)


def test_a_folder_with_the_name_of_a_file_is_found_so_that_it_can_be_told(root: Path) -> None:
    (root / "postmortems" / "2026.md").mkdir()
    (root / "postmortems" / "2026.md" / "z.md").write_bytes(b"")

    assert {"postmortems/2026.md", "postmortems/2026.md/z.md"} <= walked(
        root, "postmortems/**/*.md"
    )
    assert "postmortems/2026.md" not in walked(root, "postmortems/**")
    assert "postmortems/2026.md" not in walked(root, "**", "other/f.md")


def test_a_path_through_a_linked_folder_is_inside(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    path = tmp_path / "link" / "postmortems" / "a.md"

    assert named_paths(root, root, [path], Patterns(["**/*.md"])) == ("postmortems/a.md",)
