"""What a merge would do, as a comment below its pull request: found again by its marker, empty where there is nothing to say.

Whoever opened the pull request wrote most of what is in it, so that nothing of it does anything there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from sync.foreseen import Foreseen
from sync.harmless import quietened
from sync.model.action import CreateTicket, Notice, UpdateTicket, WriteCell
from sync.model.report import Ending, Report
from sync.render.markdown import (
    cell,
    placed,
    problem_lines,
    reasons,
    rows,
    section,
    withheld_lines,
)
from sync.render.outline import Entry, ItemResults, outline
from sync.render.summary import count

MOST: Final = 65_000
"""Characters; GitHub takes 65,536: https://github.com/orgs/community/discussions/27190"""
_PLACES: Final = 10
"""So many places are named in the first line."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of a merge besides the report."""

    homes: Mapping[str, str] = field(default_factory=dict)
    """What the usual place of each tracker is called: a repository, a project."""
    foreseen: Mapping[str, Foreseen] = field(default_factory=dict)
    """Who would be assigned, by the key of a ticket's mark."""
    unasked: Collection[str] = ()
    """The trackers that could not be asked."""

    def home(self, action: CreateTicket) -> str:
        """Where a ticket goes."""
        return action.draft.destination or self.homes.get(action.tracker, action.tracker)


def marker_of(prefix: str) -> str:
    """The line that a comment about the project in this folder of a repository begins with."""
    name = quote(prefix.strip("/"), errors="replace").replace("--", "%2D%2D") or "."
    return f"<!-- pm-sync plan {name} -->"


def about(report: Report, changed: Collection[str]) -> Report:
    """The report of what belongs to these documents; what is wrong elsewhere is no matter of the merge."""
    return replace(
        report,
        results=tuple(one for one in report.results if one.action.document in changed),
        notices=tuple(one for one in report.notices if one.document in changed),
        problems=tuple(one for one in report.problems if one.path in changed),
        withheld=about(report.withheld, changed) if report.withheld else None,
    )


def render_comment(report: Report, prefix: str, outlook: Outlook) -> str:
    """The comment in at most 65,000 characters; empty if there is nothing to say."""
    body = ""
    for most in (MOST, MOST // 2, MOST // 4):
        body = _rendered(report, prefix, outlook, most)
        if len(body) <= MOST:
            break
    return body


def _rendered(report: Report, prefix: str, outlook: Outlook, most: int) -> str:
    """The comment with so many bytes of what people wrote. Names of files are quietened last, which makes them longer."""
    closed = [*withheld_lines(report, applied=False)]
    if not (report.results or report.notices or report.problems or closed):
        return ""
    entries = [(path, entry) for path, own in outline(report) for entry in own]
    changes = [(path, one) for path, one in entries if isinstance(one, ItemResults)]
    head = [
        "",
        headline(report, outlook),
        "",
        *(line for name in sorted(outlook.unasked) for line in (unasked_line(name), "")),
        *closed,
    ]
    room = most - len("\n".join(head).encode()) - 1000
    parts = (
        section("What is not done", _reasons(report), room // 8),
        section("What is done on merge", rows(changes, outlook.homes), room // 2),
        section("What needs a person", _remarks(entries, outlook), room // 4),
        section("What could not be read", problem_lines(report), room // 8),
    )
    text = "\n".join([*head, *(line for part in parts for line in part)])
    return marker_of(prefix) + quietened(text.rstrip("\n"))


def render_refused(reason: str, prefix: str) -> str:
    """The comment where a run would do nothing at all."""
    return f"{marker_of(prefix)}\nOn merge: nothing is done, since a run would refuse it.\n\n{cell(reason)}"


def settled(marker: str) -> str:
    """What a comment says once there is nothing to be told any more."""
    return f"{marker}\nOn merge: nothing is to be done any more."


def suggestion_of(line: str) -> str:
    """What suggests a line: inside of the fence nothing is markup, and nobody is mentioned."""
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"Nobody owns this item yet.\n\n{fence}suggestion\n{line}\n{fence}"


def unasked_line(name: str) -> str:
    """That a tracker could not be asked, as a sentence."""
    return (
        f"The existing tickets of {cell(name)} could not be looked at here: items that link one"
        " are left out, and some of the others may have one already."
    )


def headline(report: Report, outlook: Outlook) -> str:
    """`On merge: 3 tickets in PAY, 1 in acme/shop, 2 without owner; 2 people are notified`."""
    planned = [one.action for one in report.ended(Ending.PLANNED)]
    made = [one for one in planned if isinstance(one, CreateTicket)]
    fields = sum(isinstance(one, (UpdateTicket, WriteCell)) for one in planned)
    parts = [*_tickets([outlook.home(one) for one in made])]
    ownerless = sum(not one.draft.owners for one in made)
    parts += [f"{ownerless} without owner"] if ownerless else []
    parts += (
        [f"{count(fields, 'field')} {'changes' if fields == 1 else 'change'}"] if fields else []
    )
    closed = report.withheld is not None and report.withheld.ended(Ending.PLANNED)
    nothing = "nothing for other documents" if closed else "nothing is created or changed"
    told = ", ".join(parts) or nothing
    people = len(set(_notified(planned, outlook)))
    who = "1 person is" if people == 1 else f"{people} people are" if people else "nobody is"
    return f"On merge: {told}; {who} notified"


def _tickets(homes: Sequence[str]) -> Iterator[str]:
    """`3 tickets in PAY`, `1 in acme/shop`: the places with most of them first."""
    ordered = sorted(Counter(homes).items(), key=lambda pair: (-pair[1], pair[0]))
    for number, (home, tickets) in enumerate(ordered[:_PLACES]):
        yield f"{tickets if number else count(tickets, 'ticket')} in {cell(home)}"
    if more := sum(tickets for _, tickets in ordered[_PLACES:]):
        yield f"{more} elsewhere"


def _notified(planned: Sequence[object], outlook: Outlook) -> Iterator[tuple[str, str]]:
    for action in planned:
        if isinstance(action, CreateTicket):
            found = outlook.foreseen.get(action.draft.marker.key)
            known = [owner.identity for owner in action.draft.owners if owner.known]
            for name in known if found is None else found.people:
                yield action.tracker, name.casefold()
        elif isinstance(action, UpdateTicket):
            for owner in action.change.assign:
                yield action.ticket.tracker, owner.identity.casefold()


def remarks_of(entry: Entry, outlook: Outlook) -> Iterator[tuple[str, str]]:
    """What a person has to look at: the title of the item, and why."""
    if isinstance(entry, Notice):
        yield entry.title, entry.reason
        return
    for result in entry.results:
        action = result.action
        if result.ending is Ending.FAILED:
            yield action.title, result.detail
        if not isinstance(action, CreateTicket) or result.ending is not Ending.PLANNED:
            continue
        if not action.draft.owners:
            yield action.draft.text, "nobody owns it"
        found = outlook.foreseen.get(action.draft.marker.key)
        for remark in found.remarks if found else ():
            yield action.draft.text, remark


def _reasons(report: Report) -> Iterator[str]:
    yield from (f"- {line}" for line in reasons(report) if line)


def _remarks(entries: Sequence[tuple[str, Entry]], outlook: Outlook) -> Iterator[str]:
    for path, entry in entries:
        for title, why in remarks_of(entry, outlook):
            named = f" {cell(title)}:" if title else ""
            yield f"- {placed(path, entry.line)}{named} {cell(why)}"
