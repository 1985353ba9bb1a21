"""What each tracker of the settings says of itself, of us, and of what would be asked of it."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sync.cli.compose import world_of
from sync.cli.folder import SHOWN
from sync.cli.health.looked import Looked, Routed
from sync.cli.health.owners import Owned, owned, placed, unasked
from sync.cli.options import Scope
from sync.diagnosis import Area, Diagnoses, Finding, Severity, Uses, bad, well
from sync.errors import UserError
from sync.gate import kept_in
from sync.model.report import Ending
from sync.plan import Observed, plan
from sync.ports import Tracker

_WORDS = 20
"""Priorities that a tracker is asked about: more are not words but texts."""


def findings(looked: Looked, items: Sequence[Routed]) -> Iterator[Finding]:
    """What all of them say."""
    for name in looked.project.tracker_names:
        for finding in _of_tracker(looked, name, items):
            yield replace(finding, tracker=name)


def of_readers(looked: Looked) -> Iterator[Finding]:
    """Documents whose tickets the gate would refuse; what else is wrong with a tracker was told before."""
    project = looked.project
    with contextlib.suppress(UserError), world_of(project, Scope(), lambda *_: None) as world:
        kept = kept_in(plan(looked.postmortems, Observed(), world.policy), world)
        refused = {
            hold.action.document: hold.reason for hold in kept if hold.ending is Ending.REFUSED
        }
        told = [why for path, why in refused.items() if looked.told(path)]
        yield from (bad(Area.ACCESS, why) for why in told[:SHOWN])
        if rest := len(refused) - len(told[:SHOWN]):
            yield bad(Area.ACCESS, f"so it is with {rest} other documents")


def _of_tracker(looked: Looked, name: str, items: Sequence[Routed]) -> Iterator[Finding]:
    """One that no ticket goes to is not asked about owners."""
    needed = name in looked.project.destinations
    known = owned(looked, items, name) if needed else {}
    try:
        tracker = looked.project.tracker(name)
    except UserError as error:
        severity = Severity.BAD if needed else Severity.DOUBT
        for problem in error.problems:
            yield Finding(severity, str(problem), area=Area.ACCESS)
        return
    with contextlib.closing(tracker):
        uses = _uses(looked, items, name)
        for finding in _asked(tracker, known, uses, online=looked.online):
            yield placed(finding, known)


def _asked(
    tracker: Tracker, known: Mapping[str, Owned], uses: Uses, *, online: bool
) -> Iterator[Finding]:
    if not isinstance(tracker, Diagnoses):
        yield well(Area.ACCESS, f"tracker: {tracker.name}")
    elif online:
        yield from tracker.diagnose([one.owner for one in known.values()], uses)
    else:
        yield well(Area.ACCESS, f"{tracker.name} was not asked: --offline")
        yield from unasked(tracker, known)


def _uses(looked: Looked, items: Sequence[Routed], name: str) -> Uses:
    words = Counter(
        one.row.item.priority
        for one in items
        if one.is_open
        and one.row.item.priority
        and one.route.tracker == name
        and looked.told(one.row.postmortem.path)
    )
    common = [word for word, _ in words.most_common(_WORDS) if word]
    settings = looked.project.settings
    moves = settings.fields.status in ("both", "document") or settings.sync.close_duplicates
    return Uses(tuple(common), moves)
