"""Whether pm-sync runs by itself: when it was through last, its workflow, and how that ran."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from config.workflows import MARK
from sync.cli.folder import journal_path
from sync.cli.health.looked import Looked
from sync.cli.health.runs import of_runs
from sync.cli.hosting import hosted
from sync.cli.last_run import last_run
from sync.cli.project import Project
from sync.cli.state_file import checked_text
from sync.cli.workflows import workflows_of
from sync.diagnosis import Area, Finding, doubt, well
from sync.errors import UserError
from sync.state import parse

OLD: Final = timedelta(days=8)
"""A run that changes nothing moves the state file on once a week; what is older than that and a day did not take place."""

_AREA: Final = Area.SCHEDULE
_FOLDER: Final = ".github/workflows"
_ACTION: Final = re.compile(r"uses:\s*(?!actions/)([A-Za-z0-9-]+/[A-Za-z0-9._/-]+@[0-9a-f]{40})\b")
_NOBODY: Final = f"OWNER/pm-sync@{'0' * 40}"
"""An action that stands for any, where only the names of files matter."""
_LARGEST: Final = 256 * 1024
"""Bytes of a file that is read as a workflow."""


def findings(looked: Looked) -> Iterator[Finding]:
    """What is found; nothing runs by itself where tickets are on one machine only."""
    yield from _last(looked)
    if not looked.shared:
        return
    with contextlib.suppress(UserError):  # told with the settings
        if hosted(looked.project) is None:
            return
        yield from _of_workflows(looked)


def _last(looked: Looked) -> Iterator[Finding]:
    text = None
    with contextlib.suppress(UserError):  # told with the state
        text = checked_text(looked.project.root)
    at = last_run(parse(text or ""), journal_path(looked.project.folder))
    if at is None:
        yield well(_AREA, "no run has left a trace here yet")
    elif looked.now - at > OLD:
        found = f"the last run that left a trace was through on {_day(at)}, {(looked.now - at).days} days ago"
        yield doubt(_AREA, found, "run `pm-sync sync`, and look why nothing does so by itself")
    else:
        yield well(_AREA, f"the last run that left a trace was through on {_day(at)}")


def _of_workflows(looked: Looked) -> Iterator[Finding]:
    project = looked.project
    assert project.checkout is not None  # noqa: S101 - it is hosted
    top = project.checkout.top
    wanted = list(workflows_of(project, _NOBODY).files)
    written = {path: text for path in wanted if (text := _text(top / path)) is not None}
    others = {} if wanted[0] in written else _others(top)
    if not written and not others:
        yield doubt(
            _AREA,
            f"nothing in {_FOLDER} runs pm-sync",
            "`pm-sync init --github` writes workflows that do; where something else runs it, all is well",
        )
        return
    for path, text in (written | others).items():
        yield from _of_file(project, path, text)
    if looked.online:
        scheduled = [path for path, text in (written | others).items() if "schedule:" in text]
        yield from of_runs(looked, [Path(path).name for path in scheduled])


def _of_file(project: Project, path: str, text: str) -> Iterator[Finding]:
    if not text.startswith(MARK):
        yield well(_AREA, f"{path} is a workflow of your own")
        return
    if project.checkout is None or project.checkout.default_branch is None:
        yield well(_AREA, f"{path} is one that `pm-sync init --github` wrote")
        return  # which branch it is for cannot be told
    action = _ACTION.search(text)
    expected = workflows_of(project, action[1]).files.get(path) if action else None
    if text == expected:
        yield well(_AREA, f"{path} is what `pm-sync init --github` writes")
    else:
        name = f" --action {action[1]}" if action else ""
        yield doubt(
            _AREA,
            f"{path} is not what `pm-sync init --github` would write for these settings",
            f"pm-sync init --github --force{name}; or take its first line off, if it was changed on purpose",
        )


def _others(top: Path) -> dict[str, str]:
    """Workflows under other names that run pm-sync all the same."""
    found = {}
    for file in sorted((top / _FOLDER).glob("*.y*ml")):
        text = _text(file)
        if text is not None and "pm-sync" in text and not text.startswith(MARK):
            found[file.relative_to(top).as_posix()] = text
    return found


def _text(file: Path) -> str | None:
    try:
        if file.stat().st_size > _LARGEST:
            return None
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
