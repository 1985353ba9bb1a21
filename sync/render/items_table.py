"""What was understood from the documents, for people: a table per document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from sync.errors import Problem
from sync.model.postmortem import ActionItem, Postmortem, Status
from sync.policy import COLUMN_WORDS
from sync.render.items import plain_owners
from sync.render.summary import WHERE_TO_LOOK, count, problem_lines, size
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, cut, folded, safe, show, table

_TITLE = 1
"""Index of the column that gives way on a narrow terminal."""


def render_items(
    postmortems: Sequence[Postmortem], problems: Sequence[Problem], console: Console
) -> None:
    """Print every document with its items, what could not be read, and the totals."""
    show(console, _lines(postmortems, problems, console))


def heading(postmortem: Postmortem, console: Console) -> Text:
    """A document's own line: the path, then date and title as far as they are known."""
    day = postmortem.date.isoformat() if postmortem.date else ""
    known = "  ".join(safe(part) for part in (day, postmortem.title or "") if part)
    text = Text().append(safe(postmortem.path), style=STRONG)
    room = console.width - text.cell_len - 2
    return text.append("  ").append_text(cut(Text(known, style=DIM), room)) if known else text


def status_words(item: ActionItem) -> str:
    """The status in our words; of a mark that means none of them, the mark."""
    if item.status is None:
        return ""
    if item.status is Status.UNKNOWN:
        return f"? {item.status_text or ''}".strip()
    return COLUMN_WORDS[item.status].lower()


def remarks(postmortem: Postmortem, console: Console) -> Iterator[Text]:
    """What in the document hides or blurs something, each with its line."""
    for remark in postmortem.remarks:
        text = Text().append("! ", style=BAD).append(f"line {remark.line}  ", style=DIM)
        yield from folded(console, text.append(safe(remark.text)), 2)


def totals(
    postmortems: Sequence[Postmortem], problems: Sequence[Problem], console: Console
) -> Iterator[Text]:
    """The closing lines: what could not be read, and how much was found."""
    lines = [*problem_lines(problems), Text(_sentence(postmortems, problems))]
    for text in lines:
        yield from folded(console, text, 0)


def _lines(
    postmortems: Sequence[Postmortem], problems: Sequence[Problem], console: Console
) -> Iterator[Text]:
    for postmortem in postmortems:
        yield heading(postmortem, console)
        if postmortem.items:
            yield from table(console, _rows(postmortem.items), indent=2, flexible=_TITLE)
        else:
            yield Text("  no action items", style=DIM)
        yield from remarks(postmortem, console)
        yield Text()
    yield from totals(postmortems, problems, console)


def _rows(items: Iterable[ActionItem]) -> list[list[Text]]:
    names = ("line", "item", "owner", "ticket", "status", "priority", "due")
    rows = [[Text(safe(cell)) for cell in _cells(item)] for item in items]
    used = [any(row[index].plain for row in rows) for index in range(len(names))]
    header = [
        Text(name if shown else "", style=DIM) for name, shown in zip(names, used, strict=True)
    ]
    digits = max(len(row[0]) for row in [*rows, header])
    for row, item in zip(rows, items, strict=True):
        row[0] = Text(row[0].plain.rjust(digits), style=DIM)
        row[4].stylize(_status_style(item.status))
    return [header, *rows]


def _cells(item: ActionItem) -> tuple[str, ...]:
    return (
        str(item.line),
        item.title,
        ", ".join(plain_owners(item)),
        _tickets(item),
        status_words(item),
        item.priority or "",
        item.due or "",
    )


def _tickets(item: ActionItem) -> str:
    named = [reference.ref.id for reference in item.references]
    named += [f"? {text}" for text in item.unrecognised]
    return ", ".join(named) if named or item.ticket_wanted else "none wanted"


def _status_style(status: Status | None) -> str:
    if status is None:
        return ""
    return ADD if status.is_final else CHANGE


def _sentence(postmortems: Sequence[Postmortem], problems: Sequence[Problem]) -> str:
    items = [item for postmortem in postmortems for item in postmortem.items]
    if not postmortems:
        found = (
            f"No postmortems were found; {WHERE_TO_LOOK}"
            if not problems
            else "No postmortem could be read."
        )
    elif not items:
        found = f"No action items in {count(len(postmortems), 'document')}"
    else:
        linked = sum(bool(item.references) for item in items)
        found = f"{size(postmortems)}, {linked} with a ticket"
        if unclear := sum(bool(item.unrecognised and not item.references) for item in items):
            found += f", {unclear} with a reference that nobody recognises (?)"
    unread = f"; {count(len(problems), 'document')} could not be read" if problems else ""
    return f"{found}{unread}."
