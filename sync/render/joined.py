"""The joined report of many repositories: Markdown, JSON, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from sync.harmless import plain
from sync.joined import NUMBERS, Row, totals
from sync.render.escape import csv_cell, json_text, safe
from sync.render.summary import count

_MOST: Final = 900_000
"""Bytes; the page of a step takes 1 MiB."""


def as_markdown(rows: Sequence[Row]) -> str:
    """A table, those that need somebody first; what finds no room is counted."""
    sums = totals(rows)
    silent = sum(bool(row.trouble) for row in rows)
    head = [
        "## pm-sync",
        "",
        f"{_repositories(len(rows))}: {count(sums['created'], 'ticket')} created,"
        f" {count(sums['conflicts'], 'conflict')}, {count(sums['overdue'], 'action item')} overdue,"
        f" {count(sums['failed'] + sums['problems'], 'failure')}",
        "",
        *([f"**{_repositories(silent)} without a report**", ""] if silent else []),
        f"| repository | {' | '.join(name.replace('_', ' ') for name in NUMBERS)} |",
        f"|---|{'---:|' * len(NUMBERS)}",
    ]
    room = _MOST - len("\n".join(head).encode())
    told = []
    for row in rows:
        line = _line(row)
        room -= len(line.encode()) + 1
        if room < 0:
            break
        told.append(line)
    left = len(rows) - len(told)
    end = ["", f"… and {left} more, which find no room here"] if left else []
    return "\n".join([*head, *told, *end]) + "\n"


def as_json(rows: Sequence[Row]) -> str:
    """One object: `totals`, and `repositories` in the order of the table; `numbers` is empty where `trouble` says why."""
    told = [
        {"repository": row.name, "numbers": dict(row.numbers), "trouble": row.trouble or None}
        for row in rows
    ]
    return json_text({"version": 1, "totals": totals(rows), "repositories": told}) + "\n"


def as_csv(rows: Sequence[Row]) -> str:
    """A line for each repository, below names of columns."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["repository", *NUMBERS, "trouble"])
    for row in rows:
        numbers = [row.numbers.get(name, "") for name in NUMBERS]
        lines.writerow([csv_cell(row.name), *numbers, csv_cell(row.trouble)])
    return out.getvalue()


def _repositories(number: int) -> str:
    return "1 repository" if number == 1 else f"{number} repositories"


def _line(row: Row) -> str:
    name = plain(safe(row.name[:200]))
    if row.trouble:
        return f"| {name} | **{plain(safe(row.trouble[:300]))}** |{' |' * (len(NUMBERS) - 1)}"
    return f"| {name} | {' | '.join(str(row.numbers.get(one, 0)) for one in NUMBERS)} |"
