"""How much computing a report takes, in seconds of one core: ten thousand items, half of them with tickets, in words that recur and in words that do not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeVar

from sync.followthrough.known import Known
from sync.followthrough.model import FollowThrough
from sync.followthrough.report import follow
from sync.followthrough.sla import Sla
from sync.model.postmortem import ActionItem, Form, Postmortem, Reference, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed, plan
from sync.policy import Policy
from sync.render.follow_data import as_csv, as_json
from sync.render.follow_markdown import render_follow_through
from sync.words import listed

ITEMS: Final = 10_000
_EACH: Final = 10
_TODAY: Final = date(2026, 11, 27)
_NOW: Final = datetime(2026, 11, 27, 12, tzinfo=UTC)
_WORDS: Final = listed(
    "alert, lag, queue, database, restore, cache, index, deploy, certificate, limit, retry, runbook, dashboard, failover, backup,"
    "zone, token, session, header, timeout, rollout, canary, probe, replica, shard, migration, quota, region, config, cron"
)
_T = TypeVar("_T")


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    for what, vocabulary in (("few words", 30), ("many words", 5_000)):
        known = _known(vocabulary)
        seconds, told = _timed(lambda known=known: follow(known))  # type: ignore[misc]
        yield (
            f"report, {ITEMS:,} items of {what}",
            f"{seconds:.2f} s, {len(told.recurring):,} recurring",
        )
        if vocabulary > len(_WORDS):
            yield from _rendered(told)


def _rendered(told: FollowThrough) -> Iterator[tuple[str, str]]:
    for name, render in (("Markdown", render_follow_through), ("JSON", as_json), ("CSV", as_csv)):
        seconds, text = _timed(lambda render=render: render(told))  # type: ignore[misc]
        yield f"the same as {name}", f"{seconds:.2f} s, {len(text) / 1e6:.2f} MB"


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def _known(vocabulary: int) -> Known:
    chance = random.Random(7)
    words = [f"{_WORDS[n % len(_WORDS)]}{_letters(n // len(_WORDS))}" for n in range(vocabulary)]
    postmortems = [_document(chance, number, words) for number in range(ITEMS // _EACH)]
    tickets = {ref: _ticket(chance, ref) for one in postmortems for ref in _refs(one)}
    observed = Observed(tickets=tickets, linked=frozenset(tickets))
    planned = plan(postmortems, observed, Policy())
    since = _TODAY - timedelta(days=7)
    return Known(
        postmortems, observed, planned, Policy(), _TODAY, _NOW, since, sla=Sla("pagerduty")
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _document(chance: random.Random, number: int, words: list[str]) -> Postmortem:
    day = _TODAY - timedelta(days=chance.randint(0, 1_500))
    items = tuple(_item(chance, number, line, words) for line in range(_EACH))
    return Postmortem(
        f"postmortems/{number}.md",
        "1",
        title=f"Outage {number}",
        date=day,
        items=items,
        severity=f"SEV{number % 4}",
        front_matter={"service": f"service-{number % 40}", "team": f"team-{number % 12}"},
    )


def _item(chance: random.Random, number: int, line: int, words: list[str]) -> ActionItem:
    title = " ".join(chance.choices(words, k=chance.randint(5, 12)))
    ref = TicketRef("local", f"LOCAL-{number * _EACH + line}")
    return ActionItem(
        title=title.capitalize(),
        line=line + 10,
        end_line=line + 10,
        form=Form.BULLET,
        owners=(f"Person {chance.randint(1, 200)}",),
        references=(Reference(ref),) if line % 2 else (),
        priority=f"P{chance.randint(0, 4)}",
        type=chance.choice(("prevent", "detect", "mitigate")),
    )


def _refs(postmortem: Postmortem) -> Iterator[TicketRef]:
    return (one.ref for item in postmortem.items for one in item.references)


def _ticket(chance: random.Random, ref: TicketRef) -> Ticket:
    made = _NOW - timedelta(days=chance.randint(1, 1_000))
    closed = made + timedelta(days=chance.randint(0, 90)) if chance.random() < 0.6 else None
    is_closed = closed is not None and closed < _NOW
    return Ticket(
        ref,
        "A ticket",
        Status.DONE if is_closed else Status.OPEN,
        created_at=made,
        closed_at=closed if is_closed else None,
    )
