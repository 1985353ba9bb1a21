"""Pydantic's findings in words: which key, on which line, what was found, what was expected, what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.environment import is_secret
from config.problem import Problem, quoted

Key: TypeAlias = tuple[str | int, ...]
Locate: TypeAlias = Callable[[Key], tuple[str, int | None]]
"""Tells where a key was set: a file or variable, and the line."""

_NO_TABLE = ("dict_type", "model_type", "model_attributes_type")
"""What pydantic calls a value in the place of a table of TOML."""


_ITS_KEY = "[key]"
"""What pydantic adds to the place of a key that does not fit."""


def in_words(
    error: ValidationError,
    model: type[BaseModel],
    locate: Locate,
    prefix: Key = (),
    beside: Iterable[str] = (),
) -> tuple[Problem, ...]:
    """One problem per finding; `prefix` is the key under which `model` stands, `beside` what else may stand there."""
    more = tuple(beside)
    return tuple(_problem(finding, model, locate, prefix, more) for finding in error.errors())


def _problem(
    finding: ErrorDetails,
    model: type[BaseModel],
    locate: Locate,
    prefix: Key,
    beside: tuple[str, ...],
) -> Problem:
    loc: Key = tuple(part for part in finding["loc"] if part != _ITS_KEY)
    path, line = locate((*prefix, *loc))
    name = dotted((*prefix, *loc))
    if finding["type"] == "extra_forbidden":
        known = beside if len(loc) == 1 else ()
        return Problem(path, line, f"unknown key `{name}`", _nearest(loc, model, known))
    message = finding["msg"].removeprefix("Value error, ")
    if finding["type"] in _NO_TABLE:
        message = "should be a table"
    if finding["type"] == "tuple_type":
        message = "should be a list" if loc != ("routes",) else "should be written [[routes]]"
    if finding["type"].startswith("date_"):
        message = "should be a day, such as 2026-10-24"
    expected = message.removeprefix("Input ")
    if not loc:
        return Problem(path, line, message, "mend it")
    if finding["type"] == "missing":
        return Problem(path, line, f"`{name}` is missing", _example(loc, model))
    found = finding["input"]
    told = quoted(found.isoformat() if isinstance(found, date) else found)
    shown = "a secret" if is_secret(str(loc[-1])) else told
    return Problem(path, line, f"`{name}` is {shown}, and {expected}", _example(loc, model))


def dotted(key: Iterable[str | int]) -> str:
    """The key as TOML writes it."""
    return ".".join(
        part
        if isinstance(part, str) and part.replace("_", "").replace("-", "").isalnum()
        else quoted(part)
        for part in key
    )


def nearest_of(name: str, known: Sequence[str]) -> str:
    """A remedy for a name that does not exist."""
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known here: {', '.join(sorted(known))}" if known else "remove it"


def _nearest(loc: Key, model: type[BaseModel], beside: Iterable[str] = ()) -> str:
    owner = _owner(loc, model)
    return nearest_of(str(loc[-1]), [*(owner.model_fields if owner else ()), *beside])


def _example(loc: Key, model: type[BaseModel]) -> str:
    owner = _owner(loc, model)
    field = owner.model_fields.get(str(loc[-1])) if owner else None
    if field is None or not field.examples:
        return "mend or remove it"
    return f"write it like `{loc[-1]} = {_toml(field.examples[0])}`"


def _owner(loc: Key, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model that holds the last key of `loc`."""
    current: Any = model
    for part in loc[:-1]:
        field = current.model_fields.get(part) if _is_model(current) else None
        annotation = field.annotation if field else None
        if annotation is None:
            return None
        current = annotation if _is_model(annotation) else None
    return current if _is_model(current) else None


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
