"""The endpoints that only read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Refused, Reply, invalid, not_found
from tests.fakes.github.keys import required
from tests.fakes.github.limits import Limits
from tests.fakes.github.listing import QUERY, listed
from tests.fakes.github.model import stamp
from tests.fakes.github.pages import PAGED_ROWS, page_of
from tests.fakes.github.repository_body import repository_body
from tests.fakes.github.routes import Call, Route, forbidden, numbered
from tests.fakes.github.world import World

PAGED = ("per_page", "page")
HOME = "/repos/{owner}/{repo}"


class Reading:
    """Answers from the world as it stands. `paged_rows` is how far page numbers reach in the list of issues."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], limits: Limits) -> None:
        self._world = world
        self._bodies = bodies
        self._limits = limits
        self.paged_rows = PAGED_ROWS

    def routes(self) -> list[Route]:
        return [
            Route("GET", HOME, self.repository),
            Route("GET", f"{HOME}/issues", self.issues, QUERY),
            Route("GET", f"{HOME}/issues/{{number}}", self.issue),
            Route("GET", f"{HOME}/labels", self.labels, PAGED),
            Route("GET", f"{HOME}/labels/{{name}}", self.label),
            Route("GET", f"{HOME}/assignees", self.assignees, PAGED),
            Route("GET", f"{HOME}/assignees/{{login}}", self.assignee),
            Route("GET", f"{HOME}/milestones", self.milestones, ("state", "direction", *PAGED)),
            Route("GET", "/rate_limit", self.rate_limit, free=True),
            Route("GET", "/user", self.user),
        ]

    def repository(self, call: Call) -> Reply:
        return Reply(200, repository_body(self._bodies(), call.repository))

    def issues(self, call: Call) -> Reply:
        """Pull requests among them; where issues are disabled they are all there is."""
        home = call.repository
        found = [one for one in self._world.visible(home) if home.has_issues or one.pull_request]
        rows, links = listed(found, call.request.query, self._list(call, "issues"), self.paged_rows)
        return Reply(200, [self._bodies().issue(one) for one in rows], links)

    def issue(self, call: Call) -> Reply:
        found = numbered(self._world, call, self._bodies().api_url, whole=True)
        return Reply(200, self._bodies().issue(found))

    def labels(self, call: Call) -> Reply:
        home = call.repository
        return self._page(
            call, "labels", [self._bodies().label(home, one) for one in home.labels.values()]
        )

    def label(self, call: Call) -> Reply:
        found = call.repository.find_label(call.parts["name"])
        if found is None:
            not_found()
        return Reply(200, self._bodies().label(call.repository, found))

    def assignees(self, call: Call) -> Reply:
        people = call.repository.assignable
        return self._page(call, "assignees", [self._bodies().user(one) for one in people])

    def assignee(self, call: Call) -> Reply:
        if call.repository.find_assignable(call.parts["login"]) is None:
            not_found()
        return Reply(204)

    def milestones(self, call: Call) -> Reply:
        state = call.request.query.get("state", "open")
        if state not in {"open", "closed", "all"}:
            raise invalid("Milestone", "state", "invalid", value=state)
        home = call.repository
        found = [one for one in home.milestones.values() if state in {"all", one.state}]
        if call.request.query.get("direction") == "desc":
            found.reverse()
        bodies = self._bodies()
        return self._page(call, "milestones", [bodies.milestone(home, one) for one in found])

    def rate_limit(self, call: Call) -> Reply:
        """Asking for it is free."""
        told: Json = {name: bucket.told() for name, bucket in self._limits.buckets.items()}
        return Reply(200, {"resources": told, "rate": told["core"]})

    def user(self, call: Call) -> Reply:
        """The token of an app, as Actions give it, belongs to no user."""
        required(call.token)
        if self._world.viewer.endswith("[bot]"):
            raise Refused(403, forbidden(self._world))
        account = self._world.account(self._world.viewer)
        day = stamp(self._world.clock)
        nothing = dict.fromkeys(("name", "company", "blog", "location", "email", "hireable", "bio"))
        counts = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
        times = {"created_at": day, "updated_at": day}
        return Reply(200, self._bodies().user(account) | nothing | counts | times)

    def _page(self, call: Call, what: str, rows: Sequence[Json]) -> Reply:
        shown, links = page_of(rows, call.request.query, self._list(call, what))
        return Reply(200, list(shown), links)

    def _list(self, call: Call, what: str) -> str:
        """Links name the repository by its id, whatever it was asked by."""
        return f"{self._bodies().api_url}/repositories/{call.repository.id}/{what}"
