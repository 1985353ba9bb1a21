"""The endpoints that tell of workflows and their runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Refused, Reply, not_found
from tests.fakes.github.model import Repository, Workflow, stamp
from tests.fakes.github.reading import HOME
from tests.fakes.github.repository_body import repository_body
from tests.fakes.github.routes import Call, Route, forbidden
from tests.fakes.github.world import World

PLACE = f"{HOME}/actions/workflows/{{workflow}}"
SHA = "7638417db6d59f3c431d3e1f261cc637155684cd"


class Actions:
    """Knows workflows by the names of their files. Without `may_read` the token lacks the permission."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self.may_read = True

    def routes(self) -> list[Route]:
        return [
            Route("GET", PLACE, self.workflow),
            Route("GET", f"{PLACE}/runs", self.runs, query=("per_page",)),
        ]

    def workflow(self, call: Call) -> Reply:
        found = self._found(call)
        return Reply(200, self._told(call.repository, found))

    def runs(self, call: Call) -> Reply:
        """The newest first."""
        found, size = self._found(call), int(call.request.query.get("per_page", 30))
        rows = [
            self._run(call.repository, found, number, run)
            for number, run in enumerate(found.runs, 1)
        ]
        newest = sorted(rows, key=lambda one: str(one["created_at"]), reverse=True)
        return Reply(200, {"total_count": len(rows), "workflow_runs": newest[:size]})

    def _found(self, call: Call) -> Workflow:
        if not self.may_read:
            raise Refused(403, forbidden(self._world))
        found = call.repository.workflows.get(call.parts["workflow"])
        if found is None:
            not_found()
        return found

    def _told(self, home: Repository, found: Workflow) -> Json:
        url = f"{self._bodies().home(home)}/actions/workflows/{found.id}"
        web = self._bodies().web(home)
        day = stamp(home.created_at)
        return {
            "id": found.id,
            "node_id": f"W_{found.id}",
            "name": found.file.partition(".")[0],
            "path": f".github/workflows/{found.file}",
            "state": found.state,
            "created_at": day,
            "updated_at": day,
            "url": url,
            "html_url": f"{web}/blob/main/.github/workflows/{found.file}",
            "badge_url": f"{web}/workflows/{found.file}/badge.svg",
        }

    def _run(
        self, home: Repository, found: Workflow, number: int, run: tuple[datetime, str | None]
    ) -> Json:
        at, conclusion = run
        bodies = self._bodies()
        url = f"{bodies.home(home)}/actions/runs/{number}"
        urls: Mapping[str, str] = {
            f"{name}_url": f"{url}/{name}"
            for name in ("jobs", "logs", "check_suite", "cancel", "rerun", "artifacts")
        }
        repository = repository_body(bodies, home)
        person = {"name": "Ann", "email": "ann@acme.test"}
        commit = {
            "id": SHA,
            "tree_id": SHA,
            "message": "Fix",
            "timestamp": stamp(at),
            "author": person,
            "committer": person,
        }
        return {
            "id": number,
            "node_id": f"WFR_{number}",
            "name": found.file.partition(".")[0],
            "head_branch": "main",
            "head_sha": SHA,
            "run_number": number,
            "display_title": "pm-sync",
            "event": "schedule",
            "status": "completed" if conclusion else "in_progress",
            "conclusion": conclusion,
            "workflow_id": found.id,
            "path": f".github/workflows/{found.file}",
            "url": url,
            "html_url": f"{bodies.web(home)}/actions/runs/{number}",
            "created_at": stamp(at),
            "updated_at": stamp(at),
            "head_commit": commit,
            "repository": repository,
            "head_repository": repository,
            "workflow_url": f"{bodies.home(home)}/actions/workflows/{found.id}",
            "pull_requests": [],
            **urls,
        }
