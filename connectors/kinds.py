"""What a connector exports: a light value that names it, and opens it only when it is used.

An entry point of the group `pm_sync.trackers` or `pm_sync.documents` leads to a `TrackerKind` or
`DocumentsKind`. Its module must be cheap to import: whatever is slow belongs inside the functions.
"""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sync.hosting import CodeHost
    from sync.ports import Documents, Tracker
    from sync.references import ReferencePattern
    from sync.vocabulary import Vocabulary

OptionsT = TypeVar("OptionsT", bound="BaseModel")


def os_user() -> str:
    """The name of whoever runs this process, `pm-sync` where the system has none."""
    try:
        return getpass.getuser() or "pm-sync"
    except (ImportError, KeyError, OSError):
        return "pm-sync"


@dataclass(frozen=True, slots=True)
class Context:
    """What every connector may know about the run that it is opened for."""

    root: Path
    """The folder of the settings file: paths in options are relative to it and must not leave it."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """The clock, with a time zone."""
    user: str = "pm-sync"
    """Who acts, for a tracker that keeps a history."""
    sleep: Callable[[float], None] = time.sleep
    """Waits for so many seconds. A connector waits with nothing else: if the right to create was lost meanwhile, it raises `Exhausted`."""
    places: tuple[BaseModel, ...] = ()
    """What the routes to this tracker decide, each as its model for that."""
    creates: bool = True
    """Whether new tickets may go there; else only those that documents name are looked up."""
    cache: Path | None = None
    """A folder for what saves requests and nothing else; None where nothing is to be kept."""
    source: Callable[[str, int], str | None] = lambda _path, _line: None
    """The URL at which people read that line of that document; None where nobody knows one."""
    files: Path | None = None
    """Where the files that options name for reading are, if the settings are not those of the root."""


@dataclass(frozen=True, slots=True)
class TrackerKind(Generic[OptionsT]):
    """A kind of tracker."""

    name: str
    """As `tracker = "…"` names it: the entry point's name, and the `name` of what `open` returns."""
    options: Callable[[], type[OptionsT]]
    """Gives the model of `[trackers.NAME]`: frozen, and with `extra="forbid"`."""
    patterns: Callable[[OptionsT, tuple[BaseModel, ...]], tuple[ReferencePattern, ...]]
    """How references to its tickets look in a document, with what its routes decide. Never asks the tracker."""
    open: Callable[[OptionsT, Context], Tracker]
    """Makes a tracker that is ready to be asked, without asking it yet.

    Raises `UserError` for options that cannot be used.
    """
    place: Callable[[], type[BaseModel]] | None = None
    """Gives the model of what a route may decide for this tracker, frozen and with `extra="forbid"`; None: nothing."""
    host: Callable[[OptionsT, Context, str], CodeHost] | None = None
    """Opens the host of the repository `owner/name`, where this tracker is one; raises like `open`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document source may know of the run that it is opened for."""

    root: Path
    """The folder of the settings file; nothing outside of it is read or written."""
    documents: tuple[str, ...]
    """The patterns of the settings: which documents are postmortems."""
    exclude: tuple[str, ...] = ()
    references: tuple[ReferencePattern, ...] = ()
    """How references to tickets look."""
    vocabulary: Vocabulary | None = None
    """What people's words mean, those of the settings included; None has the built-in ones only."""
    paths: tuple[Path, ...] = ()
    """What the command line named, relative to `here`; read whatever the patterns say."""
    here: Path = field(default_factory=Path.cwd)
    identity_prefix: str = ""
    """Put before a document's path to get the path that the keys of its items are made from."""
    first_commits: Callable[[Collection[str]], Mapping[str, date]] | None = None
    """When documents were first committed, by path; None outside of a repository."""


@dataclass(frozen=True, slots=True)
class DocumentsKind(Generic[OptionsT]):
    """A kind of document source."""

    name: str
    """As `source = "…"` names it: the entry point's name."""
    options: Callable[[], type[OptionsT]]
    """Gives the model of `[sources.NAME]`: frozen, and with `extra="forbid"`."""
    open: Callable[[OptionsT, Reading], Documents]
    """Makes a source, without reading anything yet."""
