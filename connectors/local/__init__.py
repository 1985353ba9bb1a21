"""The embedded tracker: real tickets with a history, in one SQLite file beside the settings, with nothing to install.

This module is all that is imported until the tracker is used.
"""

# ruff: noqa: PLC0415  (importing late is the purpose)

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.kinds import Context, TrackerKind

if TYPE_CHECKING:
    from pydantic import BaseModel

    from connectors.local.options import LocalOptions
    from sync.ports import Tracker
    from sync.references import ReferencePattern


def _options() -> type[LocalOptions]:
    from connectors.local.options import LocalOptions

    return LocalOptions


def _patterns(_: LocalOptions, __: tuple[BaseModel, ...] = ()) -> tuple[ReferencePattern, ...]:
    from connectors.local.reference import NAME, PREFIX
    from sync.references import prefixed

    return (prefixed(NAME, PREFIX),)


def _open(options: LocalOptions, context: Context) -> Tracker:
    from connectors.local.database import Database
    from connectors.local.options import database_path
    from connectors.local.tracker import LocalTracker

    return LocalTracker(Database(database_path(options, context.root)), context.now)


KIND = TrackerKind(name="local", options=_options, patterns=_patterns, open=_open)
"""For the entry point `local` of the group `pm_sync.trackers`."""
