"""The endpoints that read issues: one by one, many by their keys, and by search."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply, Uncovered
from tests.fakes.jira.jql import Searcher
from tests.fakes.jira.model import TOLD, Issue
from tests.fakes.jira.past import changelog
from tests.fakes.jira.routes import CLOUD, DATA_CENTER, Call, Route, Sight, listed, ranged
from tests.fakes.jira.workflows import Workflows
from tests.fakes.jira.world import World

MOST_FETCHED = 100
MOST_PROPERTIES = 5
MOST_HISTORIES = 40
MOST_RECONCILED = 50
BARE_PAGE = 5000
TOKENS_LIVE = timedelta(days=7)
REMOVED = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full "
    "migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)


@dataclass(frozen=True)
class Place:
    """Where a search goes on: what was found at its beginning, and is not told yet."""

    jql: str
    left: tuple[Issue, ...]
    until: datetime


class Reading:
    """Reads issues. A page of Cloud's search has `page` rows where fields are asked for; Data Center's has `cap`."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], workflows: Workflows) -> None:
        self._world = world
        self._bodies = bodies
        self._workflows = workflows
        self._sight = Sight(world)
        self._searcher = Searcher(world)
        self._places: dict[str, Place] = {}
        self.page = 100
        self.cap = 1000
        self.window: int | None = None
        self.fetches_from_index = False

    def routes(self) -> list[Route]:
        one = ("fields", "expand", "properties", "updateHistory", "fieldsByKeys", "failFast")
        fetch = ("issueIdsOrKeys", "fields", "properties", "expand", "fieldsByKeys")
        asked = ("jql", "maxResults", "nextPageToken", "reconcileIssues", *fetch[1:])
        classic = ("jql", "startAt", "maxResults", "fields", "validateQuery", "expand")
        free, cloud, center = True, CLOUD, DATA_CENTER
        return [
            Route("GET", "/issue/{issue}", self.issue, query=one, anonymous=free),
            Route("POST", "/issue/bulkfetch", self.fetch, keys=fetch, on=cloud, anonymous=free),
            Route("POST", "/search/jql", self.search, keys=asked, on=cloud, anonymous=free),
            Route("POST", "/search", self.classic, keys=classic, on=center, anonymous=free),
            Route("POST", "/search", self.removed, keys=classic, on=cloud, anonymous=free),
            Route("GET", "/search", self.removed, query=classic, on=cloud, anonymous=free),
        ]

    def issue(self, call: Call) -> Reply:
        """An old key leads here too, and the body tells the new one."""
        found, query = self._sight.issue(call), call.request.query
        return Reply(200, self._told(found, query, "*all", call))

    def fetch(self, call: Call) -> Reply:
        """What is not there, or not to be seen, is left out without a word; order and repetitions are not kept."""
        wanted = [str(one) for one in call.body["issueIdsOrKeys"]]
        if not wanted or len(wanted) > MOST_FETCHED:
            raise Refused(400, f"Between 1 and {MOST_FETCHED} issue IDs or keys are required.")
        _few(call.body, "properties", MOST_PROPERTIES)
        found = {}
        for one in map(self._world.known, wanted):
            state = self._world.indexed_one(one.id) if one and self.fetches_from_index else one
            if state is not None and self._sight.sees(state, call.login):
                found[state.id] = state
        rows = [
            self._told(found[number], call.body, "*navigable", call) for number in sorted(found)
        ]
        return Reply(200, {"issues": rows, "issueErrors": []})

    def search(self, call: Call) -> Reply:
        body = call.body
        _few(body, "properties", MOST_PROPERTIES)
        _few(body, "reconcileIssues", MOST_RECONCILED)
        jql = body.get("jql", "")
        found: Sequence[Issue]
        if body.get("nextPageToken") is None:
            live = frozenset(body.get("reconcileIssues", ()))
            found = [
                one
                for one in self._searcher.run(jql, validate=True, live=live)
                if self._sight.sees(one, call.login)
            ]
        else:
            found = self._place(body["nextPageToken"], jql).left
        bare = not set(listed(body.get("fields"), "id")) - {"id", "key"}
        size = max(min(int(body.get("maxResults", 50)), BARE_PAGE if bare else self.page), 1)
        rows = [self._told(one, body, "id", call) for one in found[:size]]
        told: dict[str, Any] = {"issues": rows, "isLast": len(found) <= size}
        if len(found) > size:
            told["nextPageToken"] = self._token(jql, tuple(found[size:]))
        return Reply(200, told)

    def classic(self, call: Call) -> Reply:
        """Data Center's search, page by page from the beginning each time."""
        body = call.body
        start, size = ranged(body, 50, self.cap)
        if self.window is not None and start + size > self.window:
            raise Refused(400, f"The search window of {self.window} results is exceeded.")
        validate = body.get("validateQuery", True)
        if not isinstance(validate, bool):
            raise Uncovered("validateQuery is true or false")
        found = [
            one
            for one in self._searcher.run(body.get("jql", ""), validate=validate)
            if self._sight.sees(one, call.login)
        ]
        rows = [self._told(one, body, "*navigable", call) for one in found[start : start + size]]
        told = {"expand": "schema,names", "startAt": start, "maxResults": size}
        return Reply(200, told | {"total": len(found), "issues": rows})

    def removed(self, _: Call) -> Reply:
        raise Refused(410, REMOVED)

    def _told(self, issue: Issue, asked: Any, usual: str, call: Call) -> dict[str, Any]:
        fields, properties = listed(asked.get("fields"), usual), listed(asked.get("properties"))
        told = self._bodies().issue(issue, fields, properties)
        for one in listed(asked.get("expand")):
            if one == "transitions":
                told["transitions"] = self._workflows.told(issue, fields=False)
            elif one == "changelog":
                most = MOST_HISTORIES if "issueIdsOrKeys" in asked else 100
                told["changelog"] = changelog(issue, most, self._bodies().user)
            elif one == "names":
                names = {field.id: field.name for field in self._world.fields.values()}
                names |= dict(TOLD)
                told["names"] = {key: names.get(key, key) for key in told.get("fields", {})}
            else:
                raise Uncovered(f"{call.request.name}: expand {one}")
        return told

    def _token(self, jql: str, left: tuple[Issue, ...]) -> str:
        number = f"String:{len(self._places) + 1}".encode()
        token = base64.urlsafe_b64encode(number).decode()
        self._places[token] = Place(jql, left, self._world.clock + TOKENS_LIVE)
        return token

    def _place(self, token: str, jql: str) -> Place:
        place = self._places.get(token)
        if place is None or place.until < self._world.clock or place.jql != jql:
            raise Refused(400, "The provided next page token is invalid or expired.")
        return place


def _few(body: dict[str, Any], name: str, most: int) -> None:
    if len(body.get(name) or ()) > most:
        raise Refused(400, f"The number of {name} is limited to {most}.")
