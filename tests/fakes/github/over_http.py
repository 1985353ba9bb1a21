"""Carries a GitHub on a real server on 127.0.0.1, for programs that run as processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.fakes.github.fake import GitHub
from tests.fakes.wire.over_http import carried


@contextmanager
def served(github: GitHub, web_url: str | None = None) -> Iterator[str]:
    """Serve a GitHub and tell its API's URL; all URLs it gives are its own, below the path it had before."""
    before = github.api_url, github.web_url
    with carried(github) as root:
        github.api_url = root + urlsplit(github.api_url).path
        github.web_url = web_url or root
        try:
            yield github.api_url
        finally:
            github.api_url, github.web_url = before
