"""A referee that knows the official description of Jira Cloud, from a folder outside of the repository."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from openapi_schema_validator import oas30_format_checker

from tests.fakes.wire.openapi import Described, Dialect

VARIABLE = "PM_SYNC_API_SPECS"
REST = "jira-cloud-v3.json"
ADF = "adf.json"
ASSIGNEE = "/rest/api/3/issue/{issueIdOrKey}/assignee"


def _formats() -> Any:
    """Jira calls its times `date-time`, and writes their zones without a colon."""
    formats = copy.copy(oas30_format_checker)
    formats.checkers = {
        name: one for name, one in oas30_format_checker.checkers.items() if name != "date-time"
    }
    return formats


# Where nothing but a status is described, Jira tells its usual form of errors, or that of who stands before it.
ERROR = {
    "anyOf": [
        {"$ref": "#/components/schemas/ErrorCollection"},
        {
            "type": "object",
            "required": ["message", "status-code"],
            "properties": {"message": {"type": "string"}, "status-code": {"type": "integer"}},
        },
    ]
}
DIALECT = Dialect(
    error=ERROR,
    # Told in words only: nobody is assigned with null.
    nulls={(ASSIGNEE, "put"): "accountId"},
    anywhere_told=frozenset({400, 401, 403, 404, 409, 410, 413, 429, 500, 502, 503}),
    formats=_formats(),
)


class Official:
    """Fulfils `Referee`. Every complaint is an `AssertionError` that names the request."""

    def __init__(self, folder: Path) -> None:
        self._rest = Described(json.loads((folder / REST).read_text(encoding="utf-8")), DIALECT)
        self._adf = Draft4Validator(json.loads((folder / ADF).read_text(encoding="utf-8")))

    def check_request(self, method: str, path: str, query: Mapping[str, str], body: Any) -> None:
        """The endpoint exists, and knows every parameter and every key that is sent."""
        name = f"{method} {path}"
        operation = self._rest.operation(method, path)
        operation.check_query(name, query)
        operation.check_body(name, body)
        if "/properties/" not in path:
            for document in _documents(body):
                self.check_document(name, document)

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """The answer has the form that is described for its status."""
        operation = self._rest.operation(method, path)
        operation.check_answer(f"{method} {path}", status, body)
        for document in _documents(body):
            self.check_document(f"{method} {path}: answer {status}", document)

    def check_document(self, name: str, document: Any) -> None:
        """A document is one by the official schema."""
        for error in self._adf.iter_errors(document):
            place = "/".join(str(step) for step in error.absolute_path)
            raise AssertionError(f"{name}: document: at {place or 'the top'}: {error.message}")


def named() -> Official | None:
    """The referee of the folder that the environment names, if it names one."""
    folder = os.environ.get(VARIABLE)
    return _of(Path(folder)) if folder else None


@cache
def _of(folder: Path) -> Official:
    """Reading the descriptions takes seconds."""
    return Official(folder)


def _documents(part: Any) -> Iterator[Any]:
    """Every document, wherever it stands."""
    if isinstance(part, list):
        for one in part:
            yield from _documents(one)
    elif isinstance(part, dict):
        if part.get("type") == "doc":
            yield part
            return
        for key, one in part.items():
            if key != "properties":
                yield from _documents(one)
