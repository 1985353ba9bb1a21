"""Connections that break: what is known of the request, and what happened, in words without URLs and headers."""

from __future__ import annotations

from typing import Final

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
)

_NEVER_SENT: Final = (NewConnectionError, NameResolutionError, ConnectTimeoutError)


class Lost(Exception):
    """The answer to a write was lost: nobody knows whether the server did it."""


class Unsent(Exception):
    """A write never reached the server."""


def never_sent(error: requests.RequestException) -> bool:
    """Whether the request certainly did not reach the server."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason, _NEVER_SENT)


def why(error: requests.RequestException, timeout: float) -> str:
    """What happened, without the URL and the headers that the library's own words repeat; `timeout` in seconds."""
    if isinstance(error, requests.Timeout):
        return f"no answer within {timeout:.0f} seconds"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted; a company's own goes into REQUESTS_CA_BUNDLE"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refuses; look at HTTPS_PROXY and NO_PROXY"
    return "no connection" if never_sent(error) else "the connection broke off"
