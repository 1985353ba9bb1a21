"""Carries a GitHub on the library `responses`, below everything that sends with `requests`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import requests
import responses

from tests.fakes.github.exchange import Uncovered
from tests.fakes.github.faults import Dropped, TimedOut

if TYPE_CHECKING:
    from tests.fakes.github.fake import GitHub

METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")
Told = tuple[int, dict[str, str], str]


@contextmanager
def faked(github: GitHub) -> Iterator[None]:
    """While this lasts no request leaves, and one to any other host fails the test."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method in METHODS:
            mock.add_callback(method, re.compile(".*"), lambda request: _anything(github, request))
        yield
    github.settle()


def register(github: GitHub, mock: responses.RequestsMock) -> None:
    """Add a GitHub to what a test fakes already, beside another service."""
    host = re.escape(github.root)
    for method in METHODS:
        mock.add_callback(
            method, re.compile(rf"{host}(:\d+)?(/|$)"), lambda request: _carried(github, request)
        )


def _anything(github: GitHub, request: requests.PreparedRequest) -> Told:
    """Clients name the usual port or leave it out."""
    url, here = urlsplit(str(request.url)), urlsplit(github.root)
    usual = 443 if here.scheme == "https" else 80
    if (url.hostname, url.port or usual) == (here.hostname, here.port or usual):
        return _carried(github, request)
    complaint = f"{request.method} {request.url}: a host that is not {github.root}"
    github.complaints.append(complaint)
    raise Uncovered(complaint)


def _carried(github: GitHub, request: requests.PreparedRequest) -> Told:
    url = urlsplit(str(request.url))
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    body = request.body
    assert body is None or isinstance(body, bytes | str), "a body that is a stream"
    method = str(request.method)
    try:
        answer = github.answer(method, url.path, query, _texts(request.headers), body)
        return answer.status, answer.headers, answer.text
    except Dropped:
        raise requests.ConnectionError(
            "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))"
        ) from None
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
