"""A plan or an outcome for people: per document, per item, what was there and what comes, then one line that sums up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from sync.model.action import Action, CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report, Result
from sync.model.ticket import Draft, Owner
from sync.render.outline import Entry, ItemResults, outline
from sync.render.sides import sided
from sync.render.summary import closing
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, cut, folded, safe, show

_NO_DOCUMENT = "Tickets that no item links"
_HEAD = 2
_BODY = 6
_UNTOUCHED = (Ending.HELD, Ending.REFUSED, Ending.LEFT)
_LOST = (Ending.FAILED, Ending.IN_DOUBT)


def render_report(
    report: Report,
    console: Console,
    *,
    applied: bool,
    postmortems: Sequence[Postmortem] | None = None,
    undoing: bool = False,
) -> None:
    """Print what would be done or, if `applied`, what was done; `undoing` an earlier run.

    `postmortems` are those that the run was about; they are only counted.
    """
    show(console, _body(report, console, applied=applied))
    ending = closing(report, console, applied=applied, postmortems=postmortems, undoing=undoing)
    show(console, ending)


def _body(report: Report, console: Console, *, applied: bool) -> Iterator[Text]:
    for document, entries in outline(report):
        told = tuple(entry for entry in entries if not (applied and _is_untouched(entry)))
        if told:
            yield Text(safe(document) or _NO_DOCUMENT, style=STRONG)
            yield from _Document(console, told).lines()
            yield Text()


def _is_untouched(entry: Entry) -> bool:
    """Whether nothing came of it: after a run, the closing lines count such entries."""
    return isinstance(entry, ItemResults) and all(
        result.ending in _UNTOUCHED for result in entry.results
    )


class _Document:
    """The lines of one document. A reason that several writes failed for is told once."""

    def __init__(self, console: Console, entries: Sequence[Entry]) -> None:
        self._console = console
        self._entries = entries
        self._digits = max((len(str(entry.line)) for entry in entries if entry.line), default=0)
        self._told: set[str] = set()

    def lines(self) -> Iterator[Text]:
        for entry in self._entries:
            if isinstance(entry, Notice):
                yield self._head("!", BAD, entry.line, entry.title)
                yield from self._fold(Text(safe(entry.reason)))
            else:
                yield from self._item(entry)

    def _item(self, item: ItemResults) -> Iterator[Text]:
        sign, style = _sign(item)
        yield self._head(sign, style, item.line, _title(item), _ticket_name(item))
        for result in item.results:
            yield from self._fold(self._result(result, item))
            if isinstance(result.action, CreateTicket) and result.ending is Ending.PLANNED:
                for edit in result.action.follows:
                    yield from self._fold(_reasoned(edit_line(edit), edit, item))

    def _head(self, sign: str, style: str, line: int | None, title: str, ticket: str = "") -> Text:
        head = Text(" " * _HEAD).append(sign, style=style).append(" ")
        if line is not None:
            head.append(f"line {line:>{self._digits}}  ", style=DIM)
        tail = Text(f"  {safe(ticket)}" if ticket else "", style=DIM)
        room = self._console.width - head.cell_len - tail.cell_len - 2
        if title:
            head.append('"').append_text(cut(Text(safe(title)), room)).append('"')
        else:
            head.rstrip()
        return head.append_text(tail)

    def _fold(self, text: Text) -> Iterator[Text]:
        return folded(self._console, text, _BODY)

    def _result(self, result: Result, item: ItemResults) -> Text:
        text = what(result)
        if result.ending in _LOST:
            return text.append(f"  {self._failure(result)}", style=BAD)
        if result.ending in _UNTOUCHED:
            return text.append(f"  ({result.ending.value}, see below)", style=CHANGE)
        return _reasoned(text, result.action, item)

    def _failure(self, result: Result) -> str:
        if result.detail in self._told:
            return f"{result.ending.value}, for the same reason"
        self._told.add(result.detail)
        return f"{result.ending.value}: {safe(result.detail)}"


def _sign(item: ItemResults) -> tuple[str, str]:
    if any(result.ending in _LOST for result in item.results):
        return "!", BAD
    if any(isinstance(result.action, CreateTicket) for result in item.results):
        return "+", ADD
    return "~", CHANGE


def _title(item: ItemResults) -> str:
    action = item.results[0].action
    return action.draft.text if isinstance(action, CreateTicket) else action.title


def _ticket_name(item: ItemResults) -> str:
    """The ticket that the changes are about, unless one of them names it."""
    action = item.results[0].action
    if isinstance(action, CreateTicket) or action.ticket is None or _is_link(action):
        return ""
    return action.ticket.id


def _is_link(action: Action) -> bool:
    return isinstance(action, WriteCell) and action.field is Field.TICKET


def _reasoned(text: Text, action: Action, item: ItemResults) -> Text:
    """The text with the reason; a creation tells it by its fields, and the link that follows it needs none."""
    created = any(isinstance(result.action, CreateTicket) for result in item.results)
    if isinstance(action, CreateTicket) or (created and _is_link(action)):
        return text
    return text.append(f"  ({safe(action.reason)})", style=DIM)


def what(result: Result) -> Text:
    """What an action does or did, without its reason."""
    action = result.action
    match action:
        case CreateTicket():
            return _creation(action, result)
        case UpdateTicket():
            return _change(sided(action.field, in_ticket=True), action.old, action.new)
        case WriteCell():
            return edit_line(action)
        case Notice():
            return Text(safe(action.reason))


def _creation(action: CreateTicket, result: Result) -> Text:
    text = Text()
    if result.ending is Ending.DONE and result.ticket is not None:
        text.append(f"created {safe(result.ticket.ref.id)}", style=ADD)
        if result.detail:
            text.append(f" ({safe(result.detail)})", style=DIM)
    else:
        where = f" in {safe(action.draft.destination)}" if action.draft.destination else ""
        text.append(f"create {safe(action.tracker)} ticket{where}")
    draft = action.draft
    if _has_title_of_its_own(draft):
        text.append(f' "{safe(draft.title)}"')
    for name, value in _fields(draft):
        text.append(", ").append(f"{name} ", style=DIM).append(safe(value))
    return text if draft.owners else text.append(", ").append("unassigned", style=CHANGE)


def _has_title_of_its_own(draft: Draft) -> bool:
    """Whether the ticket's title is more than the item's text, whole or cut."""
    return draft.title != draft.text and not draft.title.endswith("…")


def _fields(draft: Draft) -> Iterator[tuple[str, str]]:
    if draft.owners:
        yield "owner", " and ".join(_owner(owner) for owner in draft.owners)
    for name, value in (("type", draft.type), ("priority", draft.priority), ("due", draft.due)):
        if value:
            yield name, value


def _owner(owner: Owner) -> str:
    if owner.identity in ("", owner.name):
        return owner.name
    return f"{owner.name} ({owner.identity})"


def edit_line(edit: WriteCell) -> Text:
    """What an edit of a document puts in the place of what."""
    text = _change(sided(edit.field, in_ticket=False), edit.old, edit.new)
    return text.append("  (in a new column)", style=DIM) if edit.new_column else text


def _change(what: str, old: str, new: str) -> Text:
    text = Text(f"{what}: ")
    text.append(safe(old) or "(none)", style="" if old else DIM)
    return text.append(" → ", style=DIM).append(safe(new) or "(none)")
