"""The endpoints for comments below issues and pull requests."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Refused, Reply, not_found
from tests.fakes.github.keys import required
from tests.fakes.github.model import Comment, Issue, node_id, stamp
from tests.fakes.github.pages import page_of
from tests.fakes.github.reading import HOME, PAGED
from tests.fakes.github.routes import Call, Route, numbered, writable
from tests.fakes.github.world import World

LONGEST = 65_536


class Comments:
    """Oldest first, as GitHub lists them."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies

    def routes(self) -> list[Route]:
        below = f"{HOME}/issues/{{number}}/comments"
        return [
            Route("GET", below, self.listed, (*PAGED, "since")),
            Route("POST", below, self.create, keys=("body",), creates=True),
            Route("PATCH", f"{HOME}/issues/comments/{{id}}", self.change, keys=("body",)),
            Route("DELETE", f"{HOME}/issues/comments/{{id}}", self.remove),
        ]

    def listed(self, call: Call) -> Reply:
        issue = self._issue(call)
        home = call.repository
        where = f"{self._bodies().api_url}/repositories/{home.id}/issues/{issue.number}/comments"
        rows = [self._told(issue, one) for one in issue.comments]
        shown, links = page_of(rows, call.request.query, where)
        return Reply(200, list(shown), links)

    def create(self, call: Call) -> Reply:
        required(call.token)
        writable(self._world, call.repository)
        issue = self._issue(call)
        body = _checked((call.request.body or {}).get("body"))
        made = self.add(issue, body)
        return Reply(201, self._told(issue, made))

    def change(self, call: Call) -> Reply:
        required(call.token)
        writable(self._world, call.repository)
        issue, one = self._named(call)
        one.body = _checked((call.request.body or {}).get("body"))
        one.updated_at = self._world.clock
        return Reply(200, self._told(issue, one))

    def remove(self, call: Call) -> Reply:
        required(call.token)
        writable(self._world, call.repository)
        issue, one = self._named(call)
        issue.comments.remove(one)
        return Reply(204)

    def _named(self, call: Call) -> tuple[Issue, Comment]:
        every = [
            (issue, one) for issue in call.repository.issues.values() for one in issue.comments
        ]
        found = next((pair for pair in every if pair[1].id == int(call.parts["id"])), None)
        if found is None:
            not_found()
        return found

    def add(self, issue: Issue, body: str, by: str | None = None) -> Comment:
        """Somebody comments, whoever asks if nobody is named."""
        who = self._world.account(by or self._world.viewer)
        now = self._world.clock
        made = Comment(self._world.next_id(), who, body, now, now)
        issue.comments.append(made)
        return made

    def _issue(self, call: Call) -> Issue:
        return numbered(self._world, call, self._bodies().api_url)

    def _told(self, issue: Issue, one: Comment) -> Json:
        bodies = self._bodies()
        home = issue.repository
        url = f"{bodies.api_url}/repos/{home.full_name}/issues"
        return {
            "id": one.id,
            "node_id": node_id("IC", one.id),
            "url": f"{url}/comments/{one.id}",
            "issue_url": f"{url}/{issue.number}",
            "html_url": f"{bodies.web(home)}/pull/{issue.number}#issuecomment-{one.id}",
            "user": bodies.user(one.author),
            "author_association": "NONE",
            "created_at": stamp(one.created_at),
            "updated_at": stamp(one.updated_at),
            "body": one.body,
        }


def _checked(body: object) -> str:
    if not isinstance(body, str) or not body.strip():
        raise Refused(422, "Validation Failed", [{"resource": "IssueComment", "code": "missing"}])
    if len(body) > LONGEST:
        raise Refused(422, "Body is too long (maximum is 65536 characters)")
    return body
