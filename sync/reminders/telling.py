"""What `remind` says of itself: every message with its end, and everybody who is not told, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.reminders.model import Channel, Duties, Duty, Ending, Told
from sync.render.escape import json_text, safe
from sync.render.summary import count

VERSION = 1
_HEADS = {
    Channel.COMMENT: "comments",
    Channel.ISSUE: "issue",
    Channel.NOTIFY: "notifications",
}


def as_text(duties: Duties, told: Sequence[Told], *, sent: bool) -> str:
    """For people."""
    return "\n".join(_lines(duties, told, sent=sent)) + "\n"


def _lines(duties: Duties, told: Sequence[Told], *, sent: bool) -> Iterator[str]:
    late = sum(one.days > 0 for one in duties.due)
    yield f"{count(late, 'action item')} overdue, {len(duties.due) - late} due soon"
    for channel, head in _HEADS.items():
        own = [one for one in told if one.channel is channel]
        if own:
            yield from ("", head)
        for one in own:
            yield from _message(one)
    if duties.spared:
        yield from ("", "left alone")
    for spared in duties.spared:
        place = safe(f"{spared.item.document}:{spared.item.line}")
        yield f"  {place} {safe(spared.item.title)}: {safe(spared.reason)}"
    if duties.restricted:
        yield from ("", f"{count(duties.restricted, 'restricted document')} left out")
    if not sent:
        yield from ("", "nothing was sent; --send sends it")


def _message(one: Told) -> Iterator[str]:
    where = safe(one.where) or one.channel.value
    to = f" to {safe(', '.join(one.to))}" if one.to else ""
    reason = f": {safe(one.reason)}" if one.reason else ""
    yield f"  {where}{to}: {one.ending.value}{reason}"
    for duty in one.duties:
        yield f"    {_item(duty)}"
    if one.ending is Ending.WOULD:
        yield from (f"      | {safe(line)}" for line in one.text.splitlines())


def _item(duty: Duty) -> str:
    item = duty.item
    return f"{safe(item.document)}:{item.line} {safe(item.title)} ({duty.lateness})"


def as_json(duties: Duties, told: Sequence[Told], *, sent: bool) -> str:
    """For machines: one object."""
    whole = {
        "version": VERSION,
        "sent": sent,
        "today": duties.today.isoformat(),
        "restricted": duties.restricted,
        "messages": [
            {
                "channel": one.channel.value,
                "outcome": one.ending.name.casefold(),
                "where": one.where,
                "to": list(one.to),
                "reason": one.reason,
                "text": one.text,
                "items": [_place(duty) for duty in one.duties],
            }
            for one in told
        ],
        "items": [
            {
                **_place(duty),
                "title": duty.item.title,
                "people": list(duty.people),
                "due": duty.item.due.isoformat() if duty.item.due else None,
                "days_over": duty.days,
                "tickets": [ticket.label for ticket in duty.item.tickets],
            }
            for duty in duties.due
        ],
        "left_alone": [
            {"document": one.item.document, "line": one.item.line, "reason": one.reason}
            for one in duties.spared
        ],
    }
    return json_text(whole) + "\n"


def _place(duty: Duty) -> dict[str, object]:
    return {"document": duty.item.document, "line": duty.item.line}
