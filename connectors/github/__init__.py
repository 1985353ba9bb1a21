"""GitHub Issues, on github.com, ghe.com or a GitHub Enterprise Server.

This module is all that is imported until the tracker is used.
"""

# ruff: noqa: PLC0415  (importing late is the purpose)

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.kinds import Context, TrackerKind

if TYPE_CHECKING:
    from pydantic import BaseModel

    from connectors.github.options import GitHubOptions, GitHubPlace
    from sync.hosting import CodeHost
    from sync.ports import Tracker
    from sync.references import ReferencePattern


def _options() -> type[GitHubOptions]:
    from connectors.github.options import GitHubOptions

    return GitHubOptions


def _place() -> type[GitHubPlace]:
    from connectors.github.options import GitHubPlace

    return GitHubPlace


def _patterns(
    options: GitHubOptions, _: tuple[BaseModel, ...] = ()
) -> tuple[ReferencePattern, ...]:
    from connectors.github.reference import patterns

    return patterns(options.repository, options.web_host)


def _open(options: GitHubOptions, context: Context) -> Tracker:
    from connectors.github.tracker import opened

    return opened(options, context)


def _host(options: GitHubOptions, context: Context, repository: str) -> CodeHost:
    from connectors.github.host import host_of

    return host_of(options, context, repository)


KIND = TrackerKind(
    name="github", options=_options, patterns=_patterns, open=_open, place=_place, host=_host
)
"""For the entry point `github` of the group `pm_sync.trackers`."""
