"""GraphQL, really executed: what is not found is null, with an error beside it and a 200 around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from graphql import ExecutionResult, GraphQLError, execute, parse, validate

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Uncovered
from tests.fakes.github.graph_fields import Nodes
from tests.fakes.github.graph_lists import Problem
from tests.fakes.github.graph_schema import schema
from tests.fakes.github.limits import Limits
from tests.fakes.github.model import Issue, Repository, stamp
from tests.fakes.github.world import World

MOST_IDS = 100


class Graph:
    """Answers queries from the same world as REST."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], limits: Limits) -> None:
        self._world = world
        self._bodies = bodies
        self._limits = limits

    def answer(self, body: Json) -> Json:
        """The body of a 200. A query that the schema does not allow fails the test."""
        unknown = set(body) - {"query", "variables", "operationName"}
        if unknown:
            raise Uncovered(f"POST /graphql: unknown body key {', '.join(sorted(unknown))}")
        try:
            document = parse(body["query"])
        except GraphQLError as error:
            raise Uncovered(f"POST /graphql: {error}") from error
        problems = validate(schema(), document)
        if problems:
            raise Uncovered(f"POST /graphql: {problems[0]}")
        done = execute(
            schema(),
            document,
            self._root(Nodes(self._world, self._bodies())),
            variable_values=body.get("variables"),
            operation_name=body.get("operationName"),
        )
        assert isinstance(done, ExecutionResult)
        told: Json = {"data": done.data}
        if done.errors:
            told["errors"] = [_error(error) for error in done.errors]
        return told

    def _root(self, nodes: Nodes) -> Json:
        return {
            "viewer": lambda _: nodes.viewer(),
            "rateLimit": lambda _, **asked: self._rate_limit(),
            "repository": lambda _, **asked: self._repository(nodes, **asked),
            "resource": lambda _, url: self._resource(nodes, url),
            "node": lambda _, id: self._node(nodes, id),  # noqa: A006 - GitHub's name
            "nodes": lambda _, ids: self._nodes(nodes, ids),
        }

    def _rate_limit(self) -> Json:
        bucket = self._limits.buckets["graphql"]
        return bucket.told() | {"cost": 1, "nodeCount": 0, "resetAt": stamp(bucket.reset)}

    def _repository(
        self,
        nodes: Nodes,
        owner: str,
        name: str,
        *,
        followRenames: bool = True,  # noqa: N803
    ) -> Json:
        asked = f"{owner}/{name}"
        home = self._world.named(asked)
        renamed = home is not None and home.full_name.casefold() != asked.casefold()
        if home is None or home.access == "none" or (renamed and not followRenames):
            raise Problem(
                "NOT_FOUND", f"Could not resolve to a Repository with the name '{asked}'."
            )
        return nodes.repository(home)

    def _resource(self, nodes: Nodes, url: str) -> Json:
        missing = Problem("NOT_FOUND", f"Could not resolve to a resource with the URL '{url}'.")
        if not url.startswith(f"{self._bodies().web_url}/"):
            raise missing
        steps = urlsplit(url).path.strip("/").split("/")
        home = self._world.named("/".join(steps[:2]))
        if home is None or home.access == "none":
            raise missing
        if len(steps) == 2:
            return nodes.repository(home)
        found = home.issues.get(int(steps[3])) if steps[3:] and steps[3].isdigit() else None
        if found is None or steps[2] not in {"issues", "pull"} or not self._world.is_seen(found):
            raise missing
        return nodes.issue(found)

    def _node(self, nodes: Nodes, wanted: str) -> Json:
        return nodes.thing(self._found(wanted))

    def _nodes(self, nodes: Nodes, ids: list[str]) -> list[Json | Exception]:
        """Every id that leads nowhere is a null and an error of its own."""
        if len(ids) > MOST_IDS:
            raise Problem(
                "ARGUMENT_LIMIT",
                f"You may not provide more than {MOST_IDS} node ids; you provided {len(ids)}.",
            )
        told: list[Json | Exception] = []
        for wanted in ids:
            try:
                told.append(self._node(nodes, wanted))
            except Problem as problem:
                told.append(problem)
        return told

    def _found(self, wanted: str) -> Issue | Repository:
        found = self._world.by_node_id(wanted)
        if found is None:
            raise Problem(
                "NOT_FOUND", f"Could not resolve to a node with the global id of '{wanted}'"
            )
        return found


def _error(error: GraphQLError) -> Json:
    """The error in GitHub's form; one that nobody foresaw fails the test."""
    problem = error.original_error
    if not isinstance(problem, Problem):
        raise Uncovered(f"POST /graphql: {error}") from error
    told: dict[str, Any] = {"type": problem.kind, "path": error.path, "message": str(problem)}
    return told | {"locations": [place.formatted for place in error.locations or []]}
