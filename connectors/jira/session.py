"""Asking Jira: every request counted, every answer's identity checked, reads tried again, writes never.

The `jira` package is the session; its own retries are off, and what it makes of answers is not used. One session is used
by one thread at a time.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import requests
from jira import JIRA
from requests.adapters import HTTPAdapter

from connectors.http.attempts import ATTEMPTS, TIMED_OUT, Transient, read
from connectors.http.patience import Limit, Patience
from connectors.http.transport import Lost, Unsent, never_sent, why
from connectors.jira.answer import Answer
from connectors.jira.failures import Nobody, nobody, rejected
from connectors.jira.limits import limit_of, pause_before_next

log = logging.getLogger("pm_sync.jira")

TIMEOUT: Final = (10, 60)
"""Seconds to connect, and to wait for an answer."""

SERVER_INFO: Final = "/serverInfo"
MYSELF: Final = "/myself"
_VERSION: Final = {True: "3", False: "2"}


class Credentials(NamedTuple):
    """With an e-mail address the token is sent as its password, else as a Bearer token."""

    email: str | None
    token: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that gives the token away: itself, as a header and a URL have it."""
        pair = base64.b64encode(f"{self.email}:{self.token}".encode()).decode()
        return tuple(dict.fromkeys((self.token, pair, quote(self.token, safe=""), quote(pair))))


class _Request(NamedTuple):
    """What is asked."""

    verb: str
    path: str
    parameters: Mapping[str, Any] = MappingProxyType({})
    body: Any = None


