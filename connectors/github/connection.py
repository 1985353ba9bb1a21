"""PyGithub's connection, made to count every request and to follow no redirect.

PyGithub drops the query of a URL that it follows, so that `state=all` is lost, and follows an issue into another
repository without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    RequestsResponse,
)

from connectors.github.answer import MOVED

_NOT_YET: Final = 202
_UNAVAILABLE: Final = 503

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
    if response.status == _NOT_YET:
        response.status = (
            _UNAVAILABLE  # PyGithub would wait and ask again without an end; so our own rules hold.
        )
    where = response.headers.pop("location", None)
    if where is not None:
        response.headers[MOVED] = where
    return response
