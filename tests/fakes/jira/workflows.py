"""The endpoints that tell the ways from a status, and go one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply
from tests.fakes.jira.model import Issue, Transition
from tests.fakes.jira.past import changed
from tests.fakes.jira.routes import Call, Route, Sight, listed
from tests.fakes.jira.world import World
from tests.fakes.jira.written import ATTRIBUTES, Written

PLACE = "/issue/{issue}/transitions"


class Workflows:
    """Knows which transitions an issue can take, and what their screens demand."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], written: Written) -> None:
        self._world = world
        self._bodies = bodies
        self._written = written
        self._sight = Sight(world)

    def routes(self) -> list[Route]:
        return [
            Route("GET", PLACE, self.offer, query=("expand", "transitionId"), anonymous=True),
            Route("POST", PLACE, self.go, keys=("transition", "fields", "update")),
        ]

    def offer(self, call: Call) -> Reply:
        issue, query = self._sight.issue(call), call.request.query
        fields = "transitions.fields" in listed(query.get("expand"))
        told = self.told(issue, fields=fields) if self._may(issue, call) else []
        if "transitionId" in query:
            told = [one for one in told if one["id"] == query["transitionId"]]
        return Reply(200, {"expand": "transitions", "transitions": told})

    def go(self, call: Call) -> Reply:
        """Fields come from the screen of the transition, and from nowhere else."""
        issue, body = self._sight.issue(call, writes=True), call.body
        wanted = str((body.get("transition") or {}).get("id", ""))
        if not wanted:
            raise Refused(400, "Missing 'transition' identifier")
        way = next((one for one in self._ways(issue) if one.id == wanted), None)
        if way is None:
            raise Refused(400, f"Transition id '{wanted}' is not valid for this issue.")
        fields = self._written.operations(issue, body.get("update") or {}, body.get("fields") or {})
        told = self._written.values(
            issue.project, fields, way.screen, required=way.required, present={}
        )
        self._take(issue, way, told)
        changed(issue, call.who, self._world.clock, ["status", *told])
        return Reply(204)

    def told(self, issue: Issue, *, fields: bool) -> list[dict[str, Any]]:
        bodies = self._bodies()
        return [bodies.transition(issue.project, one, fields=fields) for one in self._ways(issue)]

    def _take(self, issue: Issue, way: Transition, told: dict[str, Any]) -> None:
        if way.resolution is not None and "resolution" not in told:
            told["resolution"] = self._world.resolution(way.resolution)
        for name, value in told.items():
            if name in ATTRIBUTES:
                setattr(issue, ATTRIBUTES[name], value)
            else:
                issue.more[name] = value
        if "resolution" in told:
            issue.resolved = None if told["resolution"] is None else self._world.clock
        issue.enter(issue.project.workflow.status(way.to), self._world.clock)
        self._world.touched(issue)

    @staticmethod
    def _ways(issue: Issue) -> list[Transition]:
        ways = issue.project.workflow.transitions
        return [one for one in ways if not one.of or issue.status.name in one.of]

    @staticmethod
    def _may(issue: Issue, call: Call) -> bool:
        return (
            call.login.user is not None and issue.project.access == "write" and not issue.archived
        )
