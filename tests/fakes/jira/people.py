"""The endpoints that look for people."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply, no_issue
from tests.fakes.jira.model import User
from tests.fakes.jira.routes import CLOUD, DATA_CENTER, Call, Route, Sight, ranged
from tests.fakes.jira.world import World

MOST_FOUND = 1000
PAGED = ("startAt", "maxResults")
PLACE = ("project", "issueKey", "issueId")


class People:
    """Finds people by the beginnings of their names and addresses, which is never a proof of who they are.

    Without `may_browse` nobody is found, as where the permission to browse users is missing.
    """

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self._sight = Sight(world)
        self.may_browse = True

    def routes(self) -> list[Route]:
        search, assignable, picker = "/user/search", "/user/assignable/search", "/user/picker"
        some = ("query", "username", "accountId", *PAGED)
        others = ("query", "username", "includeActive", "includeInactive", *PAGED)
        anybody = True
        return [
            Route("GET", search, self.search, query=some, on=CLOUD, anonymous=anybody),
            Route("GET", search, self.search_by_name, query=others, on=DATA_CENTER),
            Route("GET", assignable, self.assignable, query=(*some, *PLACE)),
            Route("GET", picker, self.picker, query=("query", "maxResults"), anonymous=anybody),
        ]

    def search(self, call: Call) -> Reply:
        query = call.request.query
        self._no_names(query)
        if ("query" in query) == ("accountId" in query):
            raise Refused(400, "Exactly one of the query, property and accountId is required.")
        found = [one for one in self._browsed(call) if one.active and self._fits(one, query)]
        return self._page(call, found)

    def search_by_name(self, call: Call) -> Reply:
        """Data Center knows no `query`: without a `username` it tells everybody."""
        query = call.request.query
        start = query.get("username", ".").casefold()
        inactive = query.get("includeInactive") == "true"
        found = [
            one
            for one in self._browsed(call)
            if (one.active or inactive) and (start == "." or _begins(one, start))
        ]
        return self._page(call, found)

    def assignable(self, call: Call) -> Reply:
        query = call.request.query
        self._no_names(query)
        known = ("query", "accountId") if self._world.cloud else ("username",)
        if self._world.cloud and not any(name in query for name in known):
            raise Refused(400, "Exactly one of the query and accountId is required.")
        key = self._project(call)
        found = [
            one
            for one in self._world.users.values()
            if one.active and key in one.assignable and self._fits(one, query)
        ]
        return self._page(call, found)

    def picker(self, call: Call) -> Reply:
        query = call.request.query
        start = query["query"].casefold()
        found = [one for one in self._browsed(call) if one.active and _begins(one, start)]
        shown = found[: int(query.get("maxResults", 50))]
        head = f"Showing {len(shown)} of {len(found)} matching users"
        told = {"users": [self._picked(one) for one in shown], "total": len(found), "header": head}
        return Reply(200, told)

    def _picked(self, user: User) -> dict[str, str]:
        told = self._bodies().user(user)
        keys = ("accountId", "accountType") if self._world.cloud else ("name", "key")
        address = f" - {told['emailAddress']}" if "emailAddress" in told else ""
        return {key: told[key] for key in keys} | {
            "displayName": user.display_name,
            "html": html.escape(f"{user.display_name}{address}"),
            "avatarUrl": told["avatarUrls"]["24x24"],
        }

    def _browsed(self, call: Call) -> list[User]:
        allowed = self.may_browse and call.login.user is not None
        return list(self._world.users.values()) if allowed else []

    def _fits(self, user: User, query: Mapping[str, str]) -> bool:
        if "accountId" in query:
            return user.id == query["accountId"]
        return _begins(user, query.get("query" if self._world.cloud else "username", "").casefold())

    def _no_names(self, query: Mapping[str, str]) -> None:
        if self._world.cloud and "username" in query:
            raise Refused(
                400, "The query parameter 'username' is not supported in GDPR strict mode."
            )

    def _project(self, call: Call) -> str:
        query = call.request.query
        if "project" in query:
            home = self._sight.project(query["project"], call.login)
            if home is None:
                raise Refused(404, f"No project could be found with key '{query['project']}'.")
            return home.key
        wanted = query.get("issueKey", query.get("issueId"))
        if wanted is None:
            raise Refused(400, "No issue key or project was provided.")
        found = self._world.known(wanted)
        if found is None or not self._sight.sees(found, call.login):
            no_issue()
        return found.project.key

    def _page(self, call: Call, found: list[User]) -> Reply:
        start, size = ranged(call.request.query, 50, MOST_FOUND)
        rows = found[start : min(start + size, MOST_FOUND)]
        return Reply(200, [self._bodies().user(one) for one in rows])


def _begins(user: User, start: str) -> bool:
    """A hidden address is not told, but found all the same."""
    words = [user.display_name, *user.display_name.split(), user.email or "", user.id]
    return any(word.casefold().startswith(start) for word in words)
