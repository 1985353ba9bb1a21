"""Carries a Jira on a real server on 127.0.0.1, for programs that run as processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.fakes.jira.fake import Jira
from tests.fakes.wire.over_http import carried


@contextmanager
def served(jira: Jira) -> Iterator[str]:
    """Serve a Jira and tell its URL; all URLs it gives are its own, below the path it had before."""
    before = jira.url, jira.site
    with carried(jira) as root:
        jira.url = root + urlsplit(jira.url).path
        jira.site = root + urlsplit(jira.site).path
        try:
            yield jira.url
        finally:
            jira.url, jira.site = before
