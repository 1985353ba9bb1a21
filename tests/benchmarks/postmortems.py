"""Makes postmortems of about 9 kB for the benchmarks, in the forms and proportions in which teams write them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

SIZE: Final = 9_000
"""Bytes of a document, roughly."""

_SUBJECTS: Final = [
    "the load balancer",
    "the primary database",
    "the image resizer",
    "a replica",
    "the cron job",
    "the search index",
    "the `payments` service",
    "the deploy pipeline",
    "the on-call engineer",
    "the config service",
    "the message queue",
    "a customer",
    "the mobile app",
    "the **session store**",
    "the rate limiter",
    "the DNS zone",
]
_VERBS: Final = [
    "stopped answering",
    "was restarted",
    "lost its leader",
    "returned errors",
    "filled its disk",
    "timed out",
    "was rolled back",
    "retried without a pause",
    "ran out of connections",
    "served stale data",
    "had to be drained",
    "dropped requests",
    "rejected the `v2` format",
    "was scaled up",
    "recovered",
]
_ENDS: Final = [
    "for 12 minutes",
    "after the *second* deploy",
    "in one region",
    "while the cache was cold",
    "because a limit of 500 was reached",
    "as the dashboard had shown",
    "before anybody was paged",
    "until the flag was off",
    "on every node",
    "at 3 % of the traffic",
    "during the migration",
    "see [the graph](https://grafana.acme.example/d/1)",
]
_ORDERS: Final = [
    "Add an alert for",
    "Document",
    "Remove the fallback of",
    "Investigate the retries of",
    "Load-test",
    "Automate the failover of",
    "Write a runbook for",
    "Put a limit on",
    "Move the certificates of",
    "Fix the health check of",
    "Split",
    "Rehearse the restore of",
]
_PEOPLE: Final = (
    "@mara",
    "@jonas",
    "Priya",
    "@acme/platform",
    "Tomás Ortega",
    "jweber@",
    "@kim, @lee",
    "TBD",
)
_TYPES: Final = ("prevent", "mitigate", "detect", "process", "repair")
_URL: Final = "https://github.com/acme/shop/issues/"


def documents(count: int, *, size: int = SIZE) -> Iterator[tuple[str, bytes]]:
    """Yield `count` different postmortems with their paths, always the same ones."""
    for number in range(count):
        chance = random.Random(number)
        day = f"20{20 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield f"postmortems/{day}-incident-{number}.md", _document(chance, number, day, size)


def _document(chance: random.Random, number: int, day: str, size: int) -> bytes:
    parts = [_head(chance, number, day)]
    scale = size / SIZE
    items = chance.choices(_FORMS, _WEIGHTS)[0](chance, max(1, round(chance.randint(2, 7) * scale)))
    parts.append(f"## Impact\n\n{_bullets(chance, round(4 * scale))}")
    parts.append(f"## Trigger\n\n{_prose(chance, 2)}")
    parts.append(f"## Detection\n\n{_prose(chance, 3)}")
    parts.append(items)
    parts.append("## Lessons Learned")
    parts.extend(
        f"### {title}\n\n{_bullets(chance, round(3 * scale))}"
        for title in ("What went well", "What went wrong", "Where we got lucky")
    )
    parts.append(_timeline(chance, round(18 * scale)))
    parts.append(f"```\n{chance.randbytes(120).hex()}\nERROR: too many connections\n```")
    story = ["## Root Causes"]
    missing = size - sum(len(part) + 2 for part in parts)
    while missing > 0:
        paragraph = _prose(chance, chance.randint(3, 6))
        story.append(paragraph)
        missing -= len(paragraph) + 2
    parts[2:2] = story
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _head(chance: random.Random, number: int, day: str) -> str:
    title = f"Incident {number}: {_sentence(chance)}"
    match number % 3:
        case 0:
            return f"---\ntitle: Incident {number}\ndate: {day}\nseverity: SEV2\n---\n\n# {title}\n\n## Summary\n\n{_prose(chance, 4)}"
        case 1:
            return f"**Postmortem:** {title}\n\n**Date:** {day}\n\n**Authors:** Mara, Jonas\n\n**Status:** Complete\n\n**Summary:** {_prose(chance, 4)}"
        case _:
            return f"# {title}\n\n- Date: {day}\n- Authors: Mara, Jonas\n- Status: Draft\n\n## Summary\n\n{_prose(chance, 4)}"


def _sentence(chance: random.Random) -> str:
    text = f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_ENDS)}"
    return text[0].upper() + text[1:]


def _prose(chance: random.Random, sentences: int) -> str:
    words = " ".join(f"{_sentence(chance)}." for _ in range(sentences)).split(" ")
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 110:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _bullets(chance: random.Random, count: int) -> str:
    return "\n".join(f"- {_sentence(chance)}." for _ in range(max(1, count)))


def _timeline(chance: random.Random, count: int) -> str:
    times = sorted(chance.sample(range(600, 1400), min(count, 800)))
    rows = [(f"{time // 60:02}:{time % 60:02}", _sentence(chance)) for time in times]
    if chance.random() < 0.3:
        table = "\n".join(f"| {at} | {what} |" for at, what in rows)
        return f"## Timeline\n\n| Time (UTC) | Event |\n| --- | --- |\n{table}"
    return "## Timeline\n\n" + "\n".join(f"- {at} {what}" for at, what in rows)


def _order(chance: random.Random) -> str:
    return f"{chance.choice(_ORDERS)} {chance.choice(_SUBJECTS)} {chance.choice(_ENDS)}"


def _no_items(chance: random.Random, count: int) -> str:
    return ""


def _list(chance: random.Random, count: int) -> str:
    lines: list[str] = []
    for _ in range(count):
        end = chance.choices(
            (
                "",
                f" ([#{chance.randint(1, 999)}]({_URL}{chance.randint(1, 999)}))",
                " (owner: @mara)",
                " - DONE",
            ),
            (7, 3, 1, 1),
        )[0]
        lines.append(f"- {_order(chance)}{end}")
    return "## Action items\n\n" + "\n".join(lines)


def _numbered(chance: random.Random, count: int) -> str:
    lines = [
        f"{index}. **{_order(chance)}**: {_sentence(chance)}.\n   Owner: {chance.choice(_PEOPLE)}"
        for index in range(1, count + 1)
    ]
    return "## Follow-ups\n\n" + "\n".join(lines)


def _checkboxes(chance: random.Random, count: int) -> str:
    lines = [f"- [{chance.choice('x ')}] {_order(chance)}" for _ in range(count)]
    half = count // 2
    return "\n\n".join(
        (
            "## Action items",
            "### Short term",
            "\n".join(lines[:half]),
            "### Long term",
            "\n".join(lines[half:]),
        )
    )


def _table(chance: random.Random, count: int) -> str:
    rows = [
        f"| {_order(chance)} | {chance.choice(_TYPES)} | {chance.choice(_PEOPLE)} | {chance.choice(('', f'[#7]({_URL}{chance.randint(1, 999)}) **TODO**', 'n/a **DONE**'))} |"
        for _ in range(count)
    ]
    return (
        "## Action Items\n\n| Action Item | Type | Owner | Bug |\n| --- | --- | --- | --- |\n"
        + "\n".join(rows)
    )


_FORMS: Final[tuple[Callable[[random.Random, int], str], ...]] = (
    _no_items,
    _list,
    _numbered,
    _checkboxes,
    _table,
)
_WEIGHTS: Final = (30, 38, 8, 10, 14)
"""Per cent of the documents."""
