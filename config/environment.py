"""Settings from variables and from a folder of secrets: `PM_SYNC_LIMITS__CREATE=50` is `[limits] create = 50`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from config.problem import Problem, SettingsError
from config.settings import PREFIX, Settings

SECRETS_DIR = f"{PREFIX}SECRETS_DIR"
"""Names a folder with one file per secret, called like the variable it stands for."""

_OTHER = {SECRETS_DIR, f"{PREFIX}API_SPECS"}
"""Variables that are no settings; the last one is for the tests of this project."""
_SECRET = re.compile(
    r"(token|password|passphrase|secret|api_?key|private_?key)|^urls$", re.IGNORECASE
)
"""Addresses of services for notifications hold their passwords."""


def is_secret(key: str) -> bool:
    """Whether the value of a key of this name is nobody's business."""
    return bool(_SECRET.search(key))


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that variables and secret files give, nested. Secrets are wrapped so that they never show.

    Raises `SettingsError` for a folder of secrets that cannot be read.
    """
    nested: dict[str, Any] = {}
    for name, value in {**_secret_files(environ), **environ}.items():
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper in _OTHER:
            continue
        keys = [key.lower() for key in upper.removeprefix(PREFIX).split("__")]
        _put(nested, keys, _value(keys, value))
    return nested


def variable_of(key: tuple[str | int, ...]) -> str:
    """The variable that sets this key."""
    return PREFIX + "__".join(str(part).upper() for part in key)


def _value(keys: list[str], value: str) -> object:
    if is_secret(keys[-1]):
        return SecretStr(value)
    if value.lstrip().startswith("{") and keys[0] in ("people", "trackers"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _put(nested: dict[str, Any], keys: list[str], value: object) -> None:
    known = Settings.model_fields
    top, rest = keys[0], keys[1:]
    if top in known or not rest:
        for key in keys[:-1]:
            inner = nested.setdefault(key, {})
            if not isinstance(inner, dict):
                return
            nested = inner
        nested[keys[-1]] = value
    else:
        nested[top] = value


def _secret_files(environ: Mapping[str, str]) -> dict[str, str]:
    folder = environ.get(SECRETS_DIR)
    if not folder:
        return {}
    try:
        files = [path for path in sorted(Path(folder).iterdir()) if path.is_file()]
        return {
            path.name: path.read_text(encoding="utf-8").strip()
            for path in files
            if path.name.upper().startswith(PREFIX)
        }
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a file in it is no UTF-8"
        raise SettingsError(
            [Problem(SECRETS_DIR, None, f"the folder cannot be read: {reason}", "mend or unset it")]
        ) from error
