"""Checkouts of one repository on several machines: what one pushed, the other merges with what it has, line by line."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

STATE: Final = "pm-sync.state"
OURS: Final = ".pm-sync"
Files = dict[str, bytes]


def files_in(root: Path) -> Files:
    """What is committed: the documents and the state file."""
    found = {path: path.relative_to(root).as_posix() for path in root.glob("postmortems/**/*.md")}
    if (root / STATE).exists():
        found[root / STATE] = STATE
    return {name: path.read_bytes() for path, name in sorted(found.items())}


def put(root: Path, files: Mapping[str, bytes]) -> None:
    """Let the folder hold these files and no others."""
    for name in files_in(root).keys() - files.keys():
        (root / name).unlink()
    for name, data in files.items():
        path = root / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


class Checkout:
    """A folder with documents, a state file, and what one machine alone keeps."""

    def __init__(self, root: Path, files: Mapping[str, bytes]) -> None:
        self.root = root
        self._pulled = dict(files)
        root.mkdir()
        put(root, files)

    def pull(self, origin: Mapping[str, bytes], *, prefer_ours: bool) -> set[str]:
        """Merge what others pushed; where both changed the same lines a person prefers one. Returns where that was."""
        ours, contested = files_in(self.root), set()
        merged: Files = {}
        for name in sorted({*ours, *origin}):
            one = _File(self._pulled.get(name), ours.get(name), origin.get(name))
            data, conflict = one.merged(union=name == STATE, prefer_ours=prefer_ours)
            if conflict:
                contested.add(name)
            if data is not None:
                merged[name] = data
        put(self.root, merged)
        self._pulled = dict(origin)
        return contested

    def pushed(self) -> Files:
        """What is there for the others, after a pull."""
        self._pulled = files_in(self.root)
        return dict(self._pulled)

    def throw_away(self, origin: Mapping[str, bytes], *, wholly: bool) -> None:
        """The push failed, and what the run wrote is gone; `wholly` with what the machine kept for itself."""
        put(self.root, origin)
        self._pulled = dict(origin)
        if wholly:
            shutil.rmtree(self.root / OURS, ignore_errors=True)


class _File:
    """One file, as it was pulled, as it is here, and as the others have it now."""

    def __init__(self, base: bytes | None, ours: bytes | None, theirs: bytes | None) -> None:
        self._base, self._ours, self._theirs = base, ours, theirs

    def merged(self, *, union: bool, prefer_ours: bool) -> tuple[bytes | None, bool]:
        """What the merge gives, and whether a person had to choose."""
        base, ours, theirs = self._base, self._ours, self._theirs
        if ours in (base, theirs):
            return theirs, False
        if theirs == base:
            return ours, False
        if ours is None or theirs is None:
            return ours if theirs is None else theirs, True
        if union:
            return _merge_file("--union", ours, base or b"", theirs)[0], False
        told, conflicts = _merge_file("-q", ours, base or b"", theirs)
        if not conflicts:
            return told, False
        side = "--ours" if prefer_ours else "--theirs"
        return _merge_file(side, ours, base or b"", theirs)[0], True


def _merge_file(how: str, *texts: bytes) -> tuple[bytes, int]:
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text)
        done = subprocess.run(
            ["git", "merge-file", "-p", how, *map(str, paths)],
            capture_output=True,
            check=False,
        )
    assert done.returncode < 128, done.stderr
    return done.stdout, done.returncode
