"""Connections: the lists of GraphQL, with cursors and with GitHub's rules on how much may be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphql import FieldNode, GraphQLResolveInfo

from tests.fakes.github.bodies import Json
from tests.fakes.github.listing import Place, cursor, read_cursor
from tests.fakes.github.model import Event, Issue
from tests.fakes.github.pages import MOST_PER_PAGE


class Problem(Exception):
    """An error that GitHub tells inside of a 200, by its type."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def connection(
    info: GraphQLResolveInfo[None],
    rows: Sequence[Any],
    tell: Callable[[Any], Json],
    first: int | None = None,
    after: str | None = None,
    place: Callable[[Any], Place] | None = None,
    backwards: bool = False,
) -> Json:
    """A page of rows; a count alone needs no `first`."""
    _check(info, first)
    placed = [(place(row) if place else (0, at), row) for at, row in enumerate(rows)]
    if after is not None:
        start = read_cursor(after)
        placed = [one for one in placed if (one[0] < start if backwards else one[0] > start)]
    shown = placed[:first]
    return {
        "totalCount": len(rows),
        "nodes": [tell(row) for _, row in shown],
        "pageInfo": {
            "hasNextPage": len(shown) < len(placed),
            "hasPreviousPage": after is not None,
            "startCursor": cursor(shown[0][0]) if shown else None,
            "endCursor": cursor(shown[-1][0]) if shown else None,
        },
    }


def events(issue: Issue, kinds: Sequence[str] | None) -> Sequence[Event]:
    """What happened to an issue, of the kinds that were asked for."""
    return [one for one in issue.events if kinds is None or f"{one.kind.upper()}_EVENT" in kinds]


def _check(info: GraphQLResolveInfo[None], first: int | None) -> None:
    name = info.field_name
    if first is not None and first > MOST_PER_PAGE:
        raise Problem(
            "EXCESSIVE_PAGINATION",
            f"Requesting {first} records on the `{name}` connection exceeds the `first` limit of "
            f"{MOST_PER_PAGE} records.",
        )
    chosen = info.field_nodes[0].selection_set
    counted = chosen is not None and all(
        isinstance(one, FieldNode) and one.name.value == "totalCount" for one in chosen.selections
    )
    if first is None and not counted:
        raise Problem(
            "MISSING_PAGINATION_BOUNDARIES",
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
        )
