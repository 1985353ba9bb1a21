"""What merging a checkout would do: its documents, judged by the settings of the commit that it is to be merged into.

Whoever proposes a change writes the documents. Where tickets go, how they look, who people are and which server is asked
is the base's to say: none of it is read from the checkout.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
import tempfile
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from config.environment import from_environment
from config.find import NAME, PYPROJECT, STATE, Place, find, look_in
from config.problem import SettingsError
from config.values import inside
from connectors.git.checkout import look
from connectors.git.process import GitFailed
from connectors.git.tree import Trees
from sync.cli.folder import FOLDER
from sync.cli.options import Common
from sync.cli.project import as_user_error
from sync.cli.proposed_lines import written
from sync.errors import UserError
from sync.world import World

_DEPTH: Final = (
    "in GitHub Actions, actions/checkout fetches it with `fetch-depth: 0`, or, for `HEAD^1` of a"
    " pull request, with `fetch-depth: 2`"
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A checkout that is to be merged: where its documents and the base's settings are, and what it changes."""

    place: Place
    changed: frozenset[str]
    """The files that differ from the base, as documents are called."""
    prefix: str = ""
    """Where the root lies below the top of the checkout."""
    head: str = ""
    """The last commit of what is proposed."""
    added: frozenset[tuple[str, int]] = frozenset()
    """The lines that it wrote, by document, where they are in that commit as they are here."""

    def narrowed(self, world: World) -> World:
        """The same world, in which only what is to be merged takes part; everything is read all the same."""
        only = world.policy.only
        own = self.changed if only is None else only & self.changed
        return replace(world, policy=replace(world.policy, only=own))


@contextlib.contextmanager
def merged_into(commit: str, common: Common) -> Iterator[Merge]:
    """The merge of what is checked out into a commit; its settings lie in a folder of their own until the end.

    Raises `UserError` where the checkout does not have the commit, or has no history in common with it.
    """
    start = (common.root or Path.cwd()).resolve()
    checkout = look(start, os.environ)
    if checkout is None:
        raise UserError("--base: this folder lies in no git checkout")
    source = _Source(Trees(checkout.top), commit, _known(Trees(checkout.top), commit))
    with tempfile.TemporaryDirectory(prefix="pm-sync-") as name:
        top = Path(name).resolve()
        try:
            place = source.place(top, checkout.prefix, exact=common.root is not None)
            prefix = _prefix(place.root, top)
            source.refuse_foreign(prefix)
            changed = source.changed(prefix)
            head, added = written(source.trees, source.commit, prefix, changed)
        except GitFailed as error:
            raise UserError(f"--base {commit}: {error}") from error
        except SettingsError as error:
            raise as_user_error(error) from None
        place = Place(checkout.top / prefix, place.file, elsewhere=place.root)
        yield Merge(place, changed, prefix, head, added)


@dataclass(frozen=True, slots=True)
class _Source:
    """The commit from which the settings come."""

    trees: Trees
    said: str
    """As the command line calls it."""
    commit: str

    def place(self, top: Path, prefix: str, *, exact: bool) -> Place:
        """The settings as the commit has them, laid below `top` with the files that they name."""
        start = top / prefix
        start.mkdir(parents=True, exist_ok=True)
        (top / ".git").mkdir()  # No settings are looked for above.
        folders = [prefix, *(f"{one}/" for one in _parents(prefix)), *([""] if prefix else [])]
        names = [folder + name for folder in folders for name in (NAME, PYPROJECT, STATE)]
        self._lay(names, top, needed=True)
        place = look_in(start) if exact else find(start)
        own = _prefix(place.root, top)
        self._lay([own + name for name in _named(place.file)], top)
        return place

    def _lay(self, names: Collection[str], top: Path, *, needed: bool = False) -> None:
        for path, entry in self.trees.at(self.commit, names).items():
            if entry is None:
                continue
            if not entry.is_plain:
                if needed and not path.endswith(STATE):
                    raise UserError(
                        f"--base {self.said}: {path} is no plain file there, so that its settings cannot be read"
                    )
                continue
            file = top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            data = self.trees.talk("cat-file", "blob", entry.blob)
            file.write_bytes(data.encode("utf-8", "surrogateescape"))

    def changed(self, prefix: str) -> frozenset[str]:
        """The files below the root that differ between where the histories parted and what is checked out."""
        head = self.trees.head()
        try:
            parted = self.trees.talk("merge-base", self.commit, head).split()[0]
        except (GitFailed, IndexError):
            raise UserError(
                f"--base {self.said}: this checkout knows no history that both have in common; {_DEPTH}"
            ) from None
        paths = self.trees.changed(parted, head)
        return frozenset(path.removeprefix(prefix) for path in paths if path.startswith(prefix))

    def refuse_foreign(self, prefix: str) -> None:
        """Raise `UserError` if what pm-sync keeps for itself came with the checkout: somebody else made it up."""
        head = self.trees.head()
        inner = ["--", prefix] if prefix else []
        names = self.trees.talk("ls-tree", "-z", "--name-only", "--full-tree", head, *inner)
        # Whatever the case: some file systems take it for the same folder.
        if (prefix + FOLDER).casefold() in names.casefold().split("\0"):
            raise UserError(
                f"--base: {prefix}{FOLDER} is committed here, and is not for git: what lies in it is not believed; take it out"
                " of this branch"
            )


def _known(trees: Trees, commit: str) -> str:
    """The hash of the commit."""
    try:
        options = ("--verify", "--quiet", "--end-of-options")
        return trees.talk("rev-parse", *options, f"{commit}^{{commit}}").strip()
    except (GitFailed, ValueError):
        raise UserError(f"--base {commit}: this checkout has no such commit; {_DEPTH}") from None


def _parents(prefix: str) -> Iterator[str]:
    folder = posixpath.dirname(prefix.rstrip("/"))
    while folder:
        yield folder
        folder = posixpath.dirname(folder)


def _prefix(root: Path, top: Path) -> str:
    """Where the root lies below the top: empty, or with a slash at the end."""
    inner = root.relative_to(top).as_posix()
    return "" if inner == "." else f"{inner}/"


def _named(file: Path | None) -> set[str]:
    """Whatever text of the settings may name a file, such as a template or the people: more than that does no harm."""
    told: list[object] = [from_environment(os.environ)]
    if file is not None:
        with contextlib.suppress(ValueError, RecursionError):  # Loading it tells what is wrong.
            told.append(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    return {name for text in _texts(told) if (name := _file_name(text))}


def _file_name(text: str) -> str:
    try:
        name = posixpath.normpath(inside(text))
    except ValueError:
        return ""
    return "" if name == "." else name


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
