"""What waits on branches of pm-sync's own, laid into the files of a checkout for the time of a run, and taken back after it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from connectors.git.process import GitFailed
from connectors.git.standing import Standing
from connectors.git.tree import Entry, Files, Trees
from sync.atomic import write_atomically


class Laid:
    """The files of a checkout that have more than what is committed; paths are relative to its top.

    Every method raises `GitFailed` where git cannot tell, and `OSError` where a file cannot be written.
    """

    def __init__(self, trees: Trees, union: Collection[str]) -> None:
        self._trees = trees
        self._union = frozenset(union)
        self.files: dict[str, Entry] = {}
        """What was laid."""

    def lay(self, standings: Iterable[Standing], fits: Callable[[str], bool]) -> tuple[str, ...]:
        """Bring what waits into the files that fit; gives those where it collides with what was committed since, which stay.

        Raises `GitFailed` if one of them has changes that are not committed; then none was touched.
        """
        waiting: dict[str, Entry] = {}
        collided: list[str] = []
        for standing in standings:
            for path, merged in self._merged(standing, fits, waiting):
                if merged is None:
                    collided.append(path)
                else:
                    waiting[path] = merged
        paths = sorted(waiting)
        before, now = self.committed(paths), self.now(paths)
        for path in paths:
            if now[path] not in (before[path], waiting[path]):
                raise GitFailed(
                    f"{path} has changes that are not committed; commit or stash them first"
                )
        self.files = {path: entry for path, entry in waiting.items() if entry != before[path]}
        for path, entry in self.files.items():
            self._write(path, entry)
        return tuple(collided)

    def committed(self, paths: Collection[str]) -> dict[str, Entry | None]:
        """What the commit that is checked out has."""
        return self._trees.at(self._trees.head(), paths)

    def now(self, paths: Collection[str]) -> dict[str, Entry | None]:
        """What the checkout has."""
        return self._trees.of_checkout(self._trees.head(), paths)

    def start(self, paths: Collection[str]) -> dict[str, Entry | None]:
        """What the checkout had after laying, if nobody else writes into it."""
        known = self.committed(paths)
        return {path: self.files.get(path, entry) for path, entry in known.items()}

    def take_back(self, known: Files) -> tuple[str, ...]:
        """Bring back what is committed to the files that are as laid, or as `known`; gives the others, which stay."""
        paths = sorted({*known, *self.files})
        before, now = self.committed(paths), self.now(paths)
        left = []
        for path in paths:
            if now[path] == before[path]:
                continue
            if now[path] in (known.get(path), self.files.get(path)):
                self._write(path, before[path])
            else:
                left.append(path)
        return tuple(left)

    def _merged(
        self, standing: Standing, fits: Callable[[str], bool], waiting: Mapping[str, Entry]
    ) -> Iterator[tuple[str, Entry | None]]:
        """What each file becomes with what waits on one branch; None where that collides."""
        own = [path for path in self._trees.changed(standing.base, standing.tip) if fits(path)]
        base, theirs = self._trees.at(standing.base, own), self._trees.at(standing.tip, own)
        committed = self.committed(own)
        for path in own:
            mine, union = waiting.get(path, committed[path]), path in self._union
            if not union and (mine is None or not mine.is_plain):
                continue
            try:
                merged = self._trees.merged(path, base[path], mine, theirs[path], union=union)
            except GitFailed:
                yield path, None
                continue
            if merged is not None and merged.is_plain:
                yield path, merged

    def _write(self, path: str, entry: Entry | None) -> None:
        """As a checkout of it would, with the line ends and filters that are set for its path."""
        file = self._trees.top / path
        if entry is None:
            file.unlink(missing_ok=True)
            return
        told = self._trees.talk("cat-file", "--filters", f"--path={path}", entry.blob)
        write_atomically(file, told.encode("utf-8", "surrogateescape"))
