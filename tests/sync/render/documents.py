"""Postmortems as a document connector understands them."""

from __future__ import annotations

from datetime import date

from sync.model.postmortem import (
    ActionItem,
    Form,
    Postmortem,
    Reference,
    Skipped,
    Status,
    StatusPlace,
    TicketRef,
)


def an_item(title: str = "Add an alert", line: int = 10, **fields: object) -> ActionItem:
    given: dict[str, object] = {"form": Form.BULLET, "end_line": line, **fields}
    return ActionItem(title=title, line=line, **given)  # type: ignore[arg-type]


def a_postmortem(
    *items: ActionItem, path: str = "postmortems/a.md", **fields: object
) -> Postmortem:
    given: dict[str, object] = {"title": "Outage", "date": date(2026, 11, 3), **fields}
    return Postmortem(path=path, revision="1", items=items, **given)  # type: ignore[arg-type]


LINKED = an_item(
    "Fail the health check",
    line=12,
    end_line=13,
    form=Form.TABLE_ROW,
    owners=("@tomas", "mara@"),
    references=(
        Reference(TicketRef("github", "acme/shop#12"), "https://github.com/acme/shop/issues/12"),
        Reference(TicketRef("jira", "OPS-7")),
    ),
    status=Status.DONE,
    status_text="**DONE**",
    type="detect",
    priority="P1",
    due="next week",
    section="Action Items",
    status_place=StatusPlace.COLUMN,
    status_has_place=True,
)

FULL = a_postmortem(
    an_item(section="Action Items"),
    LINKED,
    authors=("Mara Lindqvist",),
    status="Complete",
    severity="SEV-2",
    skipped=(Skipped(40, "Actions taken", "tells what was done, not what is to do"),),
)
