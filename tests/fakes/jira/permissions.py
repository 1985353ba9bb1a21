"""The endpoints that tell what somebody may do, and which statuses the issues of a project can have."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply
from tests.fakes.jira.model import Project
from tests.fakes.jira.routes import Call, Route, Sight
from tests.fakes.jira.world import World

USUAL = (
    "BROWSE_PROJECTS",
    "CREATE_ISSUES",
    "EDIT_ISSUES",
    "ASSIGN_ISSUES",
    "SCHEDULE_ISSUES",
    "TRANSITION_ISSUES",
    "SET_ISSUE_SECURITY",
)
OTHER = ("DELETE_ISSUES", "ADMINISTER_PROJECTS", "ADMINISTER")
GLOBAL = ("ADMINISTER", "SYSTEM_ADMIN")


class Permissions:
    """Everybody may do what is usual, but for what is `lacking`; and nobody more, but for what is `also` granted."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self._sight = Sight(world)
        self.lacking: set[str] = set()
        self.also: set[str] = set()

    def routes(self) -> list[Route]:
        asked = ("projectKey", "permissions") if self._world.cloud else ("projectKey",)
        return [
            Route("GET", "/mypermissions", self.mine, query=asked, anonymous=True),
            Route("GET", "/project/{project}/statuses", self.statuses, anonymous=True),
        ]

    def mine(self, call: Call) -> Reply:
        """Cloud wants to be told which are meant, and knows only those; Data Center tells all."""
        home = self._home(call, call.request.query["projectKey"])
        known = USUAL + OTHER if self._world.cloud else (*USUAL, *OTHER, "SYSTEM_ADMIN")
        wanted: tuple[str, ...] = known
        if self._world.cloud:
            wanted = tuple(call.request.query.get("permissions", "").split(","))
        unknown = sorted(set(wanted) - set(known))
        if unknown:
            raise Refused(400, f"Unrecognized permission: {unknown[0]}")
        told = {
            key: {
                "id": str(number),
                "key": key,
                "name": key.replace("_", " ").capitalize(),
                "type": "GLOBAL" if key in GLOBAL else "PROJECT",
                "description": "",
                "havePermission": call.login.user is not None and self._has(home, key),
            }
            for number, key in enumerate(wanted)
        }
        return Reply(200, {"permissions": told})

    def statuses(self, call: Call) -> Reply:
        home, bodies = self._home(call, call.parts["project"]), self._bodies()
        told = [bodies.status(one) for one in home.workflow.statuses]
        names = ("id", "name", "self", "subtask")
        rows = [
            {name: bodies.type(one)[name] for name in names} | {"statuses": told}
            for one in home.types
        ]
        return Reply(200, rows)

    def _has(self, home: Project, key: str) -> bool:
        if key in self.lacking:
            return False
        if key in OTHER or key in GLOBAL:
            return key in self.also
        return home.access == "write" or key == "BROWSE_PROJECTS"

    def _home(self, call: Call, wanted: str) -> Project:
        found = self._sight.project(wanted, call.login)
        if found is None:
            raise Refused(404, f"No project could be found with key '{wanted}'.")
        return found
