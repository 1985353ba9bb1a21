"""Postmortems in Markdown files below a root: fulfils `sync.ports.Documents`, `Tidies`, `Restores` and `Examines`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from connectors.markdown.aliases import aliases
from connectors.markdown.discovery import Patterns, named_paths
from connectors.markdown.examine import examine
from connectors.markdown.files import (
    Unreadable,
    check_writable,
    read_file,
    replace_file,
    revision_of,
)
from connectors.markdown.front_matter import said_by
from connectors.markdown.layout import Layout
from connectors.markdown.mend import mended
from connectors.markdown.partial import edit_what_can_be
from connectors.markdown.reader import read
from connectors.markdown.restore import restore
from connectors.markdown.reverse import hunks
from connectors.markdown.rules import Rules
from connectors.markdown.tidy import tidied
from sync.anatomy import Anatomy, Edit
from sync.errors import DocumentChanged, Problem, UserError
from sync.model.action import WriteCell
from sync.model.hunk import Hunk, Rewrite
from sync.model.postmortem import Postmortem
from sync.ports import Tidied, Written
from sync.taking_back import Restored

log = logging.getLogger("pm_sync.markdown")

FirstCommits = Callable[[Collection[str]], Mapping[str, date]]


class MarkdownDocuments:
    """The documents that the patterns match, and those that `paths` name whatever the patterns say."""

    def __init__(
        self,
        root: Path,
        documents: Sequence[str],
        exclude: Sequence[str],
        rules: Rules,
        *,
        paths: Sequence[Path] = (),
        here: Path | None = None,
        identity_prefix: str = "",
        first_commits: FirstCommits | None = None,
    ) -> None:
        self._root = root
        self._patterns = Patterns(documents, exclude)
        self._rules = rules
        self._paths = paths
        self._here = here or Path.cwd()
        self._prefix = identity_prefix
        self._first_commits = first_commits

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The paths that the command line named, relative to the root. Raises `UserError`."""
        paths = named_paths(self._root, self._here, self._paths, self._patterns)
        first = aliases(self._root, {*self._patterns.walk(self._root), *paths}).linked
        return tuple(dict.fromkeys(first.get(path, path) for path in paths))

    def read(self, paths: Collection[str] | None = None) -> Iterator[Postmortem | Problem]:
        """Yield every postmortem, or only those at `paths`, sorted by path; see `sync.ports.Documents`."""
        unlisted: dict[str, Problem] = {}
        everything = self._all(unlisted) if paths is None else set(paths)
        names = aliases(self._root, everything)
        if names.linked:
            log.info("%d documents are links to others, and read as those", len(names.linked))
        for path, other in names.hard.items():
            unlisted.setdefault(path, self._hard_link(path, other))
        for path in sorted({*(everything - names.linked.keys()), *unlisted}):
            yield unlisted.get(path) or self._one(path)

    def _hard_link(self, path: str, other: str) -> Problem:
        found = f"it is the same file as {other}, by a hard link that an edit would part"
        return Problem(path, None, found, "keep one of them, or copy it", self._prefix + path)

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        """Write the cells of one document in one step; see `sync.ports.Documents`."""
        data = self._as_planned(path, revision)
        edited, refused = self._edited(path, data, cells)
        if len(refused) < len(cells):
            note(Rewrite(revision, revision_of(edited), hunks(data, edited)))
            replace_file(self._root, path, revision, edited)
        return Written(revision_of(edited), refused)

    def restore(
        self,
        path: str,
        revision: str | None,
        rewrite: Rewrite,
        names: Collection[str],
        keep: Collection[Hunk] = (),
    ) -> Restored:
        """Take back what a write replaced; see `sync.taking_back.Restores`."""
        data = self._as_planned(path, revision)
        edited, left = restore(
            data, rewrite, frozenset(names), frozenset(keep), lambda text: self._layout(text, path)
        )
        if revision is not None and edited != data:
            replace_file(self._root, path, revision, edited)
        return Restored(self._layout(edited, path).postmortem, left)

    def rehearse(
        self, path: str, revision: str, cells: Sequence[WriteCell]
    ) -> Mapping[WriteCell, str]:
        """Which cells would be refused, and why; see `sync.ports.Documents`."""
        _, refused = self._edited(path, self._as_planned(path, revision), cells)
        if len(refused) < len(cells):
            check_writable(self._root, path)
        return refused

    def preview(self, path: str, revision: str, cells: Sequence[WriteCell]) -> tuple[bytes, bytes]:
        """The document before and after a write; see `sync.suggestions.Previews`."""
        data = self._as_planned(path, revision)
        return data, self._edited(path, data, cells)[0]

    def _edited(
        self, path: str, data: bytes, cells: Sequence[WriteCell]
    ) -> tuple[bytes, dict[WriteCell, str]]:
        layout = self._layout(data, path)
        return edit_what_can_be(
            data, layout, cells, lambda text: self._layout(text, path), self._rules.vocabulary
        )

    def tidy(self, path: str, revision: str, *, to_table: bool, dry: bool) -> Tidied:
        """Tidy one document in one step; see `sync.ports.Tidies`."""
        data = self._as_planned(path, revision)
        found = tidied(data, lambda text: self._layout(text, path), self._rules, to_table=to_table)
        changed = found.data != data
        if changed and not dry:
            replace_file(self._root, path, revision, found.data)
        return Tidied(path, changed, found.tables, found.lists, found.converted, found.left)

    def examine(self, path: str, revision: str) -> Anatomy:
        """How one document is built; see `sync.anatomy.Examines`."""
        return examine(self._as_planned(path, revision), self._rules)

    def mend(self, path: str, revision: str, edits: Sequence[Edit]) -> int:
        """Edit one document in one step; see `sync.anatomy.Examines`."""
        data = self._as_planned(path, revision)
        edited, made = mended(data, edits, lambda text: self._layout(text, path))
        if made:
            replace_file(self._root, path, revision, edited)
        return made

    def _as_planned(self, path: str, revision: str | None) -> bytes:
        try:
            data = read_file(self._root, path)
        except Unreadable as error:
            raise DocumentChanged(path, error.problem.found) from error
        if revision is not None and revision_of(data) != revision:
            raise DocumentChanged(path, "it was changed while this run worked")
        return data

    def _all(self, unlisted: dict[str, Problem]) -> set[str]:
        """Every document's path; folders that hide theirs are noted in `unlisted`."""

        def note(folder: str, error: OSError) -> None:
            found = f"its files cannot be listed: {error.strerror}"
            remedy = "make the folder readable"
            unlisted[folder] = Problem(folder, None, found, remedy, self._prefix + folder)

        return {*self._patterns.walk(self._root, note), *self.named}

    def _one(self, path: str) -> Postmortem | Problem:
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            return Problem(shown, None, "its name is no UTF-8", "rename it")
        data = b""
        try:
            data = read_file(self._root, path)
            postmortem = self._layout(data, path).postmortem
        except Unreadable as error:
            return replace(error.problem, identity=self._prefix + path)
        except UserError as error:
            problem = replace(error.problems[0], identity=self._prefix + path)
            return replace(problem, front_matter=said_by(data))
        except Exception as error:  # noqa: BLE001 - whatever a document holds, it never stops the others
            log.debug("a document could not be understood: %s", type(error).__name__)
            found = f"pm-sync fails on it ({type(error).__name__}), which is a defect"
            remedy = "report it with the document; the others are done"
            return Problem(path, None, found, remedy, self._prefix + path, said_by(data))
        if postmortem.date is None:
            committed = self._committed.get(path)
            origin = "the first commit of the file" if committed else ""
            postmortem = replace(postmortem, date=committed, date_origin=origin)
        return postmortem

    def _layout(self, data: bytes, path: str) -> Layout:
        return read(data, path, self._rules, identity=self._prefix + path)

    @cached_property
    def _committed(self) -> Mapping[str, date]:
        """When documents were first committed; asked once, and only if some document has no date."""
        if self._first_commits is None:
            return {}
        return self._first_commits(sorted(path for path in self._all({}) if path.isprintable()))
