"""Commits of a few files, made beside the checkout: its index, its branch and its other files stay as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed, git
from connectors.git.remote import TIMEOUT, talk

_PLAIN: Final = "100644"
_FILES: Final = ("100644", "100755")
"""The modes of files; links and submodules are none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a tree."""

    mode: str
    blob: str


Files = Mapping[str, Entry | None]
"""By path from the top of the checkout; None where there is no such file."""


@dataclass(frozen=True, slots=True)
class Trees:
    """The objects of the checkout at `top`."""

    top: Path

    def at(self, commit: str, paths: Collection[str]) -> dict[str, Entry | None]:
        """The files at these paths in a commit. Raises `GitFailed` for what is no plain file there."""
        found: dict[str, Entry | None] = dict.fromkeys(paths)
        for path in paths:
            line = git(self.top, "ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
            told = line.rstrip("\0").partition("\t")[0].split()
            if not told:
                continue
            if told[0] not in _FILES:
                raise GitFailed(f"{path} is no plain file")
            found[path] = Entry(told[0], told[2])
        return found

    def of_checkout(self, path: str, there: Entry | None) -> Entry | None:
        """The file as the checkout has it now, stored as `git add` would; None if it is not there."""
        file = self.top / path
        if file.is_symlink():
            raise GitFailed(f"{path} is a link")
        if not file.is_file():
            return None
        blob = talk(self.top, "hash-object", "-w", f"--path={path}", "--", str(file)).strip()
        return Entry(there.mode if there else _PLAIN, blob)

    def tree(self, commit: str, files: Files) -> str:
        """The tree of a commit with these files in the place of its own."""
        gone = "0" * len(commit)
        lines = "".join(
            f"{entry.mode} {entry.blob}\t{path}\0" if entry else f"0 {gone}\t{path}\0"
            for path, entry in files.items()
        )
        with _folder() as folder:
            index = {"GIT_INDEX_FILE": str(folder / "index")}
            talk(self.top, "read-tree", commit, environ=index)
            talk(self.top, "update-index", "-z", "--index-info", text=lines, environ=index)
            return talk(self.top, "write-tree", environ=index).strip()

    def commit(self, tree: str, parent: str, message: str, author: Mapping[str, str]) -> str:
        """The commit of a tree."""
        return talk(
            self.top, "commit-tree", tree, "-p", parent, text=message, environ=author
        ).strip()

    def changed(self, old: str, new: str) -> dict[str, str]:
        """What differs between two commits or trees: a letter by path, as git tells it."""
        told = git(
            self.top, "diff-tree", "-r", "-z", "--no-renames", "--name-status", old, new
        ).split("\0")
        return dict(zip(told[1::2], told[0::2], strict=False))

    def merged(
        self,
        path: str,
        base: Entry | None,
        ours: Entry | None,
        theirs: Entry | None,
        *,
        union: bool,
    ) -> Entry | None:
        """What both sides made of a file, line by line; `union` keeps the lines of both. Raises `GitFailed` where they collide."""
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if ours is None or theirs is None or (base is None and not union):
            raise GitFailed(f"{path} was added or removed there meanwhile")
        with _folder() as folder:
            names = []
            for name, entry in (("ours", ours), ("base", base), ("theirs", theirs)):
                data = git(self.top, "cat-file", "blob", entry.blob) if entry else ""
                (folder / name).write_bytes(data.encode("utf-8", "surrogateescape"))
                names.append(str(folder / name))
            try:
                talk(self.top, "merge-file", "--quiet", *(["--union"] if union else []), *names)
            except GitFailed:
                raise GitFailed(f"{path} was changed at the same lines there meanwhile") from None
            blob = talk(self.top, "hash-object", "-w", "--no-filters", "--", names[0]).strip()
        return Entry(theirs.mode, blob)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pm-sync-") as folder:
        yield Path(folder)


def is_ancestor(top: Path, old: str, new: str) -> bool:
    """Whether one commit is in the history of the other."""
    try:
        git(top, "merge-base", "--is-ancestor", old, new, timeout=TIMEOUT)
    except GitFailed:
        return False
    return True
