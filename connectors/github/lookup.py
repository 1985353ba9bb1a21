"""Reading a hundred issues of any repositories with one request, and following those that moved."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from connectors.github.failures import NotFound
from connectors.github.graphql import GraphQL
from connectors.github.reference import Spot
from connectors.github.session import Session
from connectors.github.wire import Issue, node_issue, rest_issue
from sync.errors import Exhausted, Rejected, Unavailable

log = logging.getLogger("pm_sync.github")

BATCH: Final = 100
_LIGHT_BATCH: Final = 500
"""So many are asked for at once where each answers with a number only."""

_MOST_ONE_BY_ONE: Final = 200
"""Issues that one run asks for by themselves where GitHub does not answer in bulk; more would use up the limit of an hour."""

_SMALLER: Final = 25
"""So many are asked for at once after GitHub could not answer for a hundred within its ten seconds."""

_BOTH: Final = """
  __typename number title body createdAt updatedAt closedAt locked viewerDidAuthor
  repository { nameWithOwner } labels(first: 100) { nodes { name } } assignees(first: 10) { nodes { login } }
"""
_ISSUE_STATE: Final = "issueState: state"
_PULL_STATE: Final = "pullState: state"
"""Two names, since the two are of different types."""
_WORKED_ON: Final = (
    "worked_on: closedByPullRequestsReferences(first: 1, includeClosedPrs: false) { totalCount }"
)
_CONVERTED: Final = "... on Issue { timelineItems(first: 1, itemTypes: [CONVERTED_TO_DISCUSSION_EVENT]) { totalCount } }"


class Lookup:
    """Looks issues up by name."""

    def __init__(self, session: Session, graphql: GraphQL, *, worked_on: bool) -> None:
        self._session = session
        self._graphql = graphql
        self._worked_on = worked_on
        self._singly: set[Spot] = set()
        """What GitHub did not answer in bulk, so that nothing is known of it yet."""

    def issues(self, spots: Collection[Spot]) -> dict[Spot, Issue]:
        """What can be seen, by the spot asked for; an issue that was transferred tells its new spot."""
        found, missing = self._batched(spots)
        moved = {spot: issue for spot in missing if (issue := self._followed(spot)) is not None}
        if moved:
            again, _ = self._batched({issue.spot for issue in moved.values()})
            found |= {spot: again.get(issue.spot, issue) for spot, issue in moved.items()}
        return self.with_conversions(found)

    def with_conversions(self, issues: Mapping[Spot, Issue]) -> dict[Spot, Issue]:
        """The same, with those noted that became discussions: such an issue is closed and locked, and no field says so."""
        doubtful = {
            issue.spot
            for issue in issues.values()
            if not issue.is_open and issue.locked and not issue.is_pull_request
        }
        converted: set[Spot] = set()
        for spots in _batches(doubtful, _LIGHT_BATCH):
            for spot, node in self._answered(spots, _CONVERTED):
                if node and (node.get("timelineItems") or {}).get("totalCount"):
                    converted.add(spot)
        return {
            asked: replace(issue, converted=True) if issue.spot in converted else issue
            for asked, issue in issues.items()
        }

    def asked(
        self, spots: Collection[Spot], fields: str
    ) -> Iterator[tuple[Spot, Mapping[str, Any]]]:
        """What GitHub says of these fields, for the issues that it shows; a hundred with one request."""
        for batch in _batches(spots, BATCH):
            yield from ((spot, node) for spot, node in self._answered(batch, fields) if node)

    def open_with_label(self, repository: str, label: str) -> Iterator[Issue]:
        """The open issues that bear the label, a hundred with one request; tells which ones are worked on."""
        owner, name = repository.split("/")
        query = (
            "query($owner: String!, $name: String!, $labels: [String!], $after: String) {"
            " repository(owner: $owner, name: $name) {"
            f" issues(first: {BATCH}, after: $after, states: [OPEN], labels: $labels) {{"
            f" pageInfo {{ hasNextPage endCursor }} nodes {{ {self._issue_fields()} }} }} }} }}"
        )
        after = None
        while True:
            variables = {"owner": owner, "name": name, "labels": [label], "after": after}
            data = self._graphql.ask(query, variables)
            page = (data.get("repository") or {}).get("issues")
            if not isinstance(page, dict):
                raise Unavailable(f"GitHub: the open issues of {repository} cannot be listed")
            yield from (node_issue(node) for node in page.get("nodes") or () if node)
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _batched(self, spots: Collection[Spot]) -> tuple[dict[Spot, Issue], list[Spot]]:
        """What was found, and what has to be looked for elsewhere: its repository can be seen, and it is not there."""
        fields = f"... on Issue {{ {self._issue_fields()} }} ... on PullRequest {{ {_BOTH} {_PULL_STATE} }}"
        found: dict[Spot, Issue] = {}
        missing: list[Spot] = []
        for batch in _batches(spots, BATCH):
            for spot, node in self._answered(batch, fields):
                if node is None:
                    missing.append(spot)
                elif node:
                    found[spot] = node_issue(node)
        return found, missing

    def _issue_fields(self) -> str:
        reason = f"stateReason{self._graphql.with_duplicates}"
        return f"{_BOTH} {_ISSUE_STATE} {reason} {_WORKED_ON if self._worked_on else ''}"

    def _answered(
        self, spots: Sequence[Spot], fields: str
    ) -> Iterator[tuple[Spot, Mapping[str, Any] | None]]:
        try:
            yield from list(self._asked(spots, fields))
        except Rejected as error:
            log.info("GitHub does not answer this in bulk (%s)", error)
            self._singly.update(spots)
            if len(self._singly) > _MOST_ONE_BY_ONE:
                raise
            yield from ((spot, None) for spot in spots)  # each of them is then asked for by itself
        except Exhausted:
            raise
        except Unavailable:
            if len(spots) <= _SMALLER:
                raise
            for few in _batches(spots, _SMALLER):
                yield from self._answered(few, fields)

    def _asked(
        self, spots: Sequence[Spot], fields: str
    ) -> Iterator[tuple[Spot, Mapping[str, Any] | None]]:
        """Each spot with its node: None if it is not there, empty if even its repository cannot be seen."""
        groups = [
            (repository, list(group))
            for repository, group in itertools.groupby(spots, lambda spot: spot.repository)
        ]
        query, variables = _query(groups, fields)
        data = self._graphql.ask(query, variables)
        for place, (_, group) in enumerate(groups):
            seen = data.get(f"r{place}")
            for spot in group:
                yield spot, seen.get(f"i{spot.number}") if isinstance(seen, dict) else {}

    def _followed(self, spot: Spot) -> Issue | None:
        """Where a transferred issue is now: only the REST API tells."""
        try:
            answer = self._session.followed(f"/repos/{spot.repository}/issues/{spot.number}")
        except NotFound:
            return None
        except Rejected as error:
            if spot in self._singly:
                raise
            log.warning("%s has moved to where it cannot be seen: %s", spot.ref, error)
            return None
        return rest_issue(answer.data)


def _query(groups: Sequence[tuple[str, Sequence[Spot]]], fields: str) -> tuple[str, dict[str, str]]:
    variables: dict[str, str] = {}
    parts = []
    for place, (repository, spots) in enumerate(groups):
        variables[f"o{place}"], variables[f"n{place}"] = repository.split("/")
        numbers = dict.fromkeys(spot.number for spot in spots)
        issues = " ".join(
            f"i{number}: issueOrPullRequest(number: {number}) {{ ...fields }}" for number in numbers
        )
        parts.append(f"r{place}: repository(owner: $o{place}, name: $n{place}) {{ {issues} }}")
    declared = ", ".join(f"${name}: String!" for name in variables)
    fragment = f"fragment fields on IssueOrPullRequest {{ {' '.join(fields.split())} }}"
    return f"query({declared}) {{ {' '.join(parts)} }} {fragment}", variables


def _batches(spots: Collection[Spot], size: int) -> Iterator[list[Spot]]:
    ordered = sorted(spots, key=lambda spot: (spot.repository, spot.number))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
