"""What a run is about: the root, its settings, and the git checkout around it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from config.find import Place, find, look_in
from config.load import Loaded, load
from config.problem import SettingsError
from connectors.git.checkout import Checkout, look
from connectors.kinds import Context, Reading, os_user
from connectors.registry import documents_kind, tracker_kind
from sync.cli.folder import FOLDER
from sync.cli.options import Common
from sync.cli.words import vocabulary_of
from sync.errors import Problem, UserError
from sync.references import ReferencePattern

if TYPE_CHECKING:
    from sync.ports import Documents, Tracker


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

    @property
    def project_id(self) -> str:
        """The part of every item's key that keeps repositories apart."""
        if self.settings.project.id is not None:
            return self.settings.project.id
        return self.environ.get("GITHUB_REPOSITORY") or (
            (self.checkout.repository if self.checkout else None) or ""
        )

    def documents(
        self, paths: Sequence[Path] = (), patterns: Sequence[str] | None = None
    ) -> Documents:
        """The postmortems; files that `paths` name are read whatever the settings say."""
        kind = documents_kind(self.settings.source)
        options = self._options("sources", kind.name, kind.options())
        checkout = self.checkout
        return kind.open(
            options,
            Reading(
                root=self.root,
                documents=self.settings.documents if patterns is None else tuple(patterns),
                exclude=self.settings.exclude,
                references=self._references(),
                vocabulary=vocabulary_of(self.settings, self._loaded.where),
                paths=tuple(paths),
                identity_prefix=checkout.prefix if checkout else "",
                first_commits=checkout.first_commits if checkout else None,
            ),
        )

    def tracker(self) -> Tracker:
        """The tracker that new tickets go to."""
        kind = tracker_kind(self.settings.tracker)
        return kind.open(self.options(self.settings.tracker), self.context())

    def options(self, name: str) -> Any:  # noqa: ANN401 - each tracker has a model of its own
        """The options of a tracker, as its own model."""
        return self._options("trackers", name, tracker_kind(name).options())

    def context(self) -> Context:
        """What a connector may know of this run."""
        context = Context(root=self.root, user=os_user())
        return replace(context, source=self.checkout.source()) if self.checkout else context

    def _options(self, group: Literal["trackers", "sources"], name: str, model: Any) -> Any:  # noqa: ANN401
        try:
            return self._loaded.options(group, name, model)
        except SettingsError as error:
            raise as_user_error(error) from None

    def _references(self) -> tuple[ReferencePattern, ...]:
        name = self.settings.tracker
        return tuple(tracker_kind(name).patterns(self.options(name)))


def as_user_error(error: SettingsError) -> UserError:
    """The same problems in the core's words."""
    return UserError(Problem(p.path, p.line, p.found, p.remedy) for p in error.problems)


def _load(place: Place, environ: Mapping[str, str], common: Common) -> Loaded:
    overrides = {"tracker": common.tracker} if common.tracker else {}
    return load(place, environ, overrides)
