"""Addresses of servers that a token may be sent to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?")
_PATH: Final = re.compile(r"[\w./~-]*", re.ASCII)
LOOPBACK: Final = ("127.0.0.1", "localhost")
"""This machine, to which a token may go in plain."""


def server(value: str, example: str) -> str:
    """The URL without a slash at its end. Raises `ValueError` for one that no token should be sent to."""
    value = value.strip()
    if not value.isprintable() or " " in value:
        raise ValueError("should be a URL without blanks and line breaks")
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not _is_a_host(parts.hostname or ""):
        raise ValueError(f"should be a URL like {example}")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("should begin with https://, since a token is sent there")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("should be a URL without a user, a query or a fragment")
    if not _PATH.fullmatch(parts.path) or _has_no_port(parts):
        raise ValueError("should be a URL with a port and a path that a server can have")
    return value.rstrip("/")


def _is_a_host(name: str) -> bool:
    return all(_HOST.fullmatch(part) for part in name.split("."))


def _has_no_port(parts: SplitResult) -> bool:
    """Whether the port is no number that a port can have."""
    try:
        return parts.port == 0
    except ValueError:
        return True
