"""From files, variables and options to `Settings`, with every problem at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource

from config.environment import from_environment, is_secret, variable_of
from config.find import PYPROJECT, Place
from config.positions import Positions
from config.problem import Problem, SettingsError, is_token
from config.settings import Route, Settings
from config.values import inside
from config.words import Key, dotted, in_words

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")

_M = TypeVar("_M", bound=BaseModel)


class Loaded:
    """The settings, and where each key of them was set."""

    def __init__(self, settings: Settings, sources: _Sources) -> None:
        self.settings = settings
        self._sources = sources

    def where(self, key: Key) -> tuple[str, int | None]:
        """The file and line, or the variable, that set `key`."""
        return self._sources.locate(key)

    def options(self, group: Literal["trackers", "sources"], name: str, model: type[_M]) -> _M:
        """The options under `[trackers.NAME]` or `[sources.NAME]`, as the connector's own model.

        Raises `SettingsError` with file and line like any other setting.
        """
        raw = (self.settings.trackers if group == "trackers" else self.settings.sources).get(name)
        try:
            return model.model_validate(raw or {})
        except ValidationError as error:
            prefix = (group, name)
            raise SettingsError(in_words(error, model, self._sources.locate, prefix)) from None

    def place(self, number: int, model: type[_M]) -> _M:
        """What a route decides, as the tracker's own model. Raises like `options`."""
        try:
            return model.model_validate(self.settings.routes[number].place)
        except ValidationError as error:
            prefix, conditions = ("routes", number), Route.model_fields
            words = in_words(error, model, self._sources.locate, prefix, conditions)
            raise SettingsError(words) from None

    def used_trackers(self) -> tuple[str, ...]:
        """The trackers whose tables say more than a secret, which alone asks for nothing."""
        return tuple(
            name
            for name, table in self.settings.trackers.items()
            if any(not is_secret(key) for key in table)
        )


def load(
    place: Place, environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None
) -> Loaded:
    """Read the settings: `overrides` beat variables, variables beat the file, the file beats the defaults.

    Raises `SettingsError` with all problems, each with file and line or the name of the variable.
    """
    text, document = _read(place.file)
    sources = _Sources(place, text, document, from_environment(environ), dict(overrides or {}))
    secrets = list(_secrets(sources))
    name = sources.environment.get("people_file", document.get("people_file"))
    people = _people(place.files, name, secrets)
    try:
        settings = _validated([sources.overrides, sources.environment, document, people])
    except ValidationError as error:
        problems = [*in_words(error, Settings, sources.locate), *secrets]
        raise SettingsError(_once(problems)) from None
    if secrets:
        raise SettingsError(secrets)
    return Loaded(settings, sources)


class _Sources:
    """Where each key comes from."""

    def __init__(
        self,
        place: Place,
        text: str,
        document: dict[str, Any],
        environment: dict[str, Any],
        overrides: dict[str, Any],
    ) -> None:
        self.place = place
        self.text = text
        self.document = document
        self.environment = environment
        self.overrides = overrides
        self._positions: Positions | None = None

    def locate(self, key: Key) -> tuple[str, int | None]:
        """The file and line, the variable, or the command line, that set the key."""
        if _in(self.overrides, key):
            return "command line", None
        if _in(self.environment, key):
            return variable_of(_known_part(self.environment, key)), None
        if self.place.file is None:
            return "settings", None
        if self._positions is None:
            self._positions = Positions(self.text)
        inside = ("tool", "pm-sync") if self.place.file.name == PYPROJECT else ()
        return self.place.file.name, self._positions.line_of((*inside, *key))


def _validated(layers: list[dict[str, Any]]) -> Settings:
    """Merge the layers, the strongest first, with the sources that pydantic-settings has for it."""

    class Bound(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the names are the library's
            env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return tuple(InitSettingsSource(settings_cls, layer) for layer in layers)

    return Bound()


def _read(file: Path | None) -> tuple[str, dict[str, Any]]:
    if file is None:
        return "", {}
    text = _text(file)
    document = _parsed(file.name, text)
    if file.name == PYPROJECT:
        section = document.get("tool", {}).get("pm-sync", {})
        return text, section if isinstance(section, dict) else {}
    return text, document


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        found = "it is a folder" if file.is_dir() else f"cannot be read: {error.strerror}"
        raise SettingsError(
            [Problem(file.name, None, found, "put a readable file there")]
        ) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} is no UTF-8"
        raise SettingsError([Problem(file.name, line, found, "save the file as UTF-8")]) from None


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        position = _POSITION.search(message)
        line = int(position[1]) if position and position[1] else text.rstrip("\n").count("\n") + 1
        found = f"no valid TOML: {_POSITION.sub('', message)}"
        raise SettingsError([Problem(name, line, found, "see https://toml.io")]) from None
    except RecursionError:
        raise SettingsError([Problem(name, None, "nested too deeply", "make it flatter")]) from None


def _secrets(sources: _Sources) -> Iterator[Problem]:
    for key, value in _leaves(sources.document):
        named = any(isinstance(part, str) and is_secret(part) for part in key)
        if named or (isinstance(value, str) and is_token(value)):
            path, line = sources.locate(key)
            yield Problem(
                path,
                line,
                f"`{dotted(key)}` is a secret in a file",
                f"remove it here and set the variable {variable_of(key)}; if the file was ever shared, replace the secret",
            )


def _leaves(value: object, key: Key = ()) -> Iterator[tuple[Key, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*key, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*key, number))
    else:
        yield key, value


def _people(root: Path, name: object, secrets: list[Problem]) -> dict[str, Any]:
    """The `[people]` of the file that `people_file` names; it has to lie inside the root."""
    if not isinstance(name, str):
        return {}
    try:
        inside(name)
    except ValueError:
        return {}  # What is wrong with the name is told with everything else.
    file = (root / name).resolve()
    if not file.is_relative_to(root.resolve()):
        raise SettingsError(
            [Problem("people_file", None, f"`{name}` lies outside of {root}", "move it inside")]
        )
    text, other = _read(file)
    sources = _Sources(Place(root, file), text, other, {}, {})
    secrets.extend(_secrets(sources))
    unknown = sorted(set(other) - {"people"})
    if unknown:
        path, line = sources.locate((unknown[0],))
        raise SettingsError(
            [Problem(path, line, f"unknown key `{unknown[0]}`", "only [people] belongs here")]
        )
    return other


def _once(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _in(document: object, key: Key) -> bool:
    return bool(_known_part(document, key)) and len(_known_part(document, key)) == len(key)


def _known_part(document: object, key: Key) -> Key:
    known: list[str | int] = []
    for part in key:
        if not isinstance(document, dict) or part not in document:
            break
        known.append(part)
        document = document[part]
    return tuple(known)