class Session:
    """Sends requests to one server."""

    def __init__(self, url: str, credentials: Credentials, patience: Patience) -> None:
        self.requests = 0
        self.cloud: bool | None = None
        """Whether it is Jira Cloud; None as long as nobody asked."""
        self.account: str | None = None
        """Who we are: an account id on Cloud, a login name on Data Center."""
        self.tells = False
        """Whether its answers name whom they are given to."""
        self.patience = patience
        self.likely_cloud = False
        """What is tried first as long as nobody asked."""
        self.first: Callable[[], object] = lambda: None
        """Called before the first request that depends on which Jira it is."""
        self.unproved = False
        """Whether an answer came, since who we are was told last, that does not say whom it was given to."""
        self._url = url
        self._secrets = credentials.spellings
        self._refused: Nobody | None = None
        self._pause = 0.0
        self._seen: requests.Response | None = None
        self._http = _session(url, credentials, self._count, self._see)

    @property
    def is_refused(self) -> bool:
        """Whether Jira refused the token itself: nothing more is sent then."""
        return self._refused is not None

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """A read that ended well. Raises `Unavailable` after several attempts, `Rejected` if Jira says no."""
        return self._read(_Request("GET", path, parameters or {}))

    def ask(self, path: str, body: Mapping[str, Any]) -> Answer:
        """A read that is too long for a URL; tried again like `get`."""
        return self._read(_Request("POST", path, body=body))

    def write(
        self, verb: str, path: str, body: Mapping[str, Any] | None, *, says_nothing: bool = False
    ) -> Answer:
        """Send a write once; any complete answer comes back, whatever it says; one that `says_nothing` may be empty.

        Only after Jira refused it for a limit (429) is it sent again. Raises `Lost` if nobody knows whether it was done,
        `Unsent` if it never arrived, `Exhausted` if the limit lasts too long, `Nobody` if the token is not accepted.
        """
        limit = Limit(None, "Jira takes no more requests for now")
        for _ in range(ATTEMPTS):
            answer = self._written(_Request(verb, path, body=body), says_nothing=says_nothing)
            if answer.status != 429:
                return answer
            limit = limit_of(answer, self.patience.now()) or limit
            self.patience.wait_for(limit)
        raise self.patience.lasting(limit)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _written(self, request: _Request, *, says_nothing: bool) -> Answer:
        server = self._url.partition("://")[2].partition("/")[0]
        try:
            answer = self._send(request)
        except requests.RequestException as error:
            reason = f"{server}: {why(error, TIMEOUT[1])}"
            raise (Unsent(reason) if never_sent(error) else Lost(reason)) from error
        self._check_identity(answer)
        if answer.status >= 500 or answer.status == TIMED_OUT:
            raise Lost(f"{server} answered {answer.status}{_said(answer)}")
        silent = request.verb == "POST" and not says_nothing and not answer.readable
        if answer.status < 300 and (silent or answer.is_page):
            what = "a page for people" if answer.is_page else "something that is no JSON"
            raise Lost(f"{server} answered {answer.status} with {what}")
        return answer

    def _read(self, request: _Request) -> Answer:
        return read(lambda: self._read_once(request), self.patience, "Jira")

    def _read_once(self, request: _Request) -> Answer:
        server = self._url.partition("://")[2].partition("/")[0]
        try:
            answer = self._send(request)
        except requests.RequestException as error:
            raise Transient(f"{server} cannot be reached: {why(error, TIMEOUT[1])}") from error
        limit = limit_of(answer, self.patience.now())
        if limit is not None:
            raise Transient(limit.why, limit)
        if answer.status >= 500 or answer.status == TIMED_OUT:
            raise Transient(f"{server} answered {answer.status}{_said(answer)}")
        self._check_identity(answer)
        if answer.status >= 300 or answer.is_page:
            raise rejected(answer, f"reading {request.path.partition('?')[0]}")
        if not answer.readable or answer.data is None:
            raise Transient(f"{server} answered with something that is no JSON; is `url` right?")
        return answer

    def _check_identity(self, answer: Answer) -> None:
        """Raise `Nobody` for an answer that was not given to us: an empty list in it proves nothing.

        After that nothing more is sent: on Data Center each further failure brings the account closer to a CAPTCHA.
        """
        denied = answer.status == 401 or (answer.denied is not None and answer.status != 429)
        if denied or answer.account == "anonymous":
            self._refused = nobody(answer)
            raise self._refused
        if answer.account is not None:
            self.identify(answer.account)
        elif answer.status < 300:
            self.unproved = True

    def identify(self, account: str) -> None:
        """Note who we are. Raises `Nobody` if we were somebody else before."""
        if self.account is not None and account.casefold() != self.account.casefold():
            self._refused = Nobody("Jira answers to another account than at first; run again")
            raise self._refused
        self.account = account

    def _send(self, request: _Request) -> Answer:
        """One request. Raises `requests.RequestException` if no complete answer came."""
        if self.cloud is None and request.path != SERVER_INFO:
            self.first()
        if self._refused is not None:
            raise self._refused
        if self._pause:
            self.patience.wait(self._pause, "Jira's limit is near")
        log.debug("%s %s", request.verb, request.path)
        self._seen = None
        version = _VERSION[self.likely_cloud if self.cloud is None else self.cloud]
        address = f"{self._url}/rest/api/{version}{request.path}"
        body = None if request.body is None else json.dumps(request.body)
        try:
            self._http.request(
                request.verb,
                address,
                params=dict(request.parameters),
                data=body,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise
        except Exception as error:
            # What the package makes of an answer that says no; the answer itself is ours to read.
            if self._seen is None:
                raise requests.RequestException(type(error).__name__) from error
        if self._seen is None:
            raise requests.RequestException("no answer")
        answer = _answer(self._seen, self._secrets)
        self._pause = pause_before_next(answer)
        return answer

    def _see(self, response: requests.Response, *_: object, **__: object) -> None:
        self._seen = response

    def _count(self) -> None:
        self.requests += 1


def _session(url: str, credentials: Credentials, sent: Any, seen: Any) -> requests.Session:  # noqa: ANN401
    """The package's session, without its retries; it asks nothing when it is made."""
    email, token = credentials
    client = JIRA(
        server=url,
        options={"check_update": False},
        basic_auth=(email, token) if email else None,
        token_auth=None if email else token,
        get_server_info=False,
        max_retries=0,
        timeout=TIMEOUT,
        logging=False,
    )
    session: requests.Session = client._session

    class _Counted(HTTPAdapter):
        def send(self, *arguments: Any, **options: Any) -> requests.Response:  # noqa: ANN401
            sent()
            return super().send(*arguments, **options)

    session.mount("https://", _Counted(max_retries=0))
    session.mount("http://", _Counted(max_retries=0))
    session.hooks["response"].append(seen)
    return session


def _answer(response: requests.Response, secrets: tuple[str, ...]) -> Answer:
    headers = {name.lower(): str(value) for name, value in response.headers.items()}
    status, content = response.status_code, response.content
    is_page = "html" in headers.get("content-type", "").lower()
    if not content.strip():
        return Answer(status, headers, None, readable=status in (204, 205) or status >= 300)
    try:
        return Answer(status, headers, json.loads(content), secrets=secrets)
    except (ValueError, RecursionError):
        return Answer(status, headers, None, readable=False, is_page=is_page, secrets=secrets)


def _said(answer: Answer) -> str:
    return f" ({answer.message})" if answer.message else ""
