"""The endpoints for pull requests: opening one, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Refused, Reply, not_found
from tests.fakes.github.keys import required
from tests.fakes.github.model import Issue, LineComment, Pull, Repository
from tests.fakes.github.pages import page_of
from tests.fakes.github.reading import HOME, PAGED
from tests.fakes.github.routes import Call, Route, writable
from tests.fakes.github.world import World

LINE = ("body", "commit_id", "path", "line", "side")


class Pulls:
    """Those of branches in the repository itself. Whether a branch is there, and what is in it, only git knows."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self.lines: set[tuple[str, int]] | None = None

    def routes(self) -> list[Route]:
        new = ("title", "body", "head", "base")
        return [
            Route("POST", f"{HOME}/pulls", self.create, keys=new, creates=True),
            Route(
                "PATCH", f"{HOME}/pulls/{{number}}", self.change, keys=("title", "body", "state")
            ),
            Route("GET", f"{HOME}/pulls/{{number}}/comments", self.listed, PAGED),
            Route("POST", f"{HOME}/pulls/{{number}}/comments", self.say, keys=LINE, creates=True),
        ]

    def create(self, call: Call) -> Reply:
        required(call.token)
        home, body = call.repository, call.request.body or {}
        writable(self._world, home)
        if self._world.viewer.endswith("[bot]") and not home.actions_open_pulls:
            raise Refused(
                403, "GitHub Actions is not permitted to create or approve pull requests."
            )
        if any(
            _is_open(one) and _ends(one) == (body["head"], body["base"]) for one in _pulls(home)
        ):
            error = f"A pull request already exists for {home.owner.login}:{body['head']}."
            raise Refused(
                422,
                "Validation Failed",
                [{"resource": "PullRequest", "code": "custom", "message": error}],
            )
        made = self._world.add_issue(home, body["title"], self._world.viewer, self._world.clock)
        made.body = body.get("body")
        made.pull_request = "open"
        made.pull = Pull(branch=body["head"], base=body["base"])
        return Reply(201, self._told(home, made))

    def change(self, call: Call) -> Reply:
        required(call.token)
        home, body = call.repository, call.request.body or {}
        writable(self._world, home)
        found = home.issues.get(int(call.parts["number"]))
        if found is None or found.pull is None:
            not_found()
        found.title = body.get("title", found.title)
        found.body = body.get("body", found.body)
        if body.get("state") == "closed":
            found.pull_request = "closed"
            found.state = "closed"
        return Reply(200, self._told(home, found))

    def listed(self, call: Call) -> Reply:
        issue = self._issue(call)
        where = f"{self._bodies().api_url}/repositories/{call.repository.id}/pulls/{issue.number}/comments"
        rows = [
            {"id": one.id, "user": self._bodies().user(one.author), "body": one.body}
            for one in issue.line_comments
        ]
        shown, links = page_of(rows, call.request.query, where)
        return Reply(200, list(shown), links)

    def say(self, call: Call) -> Reply:
        """Only `lines` of a test are among what is proposed, if it says which."""
        required(call.token)
        writable(self._world, call.repository)
        issue, body = self._issue(call), call.request.body or {}
        assert body["side"] == "RIGHT"
        place = (body["path"], body["line"])
        if self.lines is not None and place not in self.lines:
            error = {"resource": "PullRequestReviewComment", "code": "invalid", "field": "line"}
            raise Refused(422, "Validation Failed", [error])
        who = self._world.account(self._world.viewer)
        made = LineComment(self._world.next_id(), who, body["body"], body["commit_id"], *place)
        issue.line_comments.append(made)
        return Reply(201, {"id": made.id, "body": made.body})

    def _issue(self, call: Call) -> Issue:
        found = call.repository.issues.get(int(call.parts["number"]))
        if found is None or found.pull_request is None:
            not_found()
        return found

    def _told(self, home: Repository, issue: Issue) -> Json:
        return {
            "number": issue.number,
            "html_url": f"{self._bodies().web(home)}/pull/{issue.number}",
            "title": issue.title,
            "body": issue.body,
            "state": issue.state,
        }


def _pulls(home: Repository) -> list[Issue]:
    return [one for one in home.issues.values() if one.pull is not None]


def _is_open(issue: Issue) -> bool:
    return issue.pull_request == "open" and issue.pull is not None and not issue.pull.from_fork


def _ends(issue: Issue) -> tuple[Any, Any]:
    return (issue.pull.branch, issue.pull.base) if issue.pull else (None, None)
