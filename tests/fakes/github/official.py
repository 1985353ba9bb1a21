"""A referee that knows the official descriptions of the API, from a folder outside of the repository."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    build_schema,
    extend_schema,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values

from tests.fakes.github.described import DescribedGitHub

VARIABLE = "PM_SYNC_API_SPECS"
REST = "github-rest.json"
GRAPHQL = "github-graphql.graphql"

# Issue types are told in GitHub's documentation, but are not in the schema that packages carry.
LATER = """
type IssueType implements Node {
  id: ID! name: String! description: String isEnabled: Boolean!
}
type IssueTypeConnection { nodes: [IssueType] pageInfo: PageInfo! totalCount: Int! }
extend type Issue { issueType: IssueType }
extend type Repository {
  issueTypes(after: String, before: String, first: Int, last: Int): IssueTypeConnection
}
"""


class Official:
    """Fulfils `Referee`. Every complaint is an `AssertionError` that names the request."""

    def __init__(self, folder: Path) -> None:
        self._rest = DescribedGitHub(json.loads((folder / REST).read_text(encoding="utf-8")))
        self.schema = _schema((folder / GRAPHQL).read_text(encoding="utf-8"))

    def check_request(self, method: str, path: str, query: Mapping[str, str], body: Any) -> None:
        """The endpoint exists, and knows every parameter and every key that is sent."""
        name = f"{method} {path}"
        operation = self._rest.operation(method, path)
        operation.check_query(name, query)
        operation.check_body(name, body)

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """The answer has the form that is described for its status."""
        self._rest.operation(method, path).check_answer(f"{method} {path}", status, body)

    def check_graphql(self, query: str, variables: Mapping[str, Any] | None) -> None:
        """The query is valid, and takes the variables that come with it."""
        try:
            document = parse(query)
        except GraphQLError as error:
            raise AssertionError(f"POST /graphql: {error}") from error
        problems = validate(self.schema, document)
        assert not problems, f"POST /graphql: {problems[0]}"
        operation = get_operation_ast(document)
        assert operation is not None, "POST /graphql: which operation is meant?"
        defined = list(operation.variable_definitions or ())
        unknown = set(variables or {}) - {one.variable.name.value for one in defined}
        assert not unknown, f"POST /graphql: undefined variables {sorted(unknown)}"
        wrong = get_variable_values(self.schema, defined, dict(variables or {}))
        assert not isinstance(wrong, list), f"POST /graphql: {wrong[0]}"


def named() -> Official | None:
    """The referee of the folder that the environment names, if it names one."""
    folder = os.environ.get(VARIABLE)
    return _of(Path(folder)) if folder else None


@cache
def _of(folder: Path) -> Official:
    """Reading the descriptions takes seconds."""
    return Official(folder)


def _schema(text: str) -> GraphQLSchema:
    schema = build_schema(text, assume_valid=True)
    if "IssueType" in schema.type_map:
        return schema
    return extend_schema(schema, parse(LATER), assume_valid=True)
