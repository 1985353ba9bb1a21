"""Carries a service on the library `responses`, below everything that sends with `requests`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import requests
import responses
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from tests.fakes.wire.exchange import Uncovered
from tests.fakes.wire.faults import Dropped, TimedOut, Unreached
from tests.fakes.wire.service import Service

METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")
Told = tuple[int, dict[str, str], str]


@contextmanager
def faked(service: Service) -> Iterator[None]:
    """While this lasts no request leaves, and one to any other host fails the test."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method in METHODS:
            mock.add_callback(method, re.compile(".*"), lambda request: _anything(service, request))
        yield
    service.settle()


def register(service: Service, mock: responses.RequestsMock) -> None:
    """Add a service to what a test fakes already, beside others."""
    host = re.escape(service.root)
    for method in METHODS:
        mock.add_callback(
            method, re.compile(rf"{host}(:\d+)?(/|$)"), lambda request: _carried(service, request)
        )


def _anything(service: Service, request: requests.PreparedRequest) -> Told:
    """Clients name the usual port or leave it out."""
    url, here = urlsplit(str(request.url)), urlsplit(service.root)
    usual = 443 if here.scheme == "https" else 80
    if (url.hostname, url.port or usual) == (here.hostname, here.port or usual):
        return _carried(service, request)
    complaint = f"{request.method} {request.url}: a host that is not {service.root}"
    service.complaints.append(complaint)
    raise Uncovered(complaint)


def _carried(service: Service, request: requests.PreparedRequest) -> Told:
    url = urlsplit(str(request.url))
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    body = request.body
    assert body is None or isinstance(body, bytes | str), "a body that is a stream"
    method = str(request.method)
    try:
        answer = service.answer(method, url.path, query, _texts(request.headers), body)
        return answer.status, answer.headers, answer.text
    except Dropped:
        raise requests.ConnectionError(
            "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"
        ) from None
    except Unreached:
        host = str(url.hostname)
        why = "Failed to establish a new connection: [Errno 111] Connection refused"
        cause = NewConnectionError(HTTPConnection(host), why)
        pool = HTTPSConnectionPool(host)
        raise requests.ConnectionError(MaxRetryError(pool, url.path, cause)) from None
    except TimedOut:
        raise requests.ReadTimeout(
            f"HTTPSConnectionPool(host='{url.hostname}'): Read timed out."
        ) from None


def _texts(headers: Mapping[str, str | bytes]) -> dict[str, str]:
    """Headers as text, whichever way a client put them."""
    return {
        name: value if isinstance(value, str) else value.decode("latin-1")
        for name, value in headers.items()
    }
