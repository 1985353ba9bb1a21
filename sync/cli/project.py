"""What a run is about: the root, its settings, and the git checkout around it."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from config.find import Place, find, look_in
from config.load import Loaded, load
from config.problem import SettingsError
from config.settings import NoPlace
from connectors.git.checkout import Checkout, look
from connectors.git.origin import origins
from connectors.kinds import Context, Reading, os_user
from connectors.registry import documents_kind, tracker_kind
from sync.cli.discretion import Discretion
from sync.cli.folder import FOLDER
from sync.cli.options import Common
from sync.cli.overheard import overheard
from sync.cli.words import vocabulary_of
from sync.errors import Problem, UserError
from sync.policy import People, Person, nowhere
from sync.references import ReferencePattern
from sync.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sync.ports import Documents, Tracker

log = logging.getLogger("pm_sync.cli")


class Project:
    """Opened from the options of a command. Raises `UserError` with every problem of the settings."""

    def __init__(self, common: Common, place: Place | None = None) -> None:
        self.environ: Mapping[str, str] = os.environ
        try:
            self.place = place or (
                look_in(common.root.resolve()) if common.root else find(Path.cwd())
            )
            self._loaded = _load(self.place, self.environ, common)
        except SettingsError as error:
            raise as_user_error(error) from None
        self.settings = self._loaded.settings
        self.discretion = Discretion(common, self.root, self.private)
        self.unopened: dict[str, str] = {}
        """Trackers that could not be opened, and were not needed, each with the reason."""
        self.keeps = True
        """Whether trackers may keep what saves requests in `.pm-sync/`."""

    @property
    def root(self) -> Path:
        """The folder to which all paths are relative."""
        return self.place.root

    @property
    def folder(self) -> Path:
        """Where what is not for git is kept."""
        return self.root / FOLDER

    @cached_property
    def checkout(self) -> Checkout | None:
        """The git checkout that the root lies in."""
        return look(self.root, self.environ)

    @cached_property
    def private(self) -> Callable[[str], bool]:
        """Whether the settings call the document at a path restricted."""
        patterns = self.settings.private.paths
        if not patterns:
            return nowhere
        from connectors.markdown.discovery import matcher  # noqa: PLC0415 - most settings have none

        fits, home = matcher(patterns), self.root.resolve()

        @cache
        def private(path: str) -> bool:
            real = Path(os.path.realpath(home / path))
            inside = real.is_relative_to(home) and fits(real.relative_to(home).as_posix())
            return fits(path) or inside

        return private

    def origins(self) -> Callable[[str], str | None]:
        """Gives the page of the repository that a document lies in, by its path."""
        return origins(self.root, self.checkout, self.environ)

    @property
    def project_id(self) -> str:
        """The part of every item's key that keeps repositories apart."""
        if self.settings.project.id is not None:
            return self.settings.project.id
        return self.environ.get("GITHUB_REPOSITORY") or (
            (self.checkout.repository if self.checkout else None) or ""
        )

    def is_document(self, path: str) -> bool:
        """Whether the settings call the file at a path a postmortem."""
        return self._patterns(path)

    @cached_property
    def _patterns(self) -> Callable[[str], bool]:
        from connectors.markdown.discovery import Patterns  # noqa: PLC0415 - few commands need it

        return Patterns(self.settings.documents, self.settings.exclude).match

    def documents(
        self,
        paths: Sequence[Path] = (),
        patterns: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
    ) -> Documents:
        """The postmortems; files that `paths` name are read whatever the settings say. None is what the settings say."""
        kind = documents_kind(self.settings.source)
        options = self._options("sources", kind.name, kind.options())
        checkout = self.checkout
        self.discretion.name(paths)
        source = kind.open(
            options,
            Reading(
                root=self.root,
                documents=self.settings.documents if patterns is None else tuple(patterns),
                exclude=self.settings.exclude if exclude is None else tuple(exclude),
                references=self._references(),
                vocabulary=self.vocabulary,
                paths=tuple(paths),
                identity_prefix=checkout.prefix if checkout else "",
                first_commits=checkout.first_commits if checkout else None,
            ),
        )
        return overheard(source, lambda one: self.discretion.hear(one, self._called))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What words mean here. Raises `UserError` for words of the settings that cannot mean it."""
        return vocabulary_of(self.settings, self._loaded.where)

    @cached_property
    def people(self) -> People:
        """The people whom the settings know."""
        return People(
            tuple(
                Person(name, person.aliases, person.identities, person.left)
                for name, person in self.settings.people.items()
            )
        )

    def _called(self, owner: str) -> Iterator[str]:
        """The names of an owner in the trackers."""
        return (self.people.owner(owner, name).identity for name in self.tracker_names)

    @cached_property
    def tracker_names(self) -> tuple[str, ...]:
        """The trackers of a run: that of the settings first, then those of routes, then others that the settings tell of."""
        routed = [self._routed(number) for number in range(len(self.settings.routes))]
        others = [name for name in self._loaded.used_trackers() if name != "local"]
        return tuple(dict.fromkeys((self.settings.tracker, *routed, *others)))

    def _routed(self, number: int) -> str:
        """The tracker of a route. Raises `UserError`, with the route's place, if there is no such tracker."""
        name = self.settings.routes[number].tracker or self.settings.tracker
        if name != self.settings.tracker:
            try:
                tracker_kind(name)
            except UserError as error:
                raise UserError(f"{self.where(number)}: {error}") from None
        return name

    @property
    def destinations(self) -> frozenset[str]:
        """Those that new tickets may go to."""
        routed = (route.tracker for route in self.settings.routes if route.tracker)
        return frozenset((self.settings.tracker, *routed))

    def tracker(self, name: str, sleep: Callable[[float], None] = time.sleep) -> Tracker:
        """One of the trackers, ready to be asked. Raises `UserError` for settings that cannot be used."""
        kind, creates = tracker_kind(name), name in self.destinations
        return kind.open(
            self.options(name),
            replace(self.context(), places=self.places(name), creates=creates, sleep=sleep),
        )

    @contextlib.contextmanager
    def trackers(
        self, sleep: Callable[[float], None], *, spare: bool = False
    ) -> Iterator[dict[str, Tracker]]:
        """The trackers of a run, by name. One to which nothing is sent, only asked of, may be missing: that is told.

        With `spare` nothing is sent to any of them.
        """
        with contextlib.ExitStack() as opened:
            trackers: dict[str, Tracker] = {}
            for name in self.tracker_names:
                try:
                    trackers[name] = self.tracker(name, sleep)
                except UserError as error:
                    if name in self.destinations and not spare:
                        raise
                    self.unopened[name] = str(error)
                    log.warning("%s is not asked about its tickets: %s", name, error)
                    continue
                opened.callback(trackers[name].close)
            yield trackers

    def places(self, name: str) -> tuple[BaseModel, ...]:
        """What the routes to a tracker decide, as its own model. Raises `UserError` with every problem of theirs."""
        kind, places = tracker_kind(name), []
        for number, route in enumerate(self.settings.routes):
            if (route.tracker or self.settings.tracker) != name:
                continue
            model = kind.place() if kind.place else NoPlace
            try:
                places.append(self._loaded.place(number, model))
            except SettingsError as error:
                raise as_user_error(error) from None
        return tuple(places)

    def where(self, number: int) -> str:
        """Where a route stands."""
        path, line = self.told_at("routes", number)
        return f"{path}:{line}" if line else path

    def told_at(self, *key: str | int) -> tuple[str, int | None]:
        """Where a key of the settings is set."""
        return self._loaded.where(key)

    def options(self, name: str) -> Any:  # noqa: ANN401 - each tracker has a model of its own
        """The options of a tracker, as its own model."""
        return self._options("trackers", name, tracker_kind(name).options())

    def context(self) -> Context:
        """What a connector may know of this run."""
        context = Context(
            root=self.root,
            files=self.place.elsewhere,
            user=os_user(),
            cache=self.folder if self.keeps else None,
        )
        return replace(context, source=self.checkout.source()) if self.checkout else context

    def _options(self, group: Literal["trackers", "sources"], name: str, model: Any) -> Any:  # noqa: ANN401
        try:
            return self._loaded.options(group, name, model)
        except SettingsError as error:
            raise as_user_error(error) from None

    def _references(self) -> tuple[ReferencePattern, ...]:
        return tuple(
            pattern
            for name in self.tracker_names
            for pattern in tracker_kind(name).patterns(self.options(name), self.places(name))
        )


def as_user_error(error: SettingsError) -> UserError:
    """The same problems in the core's words."""
    return UserError(Problem(p.path, p.line, p.found, p.remedy) for p in error.problems)


def _load(place: Place, environ: Mapping[str, str], common: Common) -> Loaded:
    overrides = {"tracker": common.tracker} if common.tracker else {}
    return load(place, environ, overrides)
