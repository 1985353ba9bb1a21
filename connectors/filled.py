"""What a route decides for one draft, after a document filled its values in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sync.errors import Rejected

_M = TypeVar("_M", bound=BaseModel)


def filled(model: type[_M], place: Mapping[str, object]) -> _M:
    """The place as its tracker's own model. Raises `Rejected` with what a document said that does not fit."""
    try:
        return model.model_validate(dict(place))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "something"
        told = first["msg"].removeprefix("Value error, ")
        raise Rejected(f"{name} of its route, filled from the document, {told}") from error
