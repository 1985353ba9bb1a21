"""What lies in a repository before pm-sync begins: documents and items by age, for `pm-sync init`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.text import Text

from sync.errors import Problem
from sync.model.action import CreateTicket
from sync.model.postmortem import ActionItem, Postmortem
from sync.plan import Observed, plan
from sync.policy import Policy
from sync.render.summary import count, problem_lines, size
from sync.render.terminal import DIM, STRONG, folded, show, table

_AGES = (
    (30, "last 30 days"),
    (90, "30 to 90 days"),
    (365, "90 days to a year"),
    (None, "older than a year"),
)
_UNDATED = "without a date"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents and items are of one age; every item is counted once."""

    age: str
    documents: int
    linked: int
    unlinked: int
    finished: int
    """Without a ticket, and done already."""
    unwanted: int
    """Marked as wanting no ticket."""

    @property
    def items(self) -> int:
        """All of them."""
        return self.linked + self.unlinked + self.finished + self.unwanted


def census(postmortems: Sequence[Postmortem], today: date) -> tuple[Tally, ...]:
    """One tally for each age that occurs, the youngest first, documents without a date last."""
    ages = [*(name for _, name in _AGES), _UNDATED]
    groups: dict[str, list[Postmortem]] = {name: [] for name in ages}
    for postmortem in postmortems:
        groups[_age(postmortem, today)].append(postmortem)
    return tuple(_tally(name, group) for name, group in groups.items() if group)


def render_census(
    postmortems: Sequence[Postmortem],
    problems: Sequence[Problem],
    policy: Policy,
    today: date,
    console: Console,
    *,
    limit: int,
) -> None:
    """Print the census, and what the first run under `policy` would create and leave alone.

    More creations than `limit` are refused, which is better said before.
    """
    show(console, _lines(postmortems, problems, policy, today, console, limit))


def _lines(
    postmortems: Sequence[Postmortem],
    problems: Sequence[Problem],
    policy: Policy,
    today: date,
    console: Console,
    limit: int,
) -> Iterator[Text]:
    for problem in problem_lines(problems):
        yield from folded(console, problem, 0)
    if not postmortems:
        yield Text("No postmortems were found yet.")
        return
    yield Text().append("Found ", style=STRONG).append(f"{size(postmortems)}:", style=STRONG)
    yield from table(console, _rows(census(postmortems, today)), indent=2, flexible=0)
    yield Text()
    yield from folded(console, Text(_first_run(postmortems, policy, limit)), 0)


def _rows(tallies: Sequence[Tally]) -> list[list[Text]]:
    names = ("documents", "items", "linked", "unlinked", "finished", "unwanted")
    rows = [[Text(), *(Text(name, style=DIM) for name in names)]]
    for tally in tallies:
        numbers = (
            tally.documents,
            tally.items,
            tally.linked,
            tally.unlinked,
            tally.finished,
            tally.unwanted,
        )
        cells = (
            Text(str(number).rjust(len(name))) for number, name in zip(numbers, names, strict=True)
        )
        rows.append([Text(tally.age), *cells])
    return rows


def _first_run(postmortems: Sequence[Postmortem], policy: Policy, limit: int) -> str:
    actions = plan(postmortems, Observed(), policy).actions
    creations = sum(isinstance(action, CreateTicket) for action in actions)
    text = (
        f"The first sync would create {count(creations, 'ticket') if creations else 'no ticket'}."
    )
    if creations > limit:
        text += (
            f" More than {limit} in one run are refused: look at the plan first, then say --allow create,"
            " or raise `create` under [limits]."
        )
    if policy.since is None:
        return text
    old = [p for p in postmortems if p.date is None or p.date < policy.since]
    if not old:
        return text
    return (
        f"{text} {count(len(old), 'document')} from before {policy.since.isoformat()} or without a"
        " date would only be read; change `since`, or say --include-old, to take them in."
    )


def _age(postmortem: Postmortem, today: date) -> str:
    if postmortem.date is None:
        return _UNDATED
    days = (today - postmortem.date).days
    return next(name for limit, name in _AGES if limit is None or days <= limit)


def _tally(age: str, postmortems: Sequence[Postmortem]) -> Tally:
    kinds = [_kind(item) for postmortem in postmortems for item in postmortem.items]
    return Tally(
        age=age,
        documents=len(postmortems),
        linked=kinds.count("linked"),
        unlinked=kinds.count("unlinked"),
        finished=kinds.count("finished"),
        unwanted=kinds.count("unwanted"),
    )


def _kind(item: ActionItem) -> str:
    if item.references:
        return "linked"
    if not item.ticket_wanted:
        return "unwanted"
    if item.is_finished:
        return "finished"
    return "unlinked"
