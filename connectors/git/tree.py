"""Commits of a few files, made beside the checkout: its index, its branch and its other files stay as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed
from connectors.git.remote import talk

LONG: Final = 120.0
"""Seconds for what may need a remote: a partial clone fetches what it lacks."""

_PLAIN: Final = "100644"
_FILES: Final = ("100644", "100755")
"""The modes of files; links and submodules are none."""
_FEW: Final = 200
"""So many paths are asked about at once."""
_LAZY: Final = {"GIT_NO_LAZY_FETCH": "0"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a path in a tree."""

    mode: str
    blob: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a file, and no link, folder or submodule."""
        return self.mode in _FILES


Files = Mapping[str, Entry | None]
"""By path from the top of the checkout; None where there is no such file."""


@dataclass(frozen=True, slots=True)
class Trees:
    """The objects of the checkout at `top`."""

    top: Path

    def at(self, commit: str, paths: Collection[str]) -> dict[str, Entry | None]:
        """What a commit has at these paths; links and submodules are told by their modes."""
        found: dict[str, Entry | None] = dict.fromkeys(paths)
        every = list(found)
        for start in range(0, len(every), _FEW):
            few = every[start : start + _FEW]
            # Without magic, or a name that begins with a colon would be some.
            told = self.talk(
                "--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", *few
            )
            for line in told.split("\0"):
                head, _, path = line.partition("\t")
                if path in found:
                    mode, _, blob = head.split()
                    found[path] = Entry(mode, blob)
        return found

    def of_checkout(self, commit: str, paths: Collection[str]) -> dict[str, Entry | None]:
        """The files as the checkout has them now, stored as `git add` would on top of a commit; None for what is not there."""
        there = self.at(commit, paths)
        for path, entry in there.items():
            if (self.top / path).is_symlink():
                raise GitFailed(f"{path} is a link")
            if entry is not None and not entry.is_plain:
                raise GitFailed(f"{path} is no plain file")
        names = "".join(f"{path}\0" for path in paths)
        with _folder() as folder:
            index = {"GIT_INDEX_FILE": str(folder / "index")}
            self.talk("read-tree", commit, environ=index)
            # By way of an index, which knows what line ends the file had until now.
            self.talk(
                "update-index", "--add", "--remove", "-z", "--stdin", text=names, environ=index
            )
            told = self.talk("ls-files", "--stage", "-z", environ=index).split("\0")
        blobs = {line.partition("\t")[2]: line.split()[1] for line in told if line}
        return {
            path: Entry(known.mode if (known := there[path]) else _PLAIN, blobs[path])
            if path in blobs
            else None
            for path in paths
        }

    def tree(self, commit: str, files: Files) -> str:
        """The tree of a commit with these files in the place of its own."""
        with _folder() as folder:
            index = {"GIT_INDEX_FILE": str(folder / "index")}
            self.talk("read-tree", commit, environ=index)
            self.stage(commit, files, index)
            return self.talk("write-tree", "--missing-ok", environ=index).strip()

    def stage(self, commit: str, files: Files, environ: Mapping[str, str] | None = None) -> None:
        """Put these files into the index, all or none; the checkout stays. Any `commit` tells how long a hash is."""
        gone = "0" * len(commit)
        lines = "".join(
            f"{entry.mode} {entry.blob}\t{path}\0" if entry else f"0 {gone}\t{path}\0"
            for path, entry in files.items()
        )
        self.talk("update-index", "-z", "--index-info", text=lines, environ=environ)

    def commit(self, tree: str, parent: str, message: str, author: Mapping[str, str]) -> str:
        """The commit of a tree."""
        return self.talk("commit-tree", tree, "-p", parent, text=message, environ=author).strip()

    def changed(self, old: str, new: str) -> dict[str, str]:
        """What differs between two commits or trees: a letter by path, as git tells it."""
        options = ("-r", "-z", "--no-renames", "--name-status")
        told = self.talk("diff-tree", *options, old, new).split("\0")
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
        if theirs is not None and not theirs.is_plain:
            raise GitFailed(f"{path} is no plain file there")
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if ours is None or theirs is None or (base is None and not union):
            raise GitFailed(f"{path} was added or removed there meanwhile")
        with _folder() as folder:
            names = []
            for name, entry in (("ours", ours), ("base", base), ("theirs", theirs)):
                data = self.talk("cat-file", "blob", entry.blob) if entry else ""
                (folder / name).write_bytes(data.encode("utf-8", "surrogateescape"))
                names.append(str(folder / name))
            try:
                self.talk("merge-file", "--quiet", *(["--union"] if union else []), *names)
            except GitFailed:
                raise GitFailed(f"{path} was changed at the same lines there meanwhile") from None
            blob = self.talk("hash-object", "-w", "--no-filters", "--", names[0]).strip()
        return Entry(theirs.mode, blob)

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether one commit is in the history of the other."""
        try:
            self.talk("merge-base", "--is-ancestor", old, new)
        except GitFailed:
            return False
        return True

    def head(self) -> str:
        """The commit that is checked out."""
        return self.talk("rev-parse", "--verify", "HEAD^{commit}").strip()

    def talk(
        self, *arguments: str, text: str = "", environ: Mapping[str, str] | None = None
    ) -> str:
        """What git prints, byte for byte; a partial clone fetches what it lacks."""
        return talk(
            self.top,
            *arguments,
            text=text,
            timeout=LONG,
            environ={**_LAZY, **(environ or {})},
            errors="surrogateescape",
        )


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pm-sync-") as folder:
        yield Path(folder)
