"""An OpenAPI description, asked endpoint by endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ROOT = "urn:described"
JSON = "application/json"
# Whoever checks credentials stands before all endpoints, and words a refusal in the same way for each.
UNKNOWN = 401

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Dialect:
    """What a service does beside its description.

    Paths described under others, keys around lists that may come bare, keys that may be null in words only,
    parameters and statuses of any endpoint, and the form of an error that is not described for its status.
    """

    error: Json
    same_as: Json = field(default_factory=dict)
    bare_lists: Mapping[tuple[str, str], str] = field(default_factory=dict)
    nulls: Mapping[tuple[str, str], str] = field(default_factory=dict)
    anywhere_asked: frozenset[str] = frozenset()
    anywhere_told: frozenset[int] = frozenset()
    formats: Any = oas30_format_checker


class Described:
    """A description, with its endpoints found by the paths of requests."""

    def __init__(self, document: Json, dialect: Dialect) -> None:
        self.document = _with_nulls(document)
        self.dialect = dialect
        resource: Resource[Any] = Resource.from_contents(
            self.document, default_specification=DRAFT4
        )
        self.registry: Registry[Any] = Registry().with_resource(ROOT, resource)
        self._templates = [*document["paths"], *dialect.same_as]
        self._known: dict[tuple[str, str], Operation] = {}

    def operation(self, method: str, path: str) -> Operation:
        """The endpoint of a request."""
        steps = path.strip("/").split("/")
        fitting = [one for one in self._templates if _fits(one.strip("/").split("/"), steps)]
        assert fitting, f"{method} {path}: no such path is described"
        template = min(fitting, key=lambda one: one.count("{"))
        key = (template, method.lower())
        if key not in self._known:
            place = self.dialect.same_as.get(template, template)
            found = self.document["paths"][place].get(method.lower())
            assert found is not None, f"{method} {path}: no such method is described"
            self._known[key] = Operation(self, found, key)
        return self._known[key]

    def whole(self, part: Any) -> Any:
        """A part, or what it refers to."""
        while "$ref" in part:
            steps = part["$ref"].removeprefix("#/").split("/")
            part = self.document
            for step in steps:
                part = part[step.replace("~1", "/").replace("~0", "~")]
        return part


class Operation:
    """One endpoint and method: what it takes and what it tells."""

    def __init__(self, described: Described, operation: Json, key: tuple[str, str]) -> None:
        self._described = described
        self._dialect = described.dialect
        self._bare = described.dialect.bare_lists.get(key)
        self._null = described.dialect.nulls.get(key)
        whole = described.whole
        parameters = [whole(one) for one in operation.get("parameters", [])]
        self._query = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
        self._body = whole(operation["requestBody"]) if "requestBody" in operation else None
        self._answers = {status: whole(one) for status, one in operation["responses"].items()}
        self._validators: dict[str, Any] = {}

    def check_query(self, name: str, query: Mapping[str, str]) -> None:
        for key, value in query.items():
            if key in self._dialect.anywhere_asked:
                continue
            assert key in self._query, f"{name}: no parameter {key} is described"
            schema = self._described.whole(self._query[key])
            self._check(f"{name}: parameter {key}", schema, _read(schema, value))

    def check_body(self, name: str, body: Any) -> None:
        if self._body is None:
            assert body is None, f"{name}: no body is described"
            return
        if body is None:
            assert not self._body.get("required"), f"{name}: a body is required"
            return
        schema = self._body["content"][JSON]["schema"]
        if self._bare is not None and isinstance(body, list):
            body = {self._bare: body}
        if self._null is not None and isinstance(body, dict) and body.get(self._null, 0) is None:
            body = {key: value for key, value in body.items() if key != self._null}
        self._check(f"{name}: body", schema, body, writes=True)
        unknown = sorted(set(self._unknown(schema, body)))
        assert not unknown, f"{name}: no body keys {unknown} are described"

    def check_answer(self, name: str, status: int, body: Any) -> None:
        answer = self._answers.get(str(status))
        content = {} if answer is None else answer.get("content", {})
        if status == UNKNOWN and body is not None:
            self._check(f"{name}: answer {status}", self._dialect.error, body)
        elif JSON in content and "schema" in content[JSON]:
            self._check(f"{name}: answer {status}", content[JSON]["schema"], body)
        elif answer is None or (body is not None and status >= 400):
            known = status in self._dialect.anywhere_told
            assert known, f"{name}: no answer {status} is described"
            self._check(f"{name}: answer {status}", self._dialect.error, body)
        else:
            assert body is None, f"{name}: no body of an answer {status} is described"

    def _unknown(self, schema: Any, value: Any) -> Iterator[str]:
        """Keys that no part of a schema describes; where a schema names none, any may come."""
        schema = self._described.whole(schema)
        if isinstance(value, list) and "items" in schema:
            for one in value:
                yield from self._unknown(schema["items"], one)
        if not isinstance(value, dict):
            return
        known = list(self._keys(schema))
        named = {key for key, _ in known}
        if known and not isinstance(schema.get("additionalProperties"), dict):
            yield from set(value) - named
        for key, part in known:
            if key in value and [one for one, _ in known].count(key) == 1:
                yield from self._unknown(part, value[key])

    def _keys(self, schema: Any) -> Iterator[tuple[str, Any]]:
        schema = self._described.whole(schema)
        yield from schema.get("properties", {}).items()
        for many in ("oneOf", "anyOf", "allOf"):
            for one in schema.get(many, []):
                yield from self._keys(one)

    def _check(self, name: str, schema: Any, value: Any, *, writes: bool = False) -> None:
        kind = OAS30WriteValidator if writes else OAS30ReadValidator
        key = f"{writes}:{id(schema)}"
        if key not in self._validators:
            self._validators[key] = kind(
                _rooted(schema),
                registry=self._described.registry,
                format_checker=self._dialect.formats,
            )
        for error in self._validators[key].iter_errors(value):
            place = "/".join(str(step) for step in error.absolute_path)
            raise AssertionError(f"{name}: at {place or 'the top'}: {error.message}")


def _read(schema: Json, value: str) -> Any:
    """A parameter as what its schema says it is, if it can be that."""
    kind = schema.get("type")
    if kind == "array":
        return [_read(schema["items"], one) for one in value.split(",")]
    if kind == "integer" and value.lstrip("-").isdigit():
        return int(value)
    if kind == "boolean" and value in {"true", "false"}:
        return value == "true"
    return value


def _with_nulls(part: Any) -> Any:
    """The same, with null among the values and alternatives of what is called nullable, which validators do not add.

    Discriminators go: they only choose among alternatives that can be told apart anyway.
    """
    if isinstance(part, list):
        return [_with_nulls(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {key: _with_nulls(value) for key, value in part.items() if key != "discriminator"}
    if part.get("nullable") is not True:
        return told
    if "enum" in told:
        told["enum"] = [*told["enum"], None]
    for many in ("oneOf", "anyOf"):
        if many in told and not any(one.get("nullable") for one in told[many]):
            told[many] = [*told[many], {"enum": [None]}]
    return told


def _rooted(part: Any) -> Any:
    """The same schema, with references into the whole document."""
    if isinstance(part, dict):
        return {
            key: ROOT + value if key == "$ref" else _rooted(value) for key, value in part.items()
        }
    return [_rooted(one) for one in part] if isinstance(part, list) else part


def _fits(template: list[str], steps: list[str]) -> bool:
    return len(template) == len(steps) and all(
        wanted.startswith("{") or wanted == step
        for wanted, step in zip(template, steps, strict=True)
    )
