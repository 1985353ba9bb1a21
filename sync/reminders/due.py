"""Which items somebody is reminded of, and who that is: pure, from what the report knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sync.followthrough.items import Entry
from sync.followthrough.known import Known
from sync.followthrough.owners import have_left, owners_of
from sync.identity import digest, normalised
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket
from sync.plan.creation import owner_names
from sync.plan.rows import Row
from sync.plan.status import voting
from sync.reminders.model import Duties, Duty, Rules, Spared


def duties(entries: Sequence[Entry], known: Known, rules: Rules) -> Duties:
    """What is overdue or due soon, and whom to tell; items that the settings spare are told apart, with the reason."""
    due: list[Duty] = []
    spared: list[Spared] = []
    unasked: set[str] = set()
    for entry in entries:
        day = entry.followed.due
        if not entry.followed.is_open or day is None or (day - known.today).days > rules.soon:
            continue
        silent = {ref.tracker for ref in entry.refs} & known.unasked.keys()
        unasked |= silent
        found = _judged(entry, day, silent, known, rules)
        if isinstance(found, Duty):
            due.append(found)
        else:
            spared.append(found)
    due.sort(key=lambda one: (-one.days, one.item.document, one.item.line))
    return Duties(
        known.today,
        known.made_at,
        tuple(due),
        tuple(spared),
        known.restricted,
        tuple(sorted(unasked)),
    )


def _judged(
    entry: Entry, day: date, silent: Collection[str], known: Known, rules: Rules
) -> Duty | Spared:
    item = entry.followed
    if silent:
        names = " and ".join(sorted(silent))
        return Spared(item, f"{names} was not asked, and its ticket may be closed by now")
    if entry.refs and known.is_elsewhere(entry.refs):
        return Spared(
            item,
            "its ticket is in a tracker that the settings do not name, and may be closed by now",
        )
    skipped = _skipped_ticket(entry, rules.skip_tickets)
    if skipped:
        return Spared(item, f"[remind] skip_tickets names {skipped}")
    whom = _whom(entry, known)
    unwanted = {known.policy.people.known_as(name) for name in rules.skip_owners}
    people = tuple(one for one in whom.people if known.policy.people.known_as(one) not in unwanted)
    if whom.people and not people:
        return Spared(item, f"[remind] skip_owners names {' and '.join(whom.people)}")
    return Duty(
        item=item,
        people=people,
        tickets=tuple(_tickets(entry, known)),
        keys=tuple(_keys(entry)),
        days=(known.today - day).days,
        stand_ins=whom.stand_ins,
    )


def _skipped_ticket(entry: Entry, unwanted: Collection[str]) -> str:
    plain = {one.strip().casefold() for one in unwanted}
    names = (*(ref.id for ref in entry.refs), *(link.label for link in entry.followed.tickets))
    return next((name for name in names if name.casefold() in plain), "")


@dataclass(frozen=True, slots=True)
class _Whom:
    people: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()


def _whom(entry: Entry, known: Known) -> _Whom:
    """Its owners without those who left; where nobody stays, whoever `[owners] default` names."""
    people, owners = known.policy.people, entry.followed.owners
    here = tuple(one for one in owners if not have_left((one,), people))
    if here or not owners:
        return _Whom(here)
    postmortem, item = entry.row
    orphaned = Row(postmortem, replace(item, owners=(), references=()))
    names = owner_names(orphaned, known.policy)
    stand_ins = tuple(one for one in names if not have_left((one,), people))
    named = owners_of(orphaned, (), known.policy)
    return _Whom(tuple(one for one in named if not have_left((one,), people)), stand_ins)


def _tickets(entry: Entry, known: Known) -> Iterator[Ticket]:
    seen = known.observed.tickets
    tickets = [seen[ref] for ref in entry.refs if ref in seen]
    yield from (one for one in voting(tickets) if not one.status.is_final and not one.is_change)


def _keys(entry: Entry) -> Iterator[str]:
    """By what it is known again: each of its tickets; its text before it has one, and as what it was before."""
    for ref in entry.refs:
        yield digest("reminder", _spelled(ref))
    yield digest("reminder", entry.followed.document, normalised(entry.followed.title))


def _spelled(ref: TicketRef) -> str:
    return f"{ref.tracker} {ref.id.casefold()}"
