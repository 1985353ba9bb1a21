"""What a value of the settings may be: texts, words for a cell, paths that stay inside, names of branches."""

from __future__ import annotations

import json
import re
from pathlib import PureWindowsPath
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def listed(value: object) -> object:
    """A list given as one text, as in a variable: JSON, or separated by commas."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [part.strip() for part in value.split(",") if part.strip()]


Texts = Annotated[tuple[str, ...], BeforeValidator(listed)]


def _word(value: object) -> object:
    if isinstance(value, str) and (not value.strip() or any(char in value for char in "|\r\n")):
        raise ValueError("should be a word without line breaks and pipes, and not empty")
    return value


Word = Annotated[str | None, BeforeValidator(_word)]


def inside(path: str) -> str:
    """The path or pattern, if it stays inside the root and every file system can have it; else raises ValueError."""
    parts = path.replace("\\", "/").split("/")
    absolute = path.startswith(("/", "\\", "~")) or PureWindowsPath(path).is_absolute()
    if absolute or ".." in parts or not path:
        raise ValueError("should be relative to this file and stay beside or below it")
    if "\0" in path or max(len(part.encode("utf-8", "replace")) for part in parts) > _LONGEST_NAME:
        raise ValueError("should be a name that a file can have")
    return path


_LONGEST_NAME = 255
"""Bytes; what ext4, NTFS and APFS allow."""

Inside = Annotated[str, AfterValidator(inside)]
Patterns = Annotated[tuple[Inside, ...], BeforeValidator(listed)]


def _branch(value: str) -> str:
    if _BRANCH.fullmatch(value) is None or value.endswith((".lock", ".")) or ".." in value:
        raise ValueError("should be the name of a branch, of letters, digits, and . _ - /")
    return value


_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
"""What git takes, without what shells and patterns would see something else in: https://git-scm.com/docs/git-check-ref-format"""

Branch = Annotated[str, AfterValidator(_branch)]
