"""How the workflows of a repository ran last, as their host tells."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from sync.cli.health.looked import Looked
from sync.cli.hosting import code_host
from sync.diagnosis import Area, Finding, bad, doubt, well
from sync.errors import TrackerError, UserError
from sync.hosting import LastRun, Workflow, Workflows

_OLD: Final = timedelta(days=8)
"""The workflows that `init` writes run on working days, or on Mondays."""
_FAILED: Final = ("failure", "timed_out", "startup_failure", "action_required")
_AREA: Final = Area.SCHEDULE


def of_runs(looked: Looked, files: Sequence[str]) -> Iterator[Finding]:
    """What is found of those with a schedule."""
    if not files:
        found = "no workflow that runs pm-sync has a schedule"
        yield doubt(
            _AREA,
            found,
            "without one, tickets that change are told at the next push only: add `schedule:`",
        )
        return
    try:
        host = code_host(looked.project, "how workflows ran", "")
    except UserError:
        yield doubt(
            _AREA,
            "without a token for GitHub nobody tells how the workflows ran",
            "set GITHUB_TOKEN to one that may read Actions",
        )
        return
    with contextlib.closing(host):
        for file in files:
            yield from _of_one(looked, host.workflows, file)


def _of_one(looked: Looked, workflows: Workflows, file: str) -> Iterator[Finding]:
    try:
        found = workflows.workflow(file)
    except TrackerError as error:
        yield doubt(_AREA, f"how {file} ran is not told: {error}", "let the token read Actions")
        return
    if found is None:
        yield doubt(
            _AREA,
            f"GitHub does not know the workflow {file}, or the token may not read Actions",
            "commit it on the default branch, from which alone schedules run",
        )
    else:
        yield _of_workflow(looked, file, found)


def _of_workflow(looked: Looked, file: str, found: Workflow) -> Finding:
    if found.off:
        told = bad if found.by_itself else doubt
        return told(
            _AREA,
            f"the workflow {file} does not run: {found.off}",
            f"switch it on on the page Actions, or with `gh workflow enable {file}`",
        )
    if found.last is None:
        return doubt(
            _AREA, f"the workflow {file} has not run yet", f"`gh workflow run {file}` tries it"
        )
    return _of_last(looked, file, found.last)


def _of_last(looked: Looked, file: str, last: LastRun) -> Finding:
    day = f"{last.at:%Y-%m-%d %H:%M} UTC"
    if last.ended in _FAILED:
        ended = last.ended.replace("_", " ")
        return doubt(
            _AREA, f"the last run of {file}, on {day}, ended with {ended}", f"see {last.url}"
        )
    if looked.now - last.at > _OLD:
        days = (looked.now - last.at).days
        remedy = f"look at its `schedule:`, and at {last.url}"
        return doubt(_AREA, f"the workflow {file} ran last {days} days ago, on {day}", remedy)
    return well(_AREA, f"the workflow {file} ran last on {day}: {last.ended or 'under way'}")
