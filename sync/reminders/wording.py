"""What each channel says. People's text is plain text, or made so that nothing of it is markup and mentions nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from sync.harmless import GAP, one_line
from sync.reminders.model import NOBODY, Duties, Duty, Rules, Whom
from sync.reminding import Nudge
from sync.render.escape import safe
from sync.render.markdown import cell, link, placed
from sync.render.summary import count

_SHORT: Final = 120
_ROOM: Final = 60_000
"""Characters of the issue; GitHub takes 65,536."""
_MOST_IN_MESSAGE: Final = 20
"""Items of one owner in a notification; services cut what is long."""
_SIGNS: Final = re.compile(r"[@<](?=\S)|:(?=\w+:)")
"""What chats may read a mention or a command from."""


def nudge(duties: Sequence[Duty], whom: Whom, rules: Rules, today: date) -> Nudge:
    """The reminder below one ticket, of all items that it stands for."""
    worst = duties[0]
    sources = {one.item.document: (_cut(one.item.postmortem), one.item.url) for one in duties}
    return Nudge(
        day=today,
        people=whom.assigned,
        stand_ins=whom.stand_ins,
        text=f"this action item is {worst.lateness}; {_since(worst)}.",
        sources=tuple(sources.values()),
        closing=f"A reminder of pm-sync, at most every {rules.every} days. It ends when this ticket is closed, or another day is set.",
    )


def _since(duty: Duty) -> str:
    verb = "was" if duty.days > 0 else "is"
    day = duty.item.due.isoformat() if duty.item.due else ""
    return f"it {verb} due on {day} ({duty.item.due_from})"


def grouped(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    """By owner, an item of several at each of them; nobody's come last."""
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        for name in duty.people or (NOBODY,):
            groups.setdefault(name, []).append(duty)
    order = sorted(groups, key=lambda name: (name == NOBODY, name.casefold()))
    return {name: groups[name] for name in order}


def board(duties: Duties, mention: Callable[[str], str]) -> str:
    """The text of the issue. It has no word that another day alone would change: so it is written only where something happened.

    `mention` gives a login to be mentioned, or nothing.
    """
    text = ""
    for most in (100, 30, 10, 3):
        text = "\n".join(_board(duties, mention, most))
        if len(text) <= _ROOM:
            break
    return text


def _board(duties: Duties, mention: Callable[[str], str], most: int) -> Iterator[str]:
    late = sum(one.days > 0 for one in duties.due)
    soon = len(duties.due) - late
    if not duties.due:
        yield "Nothing is overdue."
    else:
        near = f", {soon} due soon" if soon else ""
        yield f"**{count(late, 'action item')} overdue**{near}."
    for name, own in grouped(duties.due).items():
        login = mention(name)
        yield from ("", f"### {cell(name)}{f' @{login}' if login else ''} ({len(own)})", "")
        for one in own[:most]:
            yield f"- {_entry(one)}"
        if len(own) > most:
            yield f"- … and {len(own) - most} more"
    if duties.restricted:
        yield from ("", f"{count(duties.restricted, 'restricted document')} left out.")
    yield from ("", "Kept by `pm-sync remind`; write above or below, not in here.")


def _entry(duty: Duty) -> str:
    item = duty.item
    title = link(_cut(item.title), item.url)
    where = "" if item.url else f" {placed(item.document, item.line)}"
    tickets = ", ".join(link(one.label, one.url) for one in item.tickets)
    day = item.due.isoformat() if item.due else ""
    behind = f" ({tickets})" if tickets else ""
    return f"due {day}: {title}{where}{behind}, {cell(_cut(item.postmortem))}"


def message(duties: Sequence[Duty]) -> tuple[str, str]:
    """Title and text of a notification: plain, in which no service finds a mention."""
    late = sum(one.days > 0 for one in duties)
    soon = len(duties) - late
    parts = [f"{late} overdue"] if late else []
    parts += [f"{soon} due soon"] if soon else []
    return f"Postmortem action items: {', '.join(parts)}", "\n".join(_message(duties)).strip()


def _message(duties: Sequence[Duty]) -> Iterator[str]:
    for name, own in grouped(duties).items():
        yield from ("", f"{chat(name)} ({len(own)})")
        for one in own[:_MOST_IN_MESSAGE]:
            labels = ", ".join(chat(ticket.label) for ticket in one.item.tickets)
            urls = [ticket.url for ticket in one.item.tickets if _is_page(ticket.url)]
            page = urls[0] if urls else one.item.url if _is_page(one.item.url) else ""
            named = f" ({labels})" if labels else ""
            yield f"- {one.lateness}: {chat(_cut(one.item.title))}{named}{f' {page}' if page else ''}"
        if len(own) > _MOST_IN_MESSAGE:
            yield f"- … and {len(own) - _MOST_IN_MESSAGE} more"


def _is_page(url: str | None) -> bool:
    plain = url or ""
    return plain.startswith(("https://", "http://")) and not re.search(r"[\s<>\"]", plain)


def chat(text: str) -> str:
    """The text for a chat or an e-mail: on one line, without what any of them obeys."""
    return _SIGNS.sub(lambda found: f"{found[0]}{GAP}", safe(one_line(text)))


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
