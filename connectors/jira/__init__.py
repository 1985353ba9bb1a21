"""Jira, on Cloud or as a Data Center of one's own.

This module is all that is imported until the tracker is used.
"""

# ruff: noqa: PLC0415  (importing late is the purpose)

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.kinds import Context, TrackerKind

if TYPE_CHECKING:
    from pydantic import BaseModel

    from connectors.jira.options import JiraOptions, JiraPlace
    from sync.ports import Tracker
    from sync.references import ReferencePattern


def _options() -> type[JiraOptions]:
    from connectors.jira.options import JiraOptions

    return JiraOptions


def _place() -> type[JiraPlace]:
    from connectors.jira.options import JiraPlace

    return JiraPlace


def _patterns(
    options: JiraOptions, places: tuple[BaseModel, ...] = ()
) -> tuple[ReferencePattern, ...]:
    from connectors.jira.reference import patterns

    return patterns(options, places)


def _open(options: JiraOptions, context: Context) -> Tracker:
    from connectors.jira.tracker import opened

    return opened(options, context)


KIND = TrackerKind(name="jira", options=_options, patterns=_patterns, open=_open, place=_place)
"""For the entry point `jira` of the group `pm_sync.trackers`."""
