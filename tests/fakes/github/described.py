"""An OpenAPI description, asked endpoint by endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

ROOT = "urn:described"
JSON = "application/json"

# Told in the documentation, and described under another path here.
SAME_AS = {"/repos/{owner}/{repo}/installation": "/app/installations/{installation_id}"}
# Told in words only: a list may come without the object around it.
BARE_LISTS = {("/repos/{owner}/{repo}/issues/{issue_number}/labels", "post"): "labels"}
# GitHub puts these into its own `Link` headers.
FROM_LINKS = frozenset({"after", "before"})
# Any endpoint may answer so, whether that is described or not.
ANYWHERE = frozenset({301, 307, 400, 401, 403, 404, 410, 422, 429, 500, 502, 503})
ERROR = {"$ref": "#/components/schemas/basic-error"}

Json = Mapping[str, Any]


class Described:
    """A description, with its endpoints found by the paths of requests."""

    def __init__(self, document: Json) -> None:
        self.document = _with_nulls(document)
        resource: Resource[Any] = Resource.from_contents(
            self.document, default_specification=DRAFT4
        )
        self.registry: Registry[Any] = Registry().with_resource(ROOT, resource)
        self._templates = [*document["paths"], *SAME_AS]
        self._known: dict[tuple[str, str], Operation] = {}

    def operation(self, method: str, path: str) -> Operation:
        """The endpoint of a request; a repository may also be named by its id."""
        steps = path.strip("/").split("/")
        if steps[:1] == ["repositories"]:
            steps = ["repos", "-", *steps[1:]]
        fitting = [one for one in self._templates if _fits(one.strip("/").split("/"), steps)]
        assert fitting, f"{method} {path}: no such path is described"
        template = min(fitting, key=lambda one: one.count("{"))
        key = (template, method.lower())
        if key not in self._known:
            found = self.document["paths"][SAME_AS.get(template, template)].get(method.lower())
            assert found is not None, f"{method} {path}: no such method is described"
            self._known[key] = Operation(self, found, BARE_LISTS.get(key))
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

    def __init__(self, described: Described, operation: Json, bare: str | None) -> None:
        self._described = described
        self._bare = bare
        whole = described.whole
        parameters = [whole(one) for one in operation.get("parameters", [])]
        self._query = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
        self._body = whole(operation["requestBody"]) if "requestBody" in operation else None
        self._answers = {status: whole(one) for status, one in operation["responses"].items()}
        self._validators: dict[str, Any] = {}

    def check_query(self, name: str, query: Mapping[str, str]) -> None:
        for key, value in query.items():
            if key in FROM_LINKS:
                continue
            assert key in self._query, f"{name}: no parameter {key} is described"
            schema = self._described.whole(self._query[key])
            number = schema.get("type") == "integer" and value.lstrip("-").isdigit()
            self._check(f"{name}: parameter {key}", schema, int(value) if number else value)

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
        self._check(f"{name}: body", schema, body, writes=True)
        if isinstance(body, dict):
            unknown = set(body) - set(self._keys(schema))
            assert not unknown, f"{name}: no body keys {sorted(unknown)} are described"

    def check_answer(self, name: str, status: int, body: Any) -> None:
        answer = self._answers.get(str(status))
        if answer is None:
            assert status in ANYWHERE, f"{name}: no answer {status} is described"
            self._check(f"{name}: answer {status}", ERROR, body)
        elif JSON in answer.get("content", {}):
            self._check(f"{name}: answer {status}", answer["content"][JSON]["schema"], body)
        else:
            assert body is None, f"{name}: no body of an answer {status} is described"

    def _keys(self, schema: Any) -> Iterator[str]:
        schema = self._described.whole(schema)
        yield from schema.get("properties", {})
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
                format_checker=oas30_format_checker,
            )
        for error in self._validators[key].iter_errors(value):
            place = "/".join(str(step) for step in error.absolute_path)
            raise AssertionError(f"{name}: at {place or 'the top'}: {error.message}")


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
