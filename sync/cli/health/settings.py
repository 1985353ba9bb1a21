"""The settings: what is missing in them, and what is there without any effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Final

from connectors.registry import tracker_names
from sync.cli.checking import grades_of
from sync.cli.folder import SHOWN
from sync.cli.health.looked import Looked, Routed
from sync.cli.project import Project
from sync.cli.shared import why_dead
from sync.diagnosis import Area, Finding, bad, doubt, well
from sync.errors import UserError
from sync.plan.routing import route_of
from sync.policy import Policy

_WINDOW: Final = timedelta(days=30)
_AREA: Final = Area.SETTINGS


def findings(looked: Looked) -> Iterator[Finding]:
    """What is found of all but the routes."""
    project = looked.project
    yield well(
        _AREA,
        f"settings: {project.place.file.name if project.place.file else 'none; the defaults hold'}",
    )
    dead = why_dead(project)
    if dead is not None:
        yield bad(_AREA, dead)
    if project.settings.tracker != "local" and not project.project_id:
        yield doubt(
            _AREA,
            "nothing keeps this project's tickets apart from others in the same tracker: there is no remote",
            "set id under [project]",
        )
    yield from _since(looked)
    yield from _people(project)
    yield from _rules(project)


def of_routes(looked: Looked, policy: Policy, items: list[Routed]) -> Iterator[Finding]:
    """Routes by which no ticket goes."""
    if not looked.postmortems:
        return
    used = {id(one.route) for one in items}
    for number, route in enumerate(policy.routes):
        place = looked.project.where(number)
        if not any(route.covers(one.path) for one in looked.postmortems):
            found = f"{place}: this route covers none of the documents"
            yield doubt(_AREA, found, "look at its `paths`")
        elif id(route) not in used:
            yield _idle(place, _fitting(policy, number, items))


def _idle(place: str, fitting: int) -> Finding:
    if fitting:
        several = "items that fit" if fitting > 1 else "item that fits"
        return doubt(
            _AREA,
            f"{place}: routes before this one take the {fitting} {several} it",
            "move it up, or take it out",
        )
    return doubt(
        _AREA,
        f"{place}: no action item fits this route",
        "look at its `owners`, `types` and `priorities`",
    )


def _fitting(policy: Policy, number: int, items: list[Routed]) -> int:
    """How many items would take this route if it were the only one."""
    alone = replace(policy, routes=(policy.routes[number],))
    return sum(route_of(one.row, one.owners, alone) is policy.routes[number] for one in items)


def _since(looked: Looked) -> Iterator[Finding]:
    project, since = looked.project, looked.project.settings.since
    if since is not None and since > looked.now.date():
        path, line = project.told_at("since")
        found = (
            f"{path}:{line}: `since` lies in the future"
            if line
            else f"{path}: `since` lies in the future"
        )
        yield doubt(_AREA, f"{found}, so no document takes part", "write a day that is past")
    elif since is None and project.place.file is not None:
        day = (looked.now - _WINDOW).date().isoformat()
        yield doubt(
            _AREA,
            "`since` is not set: open items of every postmortem get tickets, however old it is",
            f"write since = {day} above all tables, unless that is meant",
        )


def _people(project: Project) -> Iterator[Finding]:
    yield from _strange_identities(project)
    for name in sorted(project.destinations - {"local"}):
        lacking = [
            called
            for called, person in project.settings.people.items()
            if name not in person.identities and not person.left
        ]
        if lacking:
            more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
            told = ", ".join(lacking[:SHOWN]) + more
            several = "have" if len(lacking) > 1 else "has"
            yield doubt(
                _AREA,
                f"{told} under [people] {several} no name in {name}, so nothing is assigned to them there",
                f'add {name} = "…" to each',
            )


def _strange_identities(project: Project) -> Iterator[Finding]:
    """Keys of a person that name no tracker: most are slips."""
    known = tracker_names()
    for called, person in project.settings.people.items():
        for key in sorted(set(person.identities) - set(known)):
            near = get_close_matches(key, (*known, "aliases", "left"), n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"trackers are {', '.join(known)}"
            path, line = project.told_at("people", called, key)
            place = f"{path}:{line}" if line else path
            yield doubt(_AREA, f"{place}: `{key}` of {called} names no tracker", hint)


def _rules(project: Project) -> Iterator[Finding]:
    """`pm-sync check` refuses to run with these."""
    try:
        grades_of(project)
    except UserError as error:
        for problem in error.problems:
            place = f"{problem.path}:{problem.line}" if problem.line else problem.path
            yield doubt(_AREA, f"{place}: {problem.found}", problem.remedy)
