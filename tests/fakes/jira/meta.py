"""The endpoints that tell how a Jira is set up: its version, its projects and what their screens ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply
from tests.fakes.jira.model import Field, Project, stamp
from tests.fakes.jira.routes import Call, Route, Sight, ranged
from tests.fakes.jira.world import World

META = "/issue/createmeta/{project}/issuetypes"
PAGED = ("startAt", "maxResults")
MOST_META = 200


class Meta:
    """Tells what does not change while pm-sync runs."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], site: Callable[[], str]) -> None:
        self._world = world
        self._bodies = bodies
        self._site = site
        self._sight = Sight(world)
        self.version = "1001.0.0-SNAPSHOT" if world.cloud else "10.3.1"

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/serverInfo", self.server, anonymous=True),
            Route("GET", "/myself", self.myself, query=("expand",)),
            Route("GET", "/field", self.fields, anonymous=True),
            Route("GET", "/priority", self.priorities),
            Route("GET", "/resolution", self.resolutions),
            Route("GET", "/status", self.statuses, anonymous=True),
            Route("GET", "/project/{project}", self.project, query=("expand",), anonymous=True),
            Route("GET", META, self.types, query=PAGED, anonymous=True),
            Route("GET", f"{META}/{{type}}", self.type, query=PAGED, anonymous=True),
        ]

    def server(self, _: Call) -> Reply:
        """Told to anybody: it proves nothing of a token."""
        numbers = [int(one) for one in self.version.partition("-")[0].split(".")]
        return Reply(
            200,
            {
                "baseUrl": self._site(),
                "version": self.version,
                "versionNumbers": numbers,
                "deploymentType": "Cloud" if self._world.cloud else "Server",
                "buildNumber": 100_290,
                "buildDate": "2026-11-20T00:00:00.000+0000",
                "serverTime": stamp(self._world.clock),
                "scmInfo": "b0bc11b8",
                "serverTitle": "Jira",
            },
        )

    def myself(self, call: Call) -> Reply:
        return Reply(200, self._bodies().user(call.who))

    def fields(self, _: Call) -> Reply:
        bodies = self._bodies()
        return Reply(200, [self._field(bodies, one) for one in self._world.fields.values()])

    def priorities(self, _: Call) -> Reply:
        return Reply(200, [self._bodies().priority(one) for one in self._world.priorities])

    def resolutions(self, _: Call) -> Reply:
        bodies = self._bodies()
        return Reply(200, [bodies.named("resolution", one) for one in self._world.resolutions])

    def statuses(self, call: Call) -> Reply:
        """Those of all workflows together: the same name may come twice."""
        told = self._world.statuses if call.login.user is not None else []
        return Reply(200, [self._bodies().status(one) for one in told])

    def project(self, call: Call) -> Reply:
        home, bodies = self._home(call, 404), self._bodies()
        told = bodies.project(home) | {
            "expand": "description,lead,issueTypes,url,projectKeys,permissions,insight",
            "description": "",
            "issueTypes": [bodies.type(one) for one in home.types],
            "components": [bodies.named("component", one) for one in home.components],
            "lead": bodies.user(self._world.me),
            "versions": [],
            "roles": {},
        }
        return Reply(200, told)

    def types(self, call: Call) -> Reply:
        home = self._home(call, 404 if self._world.cloud else 400)
        told = [self._bodies().type(one) for one in home.types if home.access == "write"]
        return self._page(call, told, "issueTypes")

    def type(self, call: Call) -> Reply:
        home = self._home(call, 404 if self._world.cloud else 400)
        wanted = call.parts["type"]
        if wanted not in home.screens or home.access != "write":
            return self._page(call, [], "fields")
        needed = {"project", "issuetype", "summary", *home.required[wanted]}
        told = [
            self._bodies().meta(home, self._world.fields[name], name in needed, listed=True)
            for name in home.screens[wanted]
        ]
        return self._page(call, told, "fields")

    def _home(self, call: Call, status: int) -> Project:
        wanted = call.parts["project"]
        found = self._sight.project(wanted, call.login)
        if found is None:
            raise Refused(status, f"No project could be found with key '{wanted}'.")
        return found

    def _page(self, call: Call, rows: Iterable[Any], name: str) -> Reply:
        found = list(rows)
        start, size = ranged(call.request.query, 50, MOST_META)
        told = {
            "startAt": start,
            "maxResults": size,
            "total": len(found),
            (name if self._world.cloud else "values"): found[start : start + size],
        }
        if not self._world.cloud:
            told["isLast"] = start + size >= len(found)
        return Reply(200, told)

    @staticmethod
    def _field(bodies: Bodies, field: Field) -> dict[str, Any]:
        names = [field.id] if field.custom is None else [f"cf[{field.custom}]", field.name]
        return {
            "id": field.id,
            "key": field.id,
            "name": field.name,
            "custom": field.custom is not None,
            "orderable": True,
            "navigable": True,
            "searchable": True,
            "clauseNames": names,
            "schema": bodies.schema(field),
        }
