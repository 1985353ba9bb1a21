"""Finding issues: by key, from the database, a hundred with one request; by label, from an index that lags.

Cloud fetches in bulk; Data Center has only its search for that, so what its index misses is asked for one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from connectors.jira.failures import NotFound
from connectors.jira.marker import keys_in, marker_in_text
from connectors.jira.options import LABEL
from connectors.jira.recent import Recent, doubtful, is_contradicted
from connectors.jira.server import Server
from connectors.jira.session import Session
from connectors.jira.wire import FIELDS, PROPERTIES, Issue, found_in, id_of, issue_of
from connectors.jira.withdrawn import Withdrawn
from sync.errors import Unavailable

FETCHED: Final = 100
"""Issues of one request on Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post"""

SEARCHED: Final = 500
"""Issues of one request on Data Center; servers are set to give 1,000 at most, some to give fewer."""

_LISTED: Final = 5_000
"""Issues of one page of Cloud's search, where nothing but ids is asked for."""

_LABELS: Final = 150
"""Labels in one query."""

_MOST_SINGLE: Final = 1_000
"""Issues that are asked for one by one at most: those that moved, and those that an index does not know."""


@dataclass(slots=True)
class Lookup:
    """Asks for issues; all of them are in the answer that can be seen, whatever they are called now."""

    server: Server
    recent: Recent = field(default_factory=lambda: Recent(None, ""))
    withdrawn: Withdrawn = field(default_factory=lambda: Withdrawn(None, ""))

    @property
    def session(self) -> Session:
        """Where it asks."""
        return self.server.session

    def by_key(self, keys: Collection[str]) -> dict[str, Issue]:
        """The issues that can be seen, by the key asked for; one that moved has another key of its own by now."""
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        by_key = {issue.key: issue for issue in self.in_bulk(wanted)}
        found = {key: by_key[key] for key in wanted if key in by_key}
        left = [key for key in wanted if key not in found]
        if left:
            self.server.confirm()  # to nobody, most of Jira is not there
        if self.server.is_cloud and left and len(by_key) == len(found) and not self.in_bulk(left):
            return found  # none of the others moved: Cloud finds an issue by any key that it had
        return found | self.from_database(left)

    def in_bulk(self, keys: Sequence[str]) -> list[Issue]:
        """The issues behind these keys, without saying which is whose; Data Center leaves out what its index does not know."""
        fetch = self._fetched if self.server.is_cloud else self._searched
        size = FETCHED if self.server.is_cloud else SEARCHED
        return [issue for few in _batches(keys, size) for issue in fetch(few)]

    def by_id(self, ids: Collection[int]) -> list[Issue]:
        """The issues with these ids; Cloud alone."""
        texts = [str(number) for number in sorted(ids)]
        return [issue for few in _batches(texts, FETCHED) for issue in self._fetched(few)]

    def one(self, key: str, *, description: bool = False) -> Issue | None:
        """One issue from the database, by any key that it ever had; None if it cannot be seen."""
        fields = [*FIELDS, "description"] if description else FIELDS
        parameters = {"fields": ",".join(fields), "properties": ",".join(PROPERTIES)}
        try:
            return issue_of(self.session.get(f"/issue/{key}", parameters).data)
        except NotFound:
            return None

    def ours(self, minutes: int | None) -> list[Issue]:
        """The issues with our common label that changed in the last `minutes`; None lists all of them."""
        if minutes is None:
            return self.matching(f'labels = "{LABEL}" ORDER BY key ASC')
        jql = f'labels = "{LABEL}" AND updated >= "-{minutes}m" ORDER BY updated DESC'
        return self._changed(jql) if self.server.is_cloud else self.matching(jql)

    def _changed(self, jql: str) -> list[Issue]:
        """Those that a search in the order of the last change finds; whoever kept the place of its last reading is not read again."""
        order = list(dict.fromkeys(self._ids(jql)))
        versions = self.recent.versions(order)
        fresh: dict[int, Issue] = {}
        asked: set[int] = set()
        while doubts := doubtful(order, versions, asked):
            spare = (number for number in order if number not in asked and number not in doubts)
            few = [*doubts, *islice(spare, -len(doubts) % FETCHED)]
            known = {number: self.recent.issue(number) for number in few if number in versions}
            read = {issue.id: issue for issue in self.by_id(few)}
            if any(is_contradicted(known.get(number), issue) for number, issue in read.items()):
                return self.by_id(order)
            asked.update(few)
            fresh |= read
            for number in few:
                if number not in read or read[number].updated_at != versions.get(number):
                    versions.pop(number, None)
        return [fresh.get(n) or self.recent.issue(n) for n in order if n in versions or n in fresh]

    def labelled(self, labels: Iterable[str]) -> list[Issue]:
        """The issues that bear one of these labels, 150 labels with one request."""
        found: list[Issue] = []
        for few in _batches(list(labels), _LABELS):
            listed = ", ".join(f'"{label}"' for label in few)
            found.extend(self.matching(f"labels in ({listed}) ORDER BY key ASC"))
        return found

    def newest(self, project: str) -> str | None:
        """The highest key of the project that searches know: a lower bound, since the index may be behind.

        Raises `Rejected` for a project that this account may not see.
        """
        jql = f'project = "{project}" ORDER BY key DESC'
        path = "/search/jql" if self.server.is_cloud else "/search"
        body = {"jql": jql, "maxResults": 1, "fields": ["summary"]}
        issues = found_in(self.session.ask(path, body).data).issues
        return str(issues[0].get("key")) if issues else None

    def some(self, jql: str, most: int) -> list[Issue]:
        """The first of what a search finds, without the marks that Data Center's search does not tell."""
        cloud = self.server.is_cloud
        fields = ["id"] if cloud else list(FIELDS)
        body = {"jql": jql, "maxResults": most, "fields": fields}
        found = found_in(self.session.ask("/search/jql" if cloud else "/search", body).data).issues
        if cloud:
            return self.by_id([id_of(one) for one in found[:most]])
        return [issue_of(row) for row in found[:most]]

    def matching(self, jql: str) -> list[Issue]:
        """The issues that a search finds, as they really are: on Cloud it gives ids alone, and they are fetched."""
        if self.server.is_cloud:
            return self.by_id(list(self._ids(jql)))
        return list(self._pages(jql, validate=True))

    def _ids(self, jql: str) -> Iterator[int]:
        body: dict[str, Any] = {"jql": jql, "maxResults": _LISTED, "fields": ["id"]}
        seen: set[str] = set()
        while True:
            found = found_in(self.session.ask("/search/jql", body).data)
            yield from map(id_of, found.issues)
            if not found.token or found.is_last:
                return
            if found.token in seen:
                raise Unavailable("Jira: the pages of a search lead in circles")
            seen.add(found.token)
            body = {**body, "nextPageToken": found.token}

    def _pages(self, jql: str, *, validate: bool) -> Iterator[Issue]:
        """Data Center's pages, from the beginning each time, as long as servers give fewer than were asked for."""
        start = 0
        while True:
            body = {
                "jql": jql,
                "startAt": start,
                "maxResults": SEARCHED,
                "fields": [*FIELDS, "description"],
                "validateQuery": validate,
            }
            found = found_in(self.session.ask("/search", body).data)
            yield from (self._vouched(issue_of(row)) for row in found.issues)
            start += len(found.issues)
            if not found.issues or (found.total is not None and start >= found.total):
                return

    def _vouched(self, issue: Issue) -> Issue:
        """The issue with its mark, which Data Center's search does not tell.

        That in the text counts if the issue is our own; of one that somebody copied, or wrote, the property is asked for.
        """
        told = marker_in_text(issue.description)
        if issue.id in self.withdrawn:
            if told is not None or keys_in(issue.labels):
                return self.one(issue.key) or issue
            self.withdrawn.discard(issue.id)
        others = keys_in(issue.labels) - {told.key if told else ""}
        if told is not None and not others and self._is_mine(issue):
            return replace(issue, marker=told)
        if not keys_in(issue.labels):
            return issue
        return self.one(issue.key) or issue

    def _is_mine(self, issue: Issue) -> bool:
        account = self.session.account
        return account is not None and (issue.creator or "").casefold() == account.casefold()

    def _fetched(self, few: Sequence[str]) -> list[Issue]:
        body = {
            "issueIdsOrKeys": list(few),
            "fields": list(FIELDS),
            "properties": list(PROPERTIES),
        }
        found = found_in(self.session.ask("/issue/bulkfetch", body).data)
        busy = [self.one(one.id) for one in found.busy]
        issues = [*map(issue_of, found.issues), *(issue for issue in busy if issue is not None)]
        self.recent.note(issues)
        return issues

    def _searched(self, few: Sequence[str]) -> list[Issue]:
        listed = ", ".join(f'"{key}"' for key in few)
        return list(self._pages(f"key in ({listed})", validate=False))

    def from_database(self, keys: Sequence[str]) -> dict[str, Issue]:
        """The issues one by one, past every index. Raises `Unavailable` if they are too many for that."""
        if len(keys) > _MOST_SINGLE:
            raise Unavailable(
                f"Jira's search does not know {len(keys)} of the linked issues, as right after its index was lost; run again later"
            )
        found: dict[str, Issue] = {}
        for key in keys:
            issue = self.one(key)
            if issue is not None:
                found[key] = issue
        return found


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
