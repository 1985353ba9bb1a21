"""The follow-through as Markdown, for the page of a job or an issue: short, and people's text does nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from statistics import median
from typing import Final

from sync.followthrough.model import (
    Flag,
    Followed,
    FollowThrough,
    Incident,
    Recurring,
    Tally,
    Trouble,
)
from sync.harmless import plain
from sync.render.escape import safe
from sync.render.markdown import cell, link, placed
from sync.render.summary import count

ROOM: Final = 65_000
"""Characters; the text of an issue takes 65,536."""
_FEW: Final = 10
"""Lines of the lesser parts."""
_SHORT: Final = 120
"""Characters of a title."""


def render_follow_through(follow: FollowThrough) -> str:
    """The report in at most `ROOM` characters; whatever it leaves out is counted."""
    text = ""
    for most in (30, 15, 8, 4):
        text = _rendered(follow, most)
        if len(text) <= ROOM:
            break
    return text


def _rendered(follow: FollowThrough, most: int) -> str:
    late = follow.flagged(Flag.OVERDUE)
    others = [one for one in follow.items if one.flags and Flag.OVERDUE not in one.flags]
    parts = (
        _head(follow),
        _items("Overdue", late, follow.today, most),
        _items("Needs somebody", others, follow.today, most),
        _changed(follow),
        _owners(follow.groups.get("owner", ()), most),
        _recurring(follow.recurring),
        _idle(follow.incidents),
        _troubles(follow.troubles),
    )
    return "\n".join(line for part in parts for line in part)


def _head(follow: FollowThrough) -> Iterator[str]:
    where = f" of {plain(safe(follow.repository))}" if follow.repository else ""
    yield from (f"## Follow-through{where}, {follow.today.isoformat()}", "")
    is_open = len(follow.open())
    changed = follow.changed
    late = len(follow.flagged(Flag.OVERDUE))
    yield (
        f"**{is_open} open**, **{late} overdue**, {len(follow.items) - is_open} closed. Since {changed.since.isoformat()}:"
        f" {len(changed.closed)} closed, {len(changed.opened)} opened, {len(changed.fell_due)} became overdue."
    )
    yield from ("", *_numbers(follow))
    for name, reason in follow.unasked.items():
        yield from (
            f"**{plain(safe(name))} was not asked**, and statuses are those of the documents: {cell(reason)}",
            "",
        )


def _numbers(follow: FollowThrough) -> Iterator[str]:
    """What is worth a line where there is any of it."""
    told = [
        f"{number} {words}"
        for flag, words in _WORDS.items()
        if (number := sum(one.is_open or flag in _ANYHOW for one in follow.flagged(flag)))
    ]
    took = [
        days
        for one in follow.items
        if not one.is_open and (days := one.days_open(follow.today)) is not None
    ]
    if took:
        told.append(f"half of what was closed took at most {_days(median(took))}")
    if told:
        yield from (f"{', '.join(told)}.", "")
    young = {name: number for name, number in follow.ages.items() if number}
    if young:
        yield from (f"Open for {', '.join(f'{name}: {n}' for name, n in young.items())}.", "")
    if follow.restricted:
        yield from (f"{count(follow.restricted, 'restricted document')} left out.", "")
    if follow.last_run is not None:
        yield from (
            f"The last run that left a trace was through on {follow.last_run:%Y-%m-%d}.",
            "",
        )


_WORDS: Final = {
    Flag.NO_OWNER: "without an owner",
    Flag.LEFT: "whose owners left",
    Flag.UNTRACKED: "without a ticket",
    Flag.CONFLICT: "in conflict",
    Flag.IN_DOUBT: "in doubt",
    Flag.VANISHED: "whose ticket vanished",
}
_ANYHOW: Final = (Flag.CONFLICT, Flag.IN_DOUBT, Flag.VANISHED)
"""What has to be settled of closed items, too."""


def _days(number: float) -> str:
    return f"{number:g} day" if number == 1 else f"{number:g} days"


def _items(title: str, items: Sequence[Followed], today: date, most: int) -> Iterator[str]:
    if not items:
        return
    yield from (f"### {title} ({len(items)})", "")
    late = any(one.days_over(today) for one in items)
    yield f"| {'over' if late else 'open'} | action item | ticket | owner | priority | what to do |"
    yield "|---:|---|---|---|---|---|"
    for one in items[:most]:
        age = one.days_over(today) if late else one.days_open(today)
        yield " | ".join(
            (
                f"| {'' if age is None else _days(age)}",
                f"{_title(one)}<br>{cell(_cut(one.postmortem))}",
                ", ".join(link(ticket.label, ticket.url) for ticket in one.tickets),
                cell(", ".join(one.owners)) or "nobody",
                cell(one.priority or ""),
                f"{cell(_why(one))} |",
            )
        )
    yield from _more(items, most)


def _why(item: Followed) -> str:
    """Of what is overdue also how that is known, since not every limit stands in the document."""
    if Flag.OVERDUE not in item.flags or item.due is None:
        return item.why
    return f"due {item.due.isoformat()} ({item.due_from}): {item.why}"


def _title(item: Followed) -> str:
    """It leads to its line."""
    return (
        link(_cut(item.title), item.url)
        if item.url
        else f"{cell(_cut(item.title))} {placed(item.document, item.line)}"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def _more(every: Sequence[object], most: int) -> Iterator[str]:
    if len(every) > most:
        yield from ("", f"… and {len(every) - most} more")
    yield ""


def _changed(follow: FollowThrough) -> Iterator[str]:
    changed = follow.changed
    parts = {
        "closed": changed.closed,
        "became overdue": changed.fell_due,
        "opened": changed.opened,
    }
    if not any(parts.values()):
        return
    yield from (f"### Since {changed.since.isoformat()}", "")
    for words, items in parts.items():
        for one in items[:_FEW]:
            tickets = ", ".join(link(ticket.label, ticket.url) for ticket in one.tickets)
            who = cell(", ".join(one.owners))
            behind = " ".join(part for part in (f"({tickets})" if tickets else "", who) if part)
            yield f"- {words}: {_title(one)} {behind}".rstrip()
        if len(items) > _FEW:
            yield f"- … and {len(items) - _FEW} more {words}"
    yield ""


def _owners(tallies: Sequence[Tally], most: int) -> Iterator[str]:
    busy = [one for one in tallies if one.open]
    if not busy:
        return
    yield from (
        "### By owner",
        "",
        "| owner | open | overdue | oldest | closed | usually closed in |",
    )
    yield "|---|---:|---:|---:|---:|---:|"
    for one in busy[:most]:
        oldest = "" if one.oldest is None else _days(one.oldest)
        took = "" if one.to_close is None else _days(one.to_close)
        yield f"| {cell(one.name)} | {one.open} | {one.overdue} | {oldest} | {one.closed} | {took} |"
    yield from _more(busy, most)


def _recurring(groups: Sequence[Recurring]) -> Iterator[str]:
    if not groups:
        return
    yield from (f"### Promised more than once ({len(groups)})", "")
    for one in groups[:_FEW]:
        how = "one ticket" if one.shares_ticket else "nearly the same words"
        yield f"- {cell(_cut(one.title))} ({how}): {', '.join(_told(one.items))}"
    yield from _more(groups, _FEW)


def _told(items: Sequence[Followed]) -> Iterator[str]:
    """In which postmortems, and what became of it there."""
    for item in items[:_FEW]:
        day = f" {item.happened.isoformat()}" if item.happened else ""
        state = "open" if item.is_open else f"closed {item.closed}" if item.closed else "closed"
        yield f"{link(_cut(item.postmortem), item.url)}{day} **{state}**"
    if len(items) > _FEW:
        yield f"and {len(items) - _FEW} more"


def _idle(incidents: Iterable[Incident]) -> Iterator[str]:
    idle = [one for one in incidents if one.total and not one.closed]
    if not idle:
        return
    yield from (f"### Postmortems with nothing closed ({len(idle)})", "")
    yield from ("| postmortem | happened | severity | open | overdue |", "|---|---|---|---:|---:|")
    idle.sort(key=lambda one: (one.happened or date.max, one.document))
    for one in idle[:_FEW]:
        day = one.happened.isoformat() if one.happened else ""
        name = link(_cut(one.title), one.url)
        name = name if one.url else f"{name} {placed(one.document, None)}"
        yield f"| {name} | {day} | {cell(one.severity or '')} | {one.total} | {one.overdue} |"
    yield from _more(idle, _FEW)


def _troubles(troubles: Sequence[Trouble]) -> Iterator[str]:
    if not troubles:
        return
    yield from (f"### Not understood ({len(troubles)})", "")
    for one in troubles[:_FEW]:
        place = placed(one.document, one.line)
        where = f"[{place}](<{target}>)" if (target := _target(one.url)) else place
        what = "cannot be read: " if one.unreadable else ""
        yield f"- {where} {what}{cell(one.text)}"
    yield from _more(troubles, _FEW)


def _target(url: str | None) -> str:
    """Where a link leads, taken from one that was made harmless."""
    return link("x", url).partition("(<")[2].removesuffix(">)")
