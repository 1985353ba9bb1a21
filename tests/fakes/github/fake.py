"""A GitHub in memory: one function from request to answer, carried by `responses` or by a server of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.github.actions import Actions
from tests.fakes.github.apps import Apps
from tests.fakes.github.bodies import Bodies
from tests.fakes.github.comments import Comments
from tests.fakes.github.exchange import Refused
from tests.fakes.github.graph import Graph
from tests.fakes.github.keys import Keys, required
from tests.fakes.github.limits import Limits
from tests.fakes.github.pulls import Pulls
from tests.fakes.github.reading import Reading
from tests.fakes.github.referee import Referee
from tests.fakes.github.routes import Router
from tests.fakes.github.world import World
from tests.fakes.github.writing import Writing
from tests.fakes.wire.exchange import JSON, Answer, Reply, Request, Uncovered, lowered, parsed
from tests.fakes.wire.faults import Fault, Scripted
from tests.fakes.wire.over_responses import faked

API_VERSIONS = frozenset({"2022-11-28", "2026-03-10"})


class GitHub(World):
    """The world, its API, and what goes wrong with it. `before` and `after` each request a test may step in."""

    def __init__(
        self,
        api_url: str = "https://api.github.com",
        web_url: str = "https://github.com",
        *,
        referee: Referee | None = None,
    ) -> None:
        super().__init__()
        self.api_url = api_url.rstrip("/")
        self.web_url = web_url.rstrip("/")
        self.referee = referee
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.tick = timedelta(seconds=1)
        self.scopes: str | None = None
        self.expires: str | None = None
        self.enterprise_version: str | None = None
        self.api_versions = API_VERSIONS
        self.before: Callable[[Request], None] = lambda _: None
        self.after: Callable[[Request], None] = lambda _: None
        self.keys = Keys()
        self.limits = Limits(self.clock)
        self.reading = Reading(self, self._bodies, self.limits)
        self.writing = Writing(self, self._bodies)
        self._graph = Graph(self, self._bodies, self.limits)
        apps = Apps(self, self._bodies, self.keys)
        self.actions = Actions(self, self._bodies)
        self.pulls = pulls = Pulls(self, self._bodies)
        self.comments = Comments(self, self._bodies)
        routes = [
            *self.reading.routes(),
            *self.writing.routes(),
            *pulls.routes(),
            *self.comments.routes(),
            *apps.routes(),
            *self.actions.routes(),
        ]
        self._router = Router(self, lambda: self.api_url, routes)
        self._scripted: list[Scripted] = []
        self._turn = threading.RLock()

    @property
    def graphql_url(self) -> str:
        """Beside the root of REST on a server of one's own, below it on github.com."""
        return f"{self.api_url.removesuffix('/v3')}/graphql"

    @property
    def root(self) -> str:
        """Scheme and host, without any path."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"

    def faked(self) -> AbstractContextManager[None]:
        """Answer every request of the library `requests` from here."""
        return faked(self)

    def next(
        self, fault: Fault, times: int | None = 1, on: str | None = None, *, skip: int = 0
    ) -> None:
        """Let a fault strike the next requests that fit, after the first `skip` of them."""
        self._scripted.append(Scripted(fault, times, on, skip))

    def calm(self) -> None:
        """Forget the faults that did not strike yet."""
        self._scripted.clear()

    def limit(
        self, remaining: int, reset_in: float, resource: str = "core", status: int = 403
    ) -> None:
        """Set what is left of a primary limit."""
        self.limits.set(resource, remaining, self.clock + timedelta(seconds=reset_in), status)

    def limit_creations(
        self,
        per_minute: int | None = None,
        per_hour: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Set the limit that no header shows."""
        self.limits.creations_per_minute = per_minute
        self.limits.creations_per_hour = per_hour
        self.limits.creations_retry_after = retry_after

    def names(self, on: str = "") -> list[str]:
        """The requests so far, by their names, those that start so."""
        return [request.name for request in self.requests if request.name.startswith(on)]

    def answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
    ) -> Answer:
        """Answer one request. Raises `Dropped` and `TimedOut` for its carrier, and `AssertionError` for the test."""
        with self._turn:
            try:
                return self._answer(self._request(method, path, query, headers, body))
            except AssertionError as complaint:
                self.complaints.append(str(complaint))
                raise
            finally:
                self.clock += self.tick

    def settle(self) -> None:
        """Fail where a complaint was swallowed on its way to the test."""
        assert not self.complaints, self.complaints[0]

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        body: bytes | str | None,
    ) -> Request:
        url = f"{self.root}{path}"
        if url == self.graphql_url:
            short = "/graphql"
        elif url.startswith(f"{self.api_url}/"):
            short = url.removeprefix(self.api_url)
        else:
            raise Uncovered(f"{method} {url}: outside of {self.api_url}")
        read = parsed(f"{method} {path}", body)
        return Request(method, short, dict(query or {}), lowered(headers), read)

    def _answer(self, request: Request) -> Answer:
        self.requests.append(request)
        self.before(request)
        self._referee_request(request)
        fault = next((one.fault for one in self._scripted if one.strikes(request)), None)
        answer = self._own(request) if fault is None or fault.after else None
        if fault is not None:
            told = fault.spoil(answer)
            answer = told._replace(headers=self._headers(request) | told.headers)
        assert answer is not None
        self.after(request)
        request.status = answer.status
        return answer

    def _own(self, request: Request) -> Answer:
        try:
            reply = self._graphql(request) if request.path == "/graphql" else self._rest(request)
        except Refused as refused:
            reply = refused.reply
        if self.referee is not None and request.path != "/graphql":
            self.referee.check_answer(request.method, request.path, reply.status, reply.body)
        text = "" if reply.body is None else json.dumps(reply.body)
        headers = self._headers(request) | reply.headers
        return Answer(reply.status, headers if reply.body is None else headers | JSON, text)

    def _rest(self, request: Request) -> Reply:
        route, parts = self._router.find(request)
        token = self._admitted(request)
        if not route.free:
            self.limits.spend("core", self.clock, self._whose())
        if route.creates:
            self.limits.create(self.clock)
        return self._router.answer(route, parts, request, token)

    def _graphql(self, request: Request) -> Reply:
        if request.method != "POST":
            raise Uncovered(f"{request.name}: GraphQL is asked by POST")
        required(self._admitted(request))
        try:
            self.limits.spend("graphql", self.clock, self._whose())
        except Refused as refused:
            error = {"type": "RATE_LIMITED", "message": str(refused)}
            return Reply(200, {"errors": [error]})
        return Reply(200, self._graph.answer(request.body))

    def _admitted(self, request: Request) -> str | None:
        version = request.headers.get("x-github-api-version")
        if version is not None and version not in self.api_versions:
            raise Refused(400, f"{version} is not a supported API version")
        return self.keys.check(request, self.clock)

    def _whose(self) -> str:
        if self.viewer.endswith("[bot]"):
            return "installation ID 4711"
        return f"user ID {self.account(self.viewer).id}"

    def _headers(self, request: Request) -> dict[str, str]:
        resource = "graphql" if request.path == "/graphql" else "core"
        told = {
            "Date": format_datetime(self.clock, usegmt=True),
            "Server": "github.com",
            "X-GitHub-Request-Id": f"FA4E:{len(self.requests):04X}",
            "X-GitHub-Media-Type": "github.v3; format=json",
        }
        if self.scopes is not None:
            told["X-OAuth-Scopes"] = self.scopes
        if self.expires is not None:
            told["GitHub-Authentication-Token-Expiration"] = self.expires
        if self.enterprise_version is not None:
            told["X-GitHub-Enterprise-Version"] = self.enterprise_version
        return told | self.limits.headers(resource, self.clock)

    def _referee_request(self, request: Request) -> None:
        if self.referee is None:
            return
        if request.path == "/graphql":
            body: dict[str, Any] = request.body or {}
            self.referee.check_graphql(body.get("query", ""), body.get("variables"))
        else:
            self.referee.check_request(request.method, request.path, request.query, request.body)

    def _bodies(self) -> Bodies:
        return Bodies(self.api_url, self.web_url)
