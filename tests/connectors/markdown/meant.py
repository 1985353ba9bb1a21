"""What the property tests and the fuzzer share: the links that a document lacks, and whether an edit said what was meant."""

from __future__ import annotations

from collections.abc import Sequence

from sync.identity import text_hash
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Status
from tests.connectors.markdown.writing import link

STATUSES = (
    Status.OPEN,
    Status.IN_PROGRESS,
    Status.DONE,
    Status.WONT_DO,
    Status.DUPLICATE,
)


def links(items: Sequence[ActionItem]) -> list[WriteCell]:
    """A link for every item that lacks one, to tickets with a page and without."""
    return [
        link(item, number + 100, page=number % 2 == 0)
        for number, item in enumerate(items)
        if not (item.references or item.unrecognised or item.unclear) and item.ticket_wanted
    ]


def assert_meant(
    before: Sequence[ActionItem], after: Sequence[ActionItem], cells: Sequence[WriteCell]
) -> None:
    """The same items, with the references and statuses of the cells, and with nothing else that is new."""
    assert [text_hash(item) for item in after] == [text_hash(item) for item in before]
    for old, new in zip(before, after, strict=True):
        own = [cell for cell in cells if (cell.line, cell.title) == (old.line, old.title)]
        references, status = [one.ref for one in old.references], old.status
        for cell in own:
            if cell.field is Field.TICKET:
                references = [cell.ticket]
            else:
                status = cell.status
        assert [one.ref for one in new.references] == references
        assert new.status == status
        assert _told(new) == _told(old)


def _told(item: ActionItem) -> tuple[object, ...]:
    return (
        item.title,
        item.lead,
        item.owners,
        item.form,
        item.section,
        item.type,
        item.priority,
        item.due,
        item.unrecognised,
        item.ticket_wanted,
    )
