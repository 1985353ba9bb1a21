"""Which endpoints there are, and what may be asked of each: everything else fails the test by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.fakes.jira.exchange import Refused, Reply, Request, Uncovered, no_issue
from tests.fakes.jira.keys import Login, required
from tests.fakes.jira.model import Issue, Project, User
from tests.fakes.jira.world import World

BOTH = frozenset({"cloud", "datacenter"})
CLOUD = frozenset({"cloud"})
DATA_CENTER = frozenset({"datacenter"})


@dataclass
class Call:
    """A request that found its endpoint, with what stands in its path and who sent it."""

    request: Request
    parts: dict[str, str]
    login: Login

    @property
    def body(self) -> dict[str, Any]:
        return self.request.body or {}

    @property
    def who(self) -> User:
        """Routes that are for anybody do not ask."""
        return required(self.login)


@dataclass(frozen=True)
class Route:
    """An endpoint: its template, what answers it, and every parameter and key that the answer minds."""

    method: str
    template: str
    handler: Callable[[Call], Reply]
    query: Collection[str] = ()
    keys: Collection[str] = ()
    on: Collection[str] = BOTH
    anonymous: bool = False
    any_body: bool = False
    segments: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.template.strip("/").split("/")))

    def fits(self, request: Request) -> dict[str, str] | None:
        """What the path says at the places of the template."""
        steps = request.path.strip("/").split("/")
        if request.method != self.method or len(steps) != len(self.segments):
            return None
        parts = {}
        for step, segment in zip(steps, self.segments, strict=True):
            if segment.startswith("{"):
                parts[segment.strip("{}")] = unquote(step)
            elif step != segment:
                return None
        return parts


class Router:
    """Finds the endpoint of a request among those that the flavour has."""

    def __init__(self, world: World, routes: Sequence[Route]) -> None:
        routes = [one for one in routes if world.flavour in one.on]
        self._routes = sorted(routes, key=lambda one: one.template.count("{"))

    def find(self, request: Request) -> tuple[Route, dict[str, str]]:
        """The endpoint, if it minds all that was sent."""
        for route in self._routes:
            parts = route.fits(request)
            if parts is not None:
                _mind("parameter", request, request.query, route.query)
                if not route.any_body:
                    _mind("body key", request, _keys(request), route.keys)
                return route, parts
        raise Uncovered(f"{request.name}: no endpoint that this Jira has")

    @staticmethod
    def answer(route: Route, parts: dict[str, str], request: Request, login: Login) -> Reply:
        """What the endpoint says to somebody who may ask it."""
        if not route.anonymous:
            required(login)
        return route.handler(Call(request, parts, login))


class Sight:
    """What may be seen, and by whom."""

    def __init__(self, world: World) -> None:
        self._world = world

    def project(self, wanted: str, login: Login) -> Project | None:
        for one in self._world.projects.values():
            if wanted in {one.key, str(one.id)} and self._open(one, login):
                return one
        return None

    def sees(self, issue: Issue, login: Login) -> bool:
        """As things are now: permissions know no lag."""
        now = self._world.known(str(issue.id)) or issue
        return not now.hidden and self._open(now.project, login)

    def issue(self, call: Call, *, writes: bool = False) -> Issue:
        """The issue of the path, by its id or any of its keys."""
        found = self._world.known(call.parts["issue"])
        if found is None or not self.sees(found, call.login):
            no_issue()
        if writes:
            self._writable(call, found)
        return found

    def _writable(self, call: Call, issue: Issue) -> None:
        required(call.login)
        if issue.archived:
            raise Refused(400, f"Issue {issue.key} is archived and therefore read-only.")
        if issue.project.access == "read":
            raise Refused(403, "You do not have permission to edit issues in this project.")

    @staticmethod
    def _open(home: Project, login: Login) -> bool:
        return home.access != "none" and (home.public or login.user is not None)


def listed(told: Any, usual: str = "") -> list[str]:
    """Names in a list, or in text between commas."""
    if isinstance(told, list):
        return [name for one in told for name in listed(one)]
    return [one.strip() for one in str(told or usual).split(",") if one.strip()]


def ranged(query: Mapping[str, Any], usual: int, most: int) -> tuple[int, int]:
    """Where a page begins, and how long it is at most."""
    size = min(int(query.get("maxResults", usual)), most)
    return int(query.get("startAt", 0)), usual if size < 0 else size


def _keys(request: Request) -> Collection[str]:
    if request.body is None:
        return ()
    if isinstance(request.body, dict):
        return request.body
    raise Uncovered(f"{request.name}: a body that is no object")


def _mind(what: str, request: Request, sent: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(sent) - set(known))
    if unknown:
        raise Uncovered(f"{request.name}: unknown {what} {', '.join(unknown)}")
