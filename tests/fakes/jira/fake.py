"""A Jira in memory: one function from request to answer, carried by `responses` or by a server of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from tests.fakes.jira.attached import Attached
from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Answer, Refused, Reply, Request, Uncovered
from tests.fakes.jira.faults import PAGE, Fault, Partial
from tests.fakes.jira.keys import Keys, Login
from tests.fakes.jira.limits import Bucket, Burst
from tests.fakes.jira.meta import Meta
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.people import People
from tests.fakes.jira.permissions import Permissions
from tests.fakes.jira.reading import Reading
from tests.fakes.jira.referee import Referee
from tests.fakes.jira.routes import Router
from tests.fakes.jira.workflows import Workflows
from tests.fakes.jira.world import World
from tests.fakes.jira.writing import Writing
from tests.fakes.jira.written import Written
from tests.fakes.wire.exchange import HTML, JSON, Page, lowered, parsed
from tests.fakes.wire.faults import Scripted
from tests.fakes.wire.over_responses import faked

CLOUD_ID = "11111111-2222-4333-8444-555555555555"
TENANT = "/_edge/tenant_info"
UNKNOWN_API = "/rest/api/3/"
"""Data Center knows nothing below it."""


class Jira(World):
    """The world, its API, and what goes wrong with it. `before` and `after` each request a test may step in.

    The `url` may be that of the gateway, below which people do not browse: `site` is where they do.
    """

    def __init__(
        self,
        url: str = "https://acme.atlassian.net",
        flavour: Flavour = "cloud",
        *,
        site: str | None = None,
        referee: Referee | None = None,
    ) -> None:
        super().__init__(flavour)
        self.url = url.rstrip("/")
        self.site = (site or url).rstrip("/")
        self.referee = referee if self.cloud else None
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.tick = timedelta(seconds=1)
        self.before: Callable[[Request], None] = lambda _: None
        self.after: Callable[[Request], None] = lambda _: None
        self.keys = Keys(self)
        self.limits: Bucket | Burst | None = Burst() if self.cloud else None
        self.written = Written(self)
        self.workflows = Workflows(self, self._bodies, self.written)
        self.meta = Meta(self, self._bodies, lambda: self.site)
        self.people = People(self, self._bodies)
        self.permissions = Permissions(self, self._bodies)
        self.reading = Reading(self, self._bodies, self.workflows)
        self.writing = Writing(self, self._bodies, self.written)
        attached = Attached(self, self._bodies)
        others = (self.meta, self.people, self.permissions, self.workflows)
        parts = (*others, self.reading, self.writing, attached)
        self._router = Router(self, [route for one in parts for route in one.routes()])
        self._scripted: list[Scripted] = []
        self._turn = threading.RLock()

    @property
    def api(self) -> str:
        """Where the API begins, below the URL."""
        return f"/rest/api/{'3' if self.cloud else '2'}"

    @property
    def root(self) -> str:
        """Scheme and host, without any path."""
        parts = urlsplit(self.url)
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

    def limit(self, size: int, fill: int = 1, interval: int = 1) -> None:
        """Take only so many requests at once, as administrators of Data Center may have it."""
        assert not self.cloud, "on Cloud the faults of faults.too_many are the limit"
        self.limits = Bucket(size, fill, interval, self.clock)

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
        """Answer one request. Raises `Dropped` and its like for the carrier, and `AssertionError` for the test."""
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
        url, api = f"{self.root}{path}", f"{self.url}{self.api}"
        if url.startswith(f"{self.url}{UNKNOWN_API}") and not self.cloud:
            return Request(method, UNKNOWN_API, {}, lowered(headers), None)
        if not url.startswith(f"{api}/") and not (self.cloud and path == TENANT):
            raise Uncovered(f"{method} {url}: outside of {api}")
        read = parsed(f"{method} {path}", body)
        short = url.removeprefix(api).removeprefix(self.root)
        return Request(method, short, dict(query or {}), lowered(headers), read)

    def _answer(self, request: Request) -> Answer:
        self.requests.append(request)
        self.before(request)
        if request.path == UNKNOWN_API:
            return Answer(404, self._headers() | HTML, PAGE)
        self._referee_request(request)
        fault = next((one.fault for one in self._scripted if one.strikes(request)), None)
        self.writing.partial = fault if isinstance(fault, Partial) else None
        answer = self._own(request) if fault is None or fault.after else None
        if fault is not None:
            told = fault.spoil(answer)
            answer = told._replace(headers=self._headers() | told.headers)
        assert answer is not None
        self.after(request)
        request.status = answer.status
        return answer

    def _own(self, request: Request) -> Answer:
        login, passed = Login(None), False
        try:
            if request.path == TENANT:
                return Answer(200, self._headers() | JSON, json.dumps({"cloudId": CLOUD_ID}))
            route, parts = self._router.find(request)
            login = self.keys.login(request, f"{self.site}/login.jsp")
            if self.limits is not None and login.user is not None:
                passed = True
                self.limits.spend(self.clock)
            reply = self._router.answer(route, parts, request, login)
        except Refused as refused:
            reply = refused.reply
        if self.referee is not None and not isinstance(reply.body, Page):
            self.referee.check_answer(request.method, self._path(request), reply.status, reply.body)
        limited = self.limits.headers() if self.limits is not None and passed else {}
        headers = self._headers() | self.keys.headers(login) | limited | reply.headers
        return _written(reply, headers)

    def _headers(self) -> dict[str, str]:
        return {
            "Date": format_datetime(self.clock, usegmt=True),
            "Server": "AtlassianEdge" if self.cloud else "Apache-Coyote/1.1",
            "X-AREQUESTID": f"{len(self.requests):032x}",
        }

    def _path(self, request: Request) -> str:
        """The path as the official description has it."""
        return f"{self.api}{request.path}"

    def _referee_request(self, request: Request) -> None:
        if self.referee is not None and request.path != TENANT:
            path = self._path(request)
            self.referee.check_request(request.method, path, request.query, request.body)

    def _bodies(self) -> Bodies:
        return Bodies(self, f"{self.url}{self.api}")


def _written(reply: Reply, headers: dict[str, str]) -> Answer:
    if reply.body is None:
        return Answer(reply.status, headers, "")
    if isinstance(reply.body, Page):
        return Answer(reply.status, headers | HTML, str(reply.body))
    return Answer(reply.status, headers | JSON, json.dumps(reply.body))
