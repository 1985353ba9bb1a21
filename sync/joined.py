"""The reports of many repositories as one: what each run said of itself, and which said nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Number = Annotated[int, Field(ge=0, lt=10**12)]

NUMBERS: Final = (
    "created",
    "changed",
    "conflicts",
    "overdue",
    "in_doubt",
    "left",
    "failed",
    "problems",
    "requests",
)
"""What is counted of each repository, in this order. `changed` are fields of tickets and places in documents."""
_BAD: Final = ("failed", "problems")


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one repository."""

    name: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    """By the names of `NUMBERS`; empty where there is no report."""
    trouble: str = ""
    """Why there is no report."""

    @property
    def rank(self) -> tuple[int, int, str]:
        """Those that need somebody come first: without a report, then with failures, then with conflicts and what is overdue."""
        failed = sum(self.numbers.get(name, 0) for name in _BAD)
        waiting = self.numbers.get("conflicts", 0) + self.numbers.get("overdue", 0)
        kind = 0 if self.trouble else 1 if failed else 2 if waiting else 3
        return kind, -failed - waiting, self.name.casefold()


class _Report(BaseModel):
    """What is taken from a report; whoever wrote the file may have put anything into it."""

    model_config = ConfigDict(strict=True, frozen=True)

    version: Literal[1]
    repository: str | None = None
    summary: dict[str, Number]
    requests: dict[str, Number] = {}
    overdue: Number = 0


def row_of(name: str, text: bytes) -> Row:
    """The row of a report as `sync --report` writes it. Raises ValueError, in words, for anything else."""
    try:
        report = _Report.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"])
        raise ValueError(
            f"it is no report of pm-sync ({where or 'JSON'}: {first['msg']})"
        ) from None
    summary = report.summary
    numbers = {
        "created": summary.get("create", 0),
        "changed": summary.get("update", 0) + summary.get("write", 0),
        "conflicts": summary.get("conflict", 0),
        "overdue": report.overdue,
        "in_doubt": summary.get("in_doubt", 0),
        "left": sum(summary.get(one, 0) for one in ("left", "held", "refused")),
        "failed": summary.get("failed", 0),
        "problems": summary.get("problems", 0),
        "requests": sum(report.requests.values()),
    }
    return Row(report.repository or name, numbers)


def joined(rows: Iterable[Row], expected: Sequence[str] = ()) -> tuple[Row, ...]:
    """All rows, those that need somebody first, with one for each expected repository that sent no report."""
    there = list(rows)
    known = {row.name.casefold() for row in there}
    missing = [name for name in dict.fromkeys(expected) if name.casefold() not in known]
    silent = [Row(name, trouble="it sent no report") for name in missing]
    return tuple(sorted([*there, *silent], key=lambda row: row.rank))


def totals(rows: Iterable[Row]) -> dict[str, int]:
    """The sums."""
    every = list(rows)
    return {name: sum(row.numbers.get(name, 0) for row in every) for name in NUMBERS}
