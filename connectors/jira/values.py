"""Values of the settings as Jira takes them: each kind of field has a form of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from connectors.jira.meta import FieldMeta, listed

_TEXT_AREA: Final = "com.atlassian.jira.plugin.system.customfieldtypes:textarea"
_LONG_TEXTS: Final = ("description", "environment")
_UNDER: Final = {
    "issuelink": "key",
    "option": "value",
    "project": "key",
    **dict.fromkeys(
        ("priority", "component", "version", "securitylevel", "resolution", "group"), "name"
    ),
}
"""Under which name a value stands, by kind."""
_CASCADE: Final = " / "

Document = Callable[[str], object]


class Unfit(ValueError):
    """A value that the field does not take; says what it takes."""


def value_for(field: FieldMeta, value: Any, document: Document) -> Any:  # noqa: ANN401 - as many kinds as fields
    """What is sent for a value of the settings. Raises `Unfit`.

    Tables and what has no form of its own go as they are; `document` makes of a text what long texts are sent as.
    """
    if isinstance(value, dict):
        return _sendable(value)
    if field.kind == "array":
        many = value if isinstance(value, list | tuple) else [value]
        item = str(field.form.get("items", "string"))
        return [_one(field, one, item) for one in many]
    if isinstance(value, list | tuple):
        raise Unfit("takes one value, not a list")
    if field.custom == _TEXT_AREA or field.id in _LONG_TEXTS:
        return document(str(value))
    return _one(field, value, field.kind)


def _one(field: FieldMeta, value: Any, kind: str) -> Any:  # noqa: ANN401 - alike
    if isinstance(value, dict):
        return _sendable(value)
    if kind == "option-with-child":
        return _cascading(field, str(value))
    if field.allowed is not None and kind != "string":
        return _chosen(field, str(value))
    if kind == "number":
        return _number(value)
    if kind in _UNDER:
        return {_UNDER[kind]: str(value)}
    plain = _sendable(value)
    return str(plain) if kind in ("string", "date", "datetime") else plain


def _sendable(value: Any) -> Any:  # noqa: ANN401 - alike
    """A value of TOML's as JSON has it: days and moments in Jira's form, no numbers that are none. Raises `Unfit`."""
    match value:
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return f"{moment:%Y-%m-%dT%H:%M:%S}.000{moment:%z}"
        case date() | time():
            return value.isoformat()
        case float() if not math.isfinite(value):
            raise Unfit(f"takes a number, not {value!r}")
        case dict():
            return {str(name): _sendable(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_sendable(inner) for inner in value]
        case _:
            return value


def _chosen(field: FieldMeta, wanted: str) -> dict[str, str]:
    found = field.choice(wanted)
    if found is None:
        raise Unfit(f"does not take {wanted!r}; it takes {listed(field.choices()) or 'nothing'}")
    return {"id": str(found["id"])}


def _cascading(field: FieldMeta, wanted: str) -> dict[str, Any]:
    """Of two lists, one depending on the other, written as `First / Second`."""
    first, _, second = wanted.partition(_CASCADE)
    found = field.choice(first)
    if found is None:
        raise Unfit(f"does not take {first!r}; it takes {listed(field.choices()) or 'nothing'}")
    return {"id": str(found["id"])} | ({"child": {"value": second}} if second else {})


def _number(value: Any) -> float:  # noqa: ANN401 - alike
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise Unfit(f"takes a number, not {value!r}")
    return number
