"""Which endpoints there are, and what may be asked of each: everything else fails the test by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.fakes.github.exchange import Refused, Reply, Request, Uncovered, not_found, redirected
from tests.fakes.github.model import Issue, Repository
from tests.fakes.github.world import World


@dataclass
class Call:
    """A request that found its endpoint, with what stands in its path."""

    request: Request
    parts: dict[str, str]
    token: str | None
    home: Repository | None = None

    @property
    def repository(self) -> Repository:
        """The repository of the path; routes without one do not ask."""
        assert self.home is not None
        return self.home


@dataclass(frozen=True)
class Route:
    """An endpoint: its template, what answers it, and every parameter and key that the answer minds."""

    method: str
    template: str
    handler: Callable[[Call], Reply]
    query: Collection[str] = ()
    keys: Collection[str] = ()
    creates: bool = False
    free: bool = False
    takes_list: bool = False
    segments: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.template.strip("/").split("/")))

    def fits(self, request: Request) -> dict[str, str] | None:
        """What the path says at the places of the template."""
        steps = request.path.strip("/").split("/")
        if steps[:1] == ["repositories"] and len(steps) > 1:
            steps = ["repos", ":id", *steps[1:]]
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
    """Finds the endpoint, and the repository under its present name, its former one or its id."""

    def __init__(self, world: World, api_url: Callable[[], str], routes: Sequence[Route]) -> None:
        self._world = world
        self._api_url = api_url
        self._routes = routes

    def find(self, request: Request) -> tuple[Route, dict[str, str]]:
        """The endpoint, if it minds all that was sent."""
        for route in self._routes:
            parts = route.fits(request)
            if parts is not None:
                _mind("parameter", request, request.query, route.query)
                _mind("body key", request, _keys(request, route), route.keys)
                return route, parts
        raise Uncovered(f"{request.name}: no endpoint that this GitHub has")

    def answer(
        self, route: Route, parts: dict[str, str], request: Request, token: str | None
    ) -> Reply:
        call = Call(request, parts, token)
        if "repo" in parts:
            call.home = self._repository(call)
        return route.handler(call)

    def _repository(self, call: Call) -> Repository:
        owner, name = call.parts["owner"], call.parts["repo"]
        if owner == ":id":
            home = self._world.repositories.get(int(name))
        else:
            home = self._world.named(f"{owner}/{name}")
        if home is None or home.access == "none" or (home.private and call.token is None):
            not_found()
        present = home.full_name.casefold() == f"{owner}/{name}".casefold()
        if owner != ":id" and not present:
            rest = call.request.path.split("/")[4:]
            place = "/".join([f"{self._api_url()}/repositories/{home.id}", *rest])
            raise redirected(307 if call.request.writes else 301, place)
        return home


def numbered(world: World, call: Call, api_url: str, *, whole: bool = False) -> Issue:
    """The issue of the path. Where it moved, only the `whole` of it leads there, its parts do not."""
    home, number = call.repository, int(call.parts["number"])
    if number in home.deleted:
        raise Refused(410, "This issue was deleted")
    moved = home.moved.get(number)
    if moved is not None and whole and world.repositories[moved[0]].access != "none":
        raise redirected(301, f"{api_url}/repositories/{moved[0]}/issues/{moved[1]}")
    found = home.issues.get(number)
    if found is None or not world.is_seen(found):
        not_found()
    return found


def writable(world: World, home: Repository) -> None:
    """Refuse to write where the repository, or the token, does not allow it to anybody."""
    if home.access == "read":
        raise Refused(403, forbidden(world))
    if home.archived:
        raise Refused(403, "Repository was archived so is read-only.")


def manageable(world: World, home: Repository) -> None:
    """Refuse what only those who may push may do."""
    writable(world, home)
    if not home.push:
        if home.private:
            not_found()
        raise Refused(403, "Must have admin rights to Repository.")


def forbidden(world: World) -> str:
    """How GitHub words it to an app and to a person."""
    kind = "integration" if world.viewer.endswith("[bot]") else "personal access token"
    return f"Resource not accessible by {kind}"


def _keys(request: Request, route: Route) -> Collection[str]:
    if request.body is None or (route.takes_list and isinstance(request.body, list)):
        return ()
    if isinstance(request.body, dict):
        return request.body
    raise Uncovered(f"{request.name}: a body that is no object")


def _mind(what: str, request: Request, sent: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(sent) - set(known))
    if unknown:
        raise Uncovered(f"{request.name}: unknown {what} {', '.join(unknown)}")
