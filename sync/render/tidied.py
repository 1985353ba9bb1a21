"""What `fmt` did or would do, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from sync.errors import Problem
from sync.model.postmortem import Skipped
from sync.ports import Tidied
from sync.render.json import problem_json
from sync.render.summary import count, problem_lines
from sync.render.terminal import CHANGE, DIM, folded, safe, show

_LONGEST_TITLE: Final = 60


def render_tidied(
    documents: Sequence[Tidied],
    problems: Sequence[Problem],
    held: Mapping[str, int],
    console: Console,
    *,
    dry: bool,
) -> None:
    """Print a line per document that changed or would, what was left as it is, what could not be read, and the totals.

    `held` counts, by the reason, the documents that were not looked at.
    """
    show(console, _lines(documents, problems, held, console, dry=dry))


def tidied_json(documents: Sequence[Tidied], problems: Sequence[Problem]) -> dict[str, object]:
    """The object that `fmt` prints with `--format json`."""
    return {
        "version": 1,
        "documents": [
            {
                "path": one.path,
                "changed": one.changed,
                "tables": list(one.tables),
                "converted": one.converted,
                "skipped": [
                    {"line": left.line, "title": left.text, "reason": left.reason}
                    for left in one.skipped
                ],
            }
            for one in documents
        ],
        "problems": [problem_json(problem) for problem in problems],
    }


def _lines(
    documents: Sequence[Tidied],
    problems: Sequence[Problem],
    held: Mapping[str, int],
    console: Console,
    *,
    dry: bool,
) -> Iterator[Text]:
    for one in documents:
        if one.changed:
            verb = "would be tidied" if dry else "tidied"
            yield Text(f"{safe(one.path)}: {verb} ({', '.join(_changes(one))})", style=CHANGE)
        for left in one.skipped:
            yield from folded(console, Text(_left(one.path, left)), 0)
    yield from problem_lines(problems)
    yield Text(_total(documents, dry=dry), style=DIM)
    for reason, number in held.items():
        if number:
            why = reason.removeprefix("in documents ")
            yield Text(f"left alone: {count(number, 'document')} {why}", style=DIM)


def _changes(one: Tidied) -> Iterator[str]:
    if one.tables:
        yield f"{_plural(one.tables, 'table')} at line {_joined(one.tables)}"
    if one.lists:
        items = count(one.converted, "item")
        yield f"{_plural(one.lists, 'list')} at line {_joined(one.lists)} to table, {items}"


def _plural(lines: Sequence[int], noun: str) -> str:
    return noun if len(lines) == 1 else f"{noun}s"


def _joined(lines: Sequence[int]) -> str:
    return " and ".join(str(line) for line in lines)


def _left(path: str, left: Skipped) -> str:
    title = left.text[:_LONGEST_TITLE] + ("…" if len(left.text) > _LONGEST_TITLE else "")
    told = f" ({safe(title)})" if title else ""
    return f"{safe(path)}:{left.line}: left as it is: {safe(left.reason)}{told}"


def _total(documents: Sequence[Tidied], *, dry: bool) -> str:
    changed = sum(one.changed for one in documents)
    if not changed:
        return "nothing to tidy"
    return f"{count(changed, 'document')} {'would be ' if dry else ''}tidied"
