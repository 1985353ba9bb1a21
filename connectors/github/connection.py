"""PyGithub's connection, made to count every request and to follow no redirect.

PyGithub drops the query of a URL that it follows, so that `state=all` is lost, and follows an issue into another
repository without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    RequestsResponse,
)

from connectors.github.answer import MOVED

Connection = HTTPRequestsConnectionClass | HTTPSRequestsConnectionClass


def connection(
    scheme: str, host: str, port: int | None, timeout: int, sent: Callable[[], None]
) -> Connection:
    """A connection without retries that calls `sent` for each request."""

    class _Http(HTTPRequestsConnectionClass):
        def getresponse(self) -> RequestsResponse:
            sent()
            return _unfollowed(super().getresponse())

    class _Https(HTTPSRequestsConnectionClass):
        def getresponse(self) -> RequestsResponse:
            sent()
            return _unfollowed(super().getresponse())

    kind: Any = _Https if scheme == "https" else _Http
    made: Connection = kind(host, port, timeout=timeout, retry=0)
    return made


def _unfollowed(response: RequestsResponse) -> RequestsResponse:
    where = response.headers.pop("location", None)
    if where is not None:
        response.headers[MOVED] = where
    return response
