"""Asking GitHub: every request counted, reads tried again, writes never.

PyGithub is the session; its own retries and its own pauses are off. One session is used by one thread at a time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import requests
from github import Auth
from github.Requester import Requester
from urllib3.exceptions import HTTPError

from connectors.github.access import Access
from connectors.github.answer import Answer
from connectors.github.connection import connection
from connectors.github.failures import rejected
from connectors.github.limits import limit_of
from connectors.http.attempts import ATTEMPTS, TIMED_OUT, Transient, read
from connectors.http.patience import Limit, Patience
from connectors.http.transport import Lost, Unsent, never_sent, why
from sync.errors import Rejected, Unavailable

log = logging.getLogger("pm_sync.github")

TIMEOUT: Final = 30
"""Seconds. GitHub itself ends a request after ten, so that what takes longer is lost and not still under way."""

API_VERSION: Final = "2022-11-28"
PAGE: Final = 100
_MOST_HOPS: Final = 10


class _Request(NamedTuple):
    """What is asked."""

    verb: str
    path: str
    parameters: Mapping[str, Any] = MappingProxyType({})
    body: Any = None


class Session:
    """Sends requests to one server."""

    def __init__(self, api_url: str, access: Access, patience: Patience) -> None:
        self.requests = 0
        self.remaining: int | None = None
        """Requests of the REST API that are left in this hour; None if GitHub does not say, as on a server without limits."""
        self.access = access
        self.patience = patience
        self._requester = Requester(
            auth=None,
            base_url=api_url,
            timeout=TIMEOUT,
            user_agent="pm-sync",
            per_page=PAGE,
            verify=True,
            retry=0,
            pool_size=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
            api_version=API_VERSION,
        )
        self._server = self._requester.hostname_and_port
        host, port = self._requester.hostname, _port(self._server)
        self._connection = connection(self._requester.scheme, host, port, TIMEOUT, self._count)

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """A read that ended well, or a redirect. Raises `Unavailable` after several attempts, `Rejected` if GitHub says no."""
        return self._read(_Request("GET", path, parameters or {}))

    def followed(self, path: str) -> Answer:
        """A read, also where it moved to. Raises `Rejected` if it leads on and on."""
        answer = self.get(path)
        for _ in range(_MOST_HOPS):
            if answer.moved_to is None:
                return answer
            answer = self.get(answer.moved_to)
        raise Rejected(f"GitHub: {path} leads from one place to the next without an end")

    def pages(self, path: str, parameters: Mapping[str, Any]) -> Iterator[Answer]:
        """Every page of a list, by the links that the pages name."""
        answer = self.get(path, {**parameters, "per_page": PAGE})
        seen: set[str] = set()
        while True:
            if answer.moved_to is not None:
                raise Unavailable(f"GitHub: {path} moved while it was read; run again")
            if not isinstance(answer.data, list):
                raise Unavailable(f"GitHub: {path}: the answer is no list")
            yield answer
            following = answer.next
            if following is None:
                return
            if following in seen:
                raise Unavailable(f"GitHub: {path}: its pages lead in circles")
            seen.add(following)
            answer = self.get(following)

    def graphql(self, query: str, variables: Mapping[str, Any]) -> Answer:
        """The answer to a query that only reads; tried again like `get`. What its `errors` mean is the caller's to say."""
        body = {"query": query, "variables": dict(variables)}
        return self._read(_Request("POST", self._requester.graphql_url, body=body))

    def write(
        self,
        verb: str,
        path: str,
        body: Mapping[str, Any],
        slower: Callable[[], None] = lambda: None,
    ) -> Answer:
        """Send a write once; any complete answer comes back, whatever it says.

        Only after GitHub refused it for a limit, which calls `slower`, is it sent again. Raises `Lost` if nobody knows whether
        it was done, `Unsent` if it never arrived, `Exhausted` if the limit lasts too long.
        """
        limit: Limit | None = None
        for _ in range(ATTEMPTS):
            answer = self._written(_Request(verb, path, body=body or None))
            limit = limit_of(answer, self.patience.now())
            if limit is None:
                return answer
            slower()
            self.patience.wait_for(limit)
        raise self.patience.lasting(limit or Limit(None, "GitHub's limit"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _written(self, request: _Request) -> Answer:
        try:
            answer = self._send(request)
        except requests.RequestException as error:
            reason = f"{self._server}: {why(error, TIMEOUT)}"
            raise (Unsent(reason) if never_sent(error) else Lost(reason)) from error
        if answer.status >= 500 or answer.status == TIMED_OUT:
            raise Lost(f"{self._server} answered {answer.status}{_said(answer)}")
        if answer.status < 300 and not answer.readable:
            raise Lost(f"{self._server} answered {answer.status} with something that is no JSON")
        return answer

    def _read(self, request: _Request) -> Answer:
        return read(lambda: self._read_once(request), self.patience, "GitHub")

    def _read_once(self, request: _Request) -> Answer:
        try:
            answer = self._send(request)
        except requests.RequestException as error:
            raise Transient(f"{self._server} cannot be reached: {why(error, TIMEOUT)}") from error
        limit = limit_of(answer, self.patience.now())
        if limit is not None:
            raise Transient(limit.why, limit)
        if answer.status >= 500 or answer.status == TIMED_OUT:
            raise Transient(f"{self._server} answered {answer.status}{_said(answer)}")
        if answer.status >= 400:
            raise rejected(answer, f"reading {request.path.partition('?')[0]}")
        if not answer.readable and answer.moved_to is None:
            raise Transient(
                f"{self._server} answered with something that is no JSON; is api_url right?"
            )
        return answer

    def _send(self, request: _Request, auth: Auth.Auth | None = None) -> Answer:
        """One request. Raises `requests.RequestException` if no complete answer came."""
        auth = auth or self.access.current(self.patience.now(), self._sign_in)
        headers: dict[str, Any] = {"Accept": "application/vnd.github+json"}
        if auth is not None:
            auth.authentication(headers)
        log.debug("%s %s", request.verb, request.path)
        try:
            status, sent_headers, text = self._requester.requestJson(
                request.verb,
                request.path,
                dict(request.parameters),
                headers,
                request.body,
                cnx=self._connection,
            )
        except (RuntimeError, AssertionError, ValueError, HTTPError) as error:
            raise requests.RequestException(f"{type(error).__name__}: {error}") from error
        answer = _answer(status, sent_headers, text, getattr(auth, "token", None) or "")
        left = answer.headers.get("x-ratelimit-remaining", "")
        if left.isdigit() and answer.headers.get("x-ratelimit-resource", "core") == "core":
            self.remaining = int(left)
        return answer

    def _sign_in(self, app: Auth.AppAuth, path: str) -> Answer:
        try:
            return self._send(_Request("POST", path, body={}), auth=app)
        except requests.RequestException as error:
            raise Unavailable(
                f"GitHub: {self._server} cannot be reached: {why(error, TIMEOUT)}"
            ) from error

    def _count(self) -> None:
        self.requests += 1


def _answer(status: int, headers: Mapping[str, Any], text: str, secret: str) -> Answer:
    plain = {name.lower(): str(value) for name, value in headers.items()}
    if not text.strip():
        readable = status in (204, 205) or status >= 300
        return Answer(status, plain, None, readable, secret)
    try:
        return Answer(status, plain, json.loads(text), secret=secret)
    except (ValueError, RecursionError):
        return Answer(status, plain, None, readable=False, secret=secret)


def _said(answer: Answer) -> str:
    return answer.told(f" ({answer.message[:200]})") if answer.message else ""


def _port(server: str) -> int | None:
    tail = server.rpartition(":")[2]
    return int(tail) if tail.isdigit() else None
