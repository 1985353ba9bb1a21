"""Reports to render: one as a team has it, an empty one, a hostile one, and one that is too large for anybody to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from statistics import median

from sync.followthrough.model import (
    Changed,
    Flag,
    Followed,
    FollowThrough,
    Incident,
    Link,
    Recurring,
    Tally,
    Trouble,
    Week,
)
from sync.model.postmortem import Status

TODAY = date(2026, 11, 27)
MADE = datetime(2026, 11, 27, 6, 17, tzinfo=UTC)
PAGES = "https://github.com/acme/shop/blob/main"

INCIDENTS = (
    ("2026-11-22", "Images were served from the wrong region", "SEV3", ("cdn",)),
    ("2026-11-12", "Logins failed after the certificate ran out", "SEV1", ("login", "gateway")),
    ("2026-10-14", "Search was stale for nine hours", "SEV2", ("search",)),
    ("2026-09-30", "Checkout answered slowly under the autumn sale", "SEV2", ("checkout", "cart")),
    ("2026-08-19", "Payments were taken twice in one region", "SEV1", ("payments",)),
    ("2026-06-02", "The nightly backup had been empty since March", "SEV3", ("storage",)),
    ("2026-03-17", "Lost queue after a node was replaced", "SEV2", ("events",)),
)
WORK = (
    ("Alert on consumer lag before customers notice", "detect", "P1"),
    ("Renew certificates automatically and page two weeks ahead", "prevent", "P0"),
    ("Add a limit for retries of the payment provider", "prevent", "P1"),
    ("Write the runbook for failing over the search cluster", "mitigate", "P2"),
    ("Restore a backup into staging every week and compare the counts", "detect", "P1"),
    ("Drop the unused index that slows every write down", "repair", "P3"),
    ("Agree with the vendor how an outage on their side is told to us", "process", "P2"),
)
OWNERS = (("mara",), ("jonas", "mara"), ("priya",), (), ("li-wei",), ("tomas",))
STATUSES = (Status.OPEN, Status.DONE, Status.IN_PROGRESS, Status.DONE, Status.OPEN, Status.WONT_DO)


def realistic() -> FollowThrough:
    """Some forty items of six postmortems."""
    return followed(_item(number) for number in range(40))


def empty() -> FollowThrough:
    """A repository without a single item."""
    return FollowThrough(
        TODAY, MADE, "", items=(), changed=Changed(since=TODAY - timedelta(days=7))
    )


def large(many: int = 10_000) -> FollowThrough:
    """As many items as a large company has after years, none of them without its links."""
    return followed(_item(number) for number in range(many))


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>",
    "</style></script></title></table><h1>Mine</h1>",
    "{{ 7 * 7 }} {% raw %} ${7 * 7} `x`",
    "left \u202etoright\u202c zero\u200bwidth \x1b[31mred\x07 \x00 nul \ud800 lone",
    "javascript:alert(3)",
    "=HYPERLINK(1) ##[warning] ::error::\n\r\n second line \u2028 third",
    "عنوان بالعربية",
    "x" * 5000,
)
BAD_URLS = (
    "javascript:alert(4)",
    "JaVaScRiPt:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "//evil.example/x",
    "https://",
    'https://good.example/\n" onclick=alert(7)',
    "ftp://evil.example",
    "http://[broken",
    "https://good.example/\u202e",
)


def hostile() -> FollowThrough:
    """Everything that comes from a document or a tracker says something that a page could fall for."""
    pairs = list(zip(cycle(HOSTILE), BAD_URLS, strict=False))
    items = tuple(
        Followed(
            document=f"postmortems/{text}.md",
            line=number + 1,
            url=url,
            title=text,
            postmortem=text,
            happened=TODAY,
            status=Status.OPEN if number % 2 else Status.DONE,
            tickets=(Link(text, url),),
            owners=(text, "mara"),
            teams=(text,),
            type=text,
            priority=text,
            severity=text,
            services=(text,),
            opened=TODAY,
            due=TODAY,
            due_from=text,
            flags=frozenset({Flag.CONFLICT}),
            why=text,
        )
        for number, (text, url) in enumerate(pairs)
    )
    return FollowThrough(
        TODAY,
        MADE,
        HOSTILE[0],
        items,
        Changed(TODAY, items[:3], items[3:6], items[6:]),
        groups={
            name: tuple(Tally(text, 1, 1, 1, 1, 1.0) for text in HOSTILE)
            for name in ("owner", "team", "type", "priority", "severity", "service")
        },
        incidents=tuple(
            Incident(text, url, text, None, text, 1, number % 2, 0)
            for number, (text, url) in enumerate(pairs)
        ),
        recurring=(Recurring(HOSTILE[0], items[:3], shares_ticket=True),),
        troubles=tuple(
            Trouble(text, 1, url, text, unreadable=number % 2 == 0)
            for number, (text, url) in enumerate(pairs)
        ),
        unasked={text: text for text in HOSTILE},
    )


def followed(given: Iterable[Followed]) -> FollowThrough:
    """The report that these items make."""
    items = tuple(sorted(given, key=_urgency))
    week = TODAY - timedelta(days=7)
    still = [one for one in items if one.is_open]
    return FollowThrough(
        TODAY,
        MADE,
        "acme/shop",
        items,
        Changed(
            since=week,
            opened=tuple(one for one in items if one.opened and one.opened > week),
            closed=tuple(one for one in items if one.closed and one.closed > week),
            fell_due=tuple(
                one for one in items if Flag.OVERDUE in one.flags and one.due and one.due > week
            ),
        ),
        groups={
            "owner": _tallies(items, lambda one: one.owners),
            "team": _tallies(items, lambda one: one.teams),
            "type": _tallies(items, lambda one: (one.type or "",)),
            "priority": _tallies(items, lambda one: (one.priority or "",)),
            "severity": _tallies(items, lambda one: (one.severity or "",)),
            "service": _tallies(items, lambda one: one.services),
        },
        weeks=_weeks(items),
        ages=_ages(still),
        incidents=_incidents(items),
        recurring=(
            Recurring(
                "Alert on consumer lag before customers notice",
                tuple(one for one in items if one.title == WORK[0][0])[:3],
                shares_ticket=False,
            ),
            Recurring(
                WORK[4][0],
                tuple(one for one in items if one.title == WORK[4][0])[:2],
                shares_ticket=True,
            ),
        ),
        troubles=(
            Trouble(
                "postmortems/2025-12-24-mail.md",
                None,
                None,
                "It is not UTF-8: byte 0xe4 at 1207. Save it as UTF-8.",
                unreadable=True,
            ),
            Trouble(
                "postmortems/2026-01-08-dns.md",
                48,
                f"{PAGES}/postmortems/2026-01-08-dns.md#L48",
                "The list below “Lessons” looks like action items; a heading such as “Action items” would make it some.",
                unreadable=False,
            ),
        ),
        restricted=2,
        last_run=datetime(2026, 11, 27, 2, 37, tzinfo=UTC),
    )


def _item(number: int) -> Followed:
    day, postmortem, severity, services = INCIDENTS[number % len(INCIDENTS)]
    title, kind, priority = WORK[(number * 3 + number // len(WORK)) % len(WORK)]
    happened = date.fromisoformat(day)
    document = f"postmortems/{day}-{services[0]}.md"
    line = 40 + number
    status = STATUSES[(number * 5 + number // 6) % len(STATUSES)]
    opened = happened + timedelta(days=number % 3)
    owners = OWNERS[number % len(OWNERS)] if number % 11 else ()
    untracked = number % 9 == 4 and not status.is_final
    limit = {"P0": 15, "P1": 30, "P2": 90, "P3": 180}[priority]
    due = opened + timedelta(days=limit)
    flags = set()
    if not status.is_final:
        flags |= {Flag.OVERDUE} if due < TODAY else set()
        flags |= {Flag.NO_OWNER} if not owners else set()
        flags |= {Flag.UNTRACKED} if untracked else set()
        flags |= {Flag.LEFT} if owners == ("tomas",) else set()
        flags |= {Flag.CONFLICT} if number % 17 == 3 else set()
    closed = min(TODAY - timedelta(days=number % 40), opened + timedelta(days=9 + number % 50))
    return Followed(
        document=document,
        line=line,
        url=f"{PAGES}/{document}#L{line}",
        title=title,
        postmortem=postmortem,
        happened=happened,
        status=status,
        tickets=()
        if untracked
        else (Link(f"#{1200 + number}", f"https://github.com/acme/shop/issues/{1200 + number}"),),
        owners=owners,
        teams=("platform",) if number % 3 else ("payments",),
        type=kind,
        priority=priority,
        severity=severity,
        services=services,
        opened=opened,
        closed=closed if status.is_final else None,
        due=due,
        due_from=f"[sla]: {limit} days for {priority}" if number % 4 else "the document",
        flags=frozenset(flags),
        why=_why(flags),
    )


def _why(flags: set[Flag]) -> str:
    said = {
        Flag.OVERDUE: "finish it or agree on another day",
        Flag.NO_OWNER: "find it an owner",
        Flag.UNTRACKED: "run sync to make its ticket",
        Flag.LEFT: "hand it to somebody who is here",
        Flag.CONFLICT: "settle the priority with --take",
    }
    text = "; ".join(words for flag, words in said.items() if flag in flags)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _urgency(one: Followed) -> tuple[object, ...]:
    return (
        not one.is_open,
        Flag.OVERDUE not in one.flags,
        one.priority or "P9",
        one.opened,
        one.line,
    )


def _tallies(items, names) -> tuple[Tally, ...]:  # type: ignore[no-untyped-def]
    found: dict[str, list[Followed]] = {}
    for one in items:
        for name in names(one):
            found.setdefault(name, []).append(one)
    tallies = [_tally(name, of) for name, of in found.items()]
    return tuple(sorted(tallies, key=lambda one: (-one.overdue, -one.open, one.name)))


def _tally(name: str, items: list[Followed]) -> Tally:
    still = [one for one in items if one.is_open]
    days = [one.days_open(TODAY) or 0 for one in items if not one.is_open]
    return Tally(
        name,
        len(still),
        sum(Flag.OVERDUE in one.flags for one in still),
        len(items) - len(still),
        max((one.days_open(TODAY) or 0 for one in still), default=None),
        median(days) if days else None,
    )


def _weeks(items: tuple[Followed, ...]) -> tuple[Week, ...]:
    ends = [TODAY - timedelta(days=7 * back) for back in range(39, -1, -1)]
    return tuple(
        Week(
            end,
            sum(one.opened is not None and one.opened <= end for one in items),
            sum(one.closed is not None and one.closed <= end for one in items),
        )
        for end in ends
    )


def _ages(items: list[Followed]) -> dict[str, int]:
    limits = {
        "under 2 weeks": 14,
        "2 to 4 weeks": 28,
        "1 to 3 months": 91,
        "3 to 6 months": 182,
        "over 6 months": 10_000,
    }
    counted = Counter(
        next(name for name, limit in limits.items() if (one.days_open(TODAY) or 0) < limit)
        for one in items
    )
    return {name: counted[name] for name in limits}


def _incidents(items: tuple[Followed, ...]) -> tuple[Incident, ...]:
    found: dict[str, list[Followed]] = {}
    for one in items:
        found.setdefault(one.document, []).append(one)
    made = [
        Incident(
            document,
            f"{PAGES}/{document}",
            of[0].postmortem,
            of[0].happened,
            of[0].severity,
            len(of),
            sum(not one.is_open for one in of) if "login" not in document else 0,
            sum(Flag.OVERDUE in one.flags for one in of),
        )
        for document, of in found.items()
    ]
    return tuple(sorted(made, key=lambda one: one.happened or TODAY, reverse=True))
