"""What `check` and `report` go by, and what a document says of itself: what postmortems have to have, and how long work may take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from config.table import Table
from config.values import Word, listed

Part = Literal[
    "summary",
    "impact",
    "root causes",
    "trigger",
    "resolution",
    "detection",
    "action items",
    "lessons learned",
    "timeline",
]


class Check(Table):
    """`[check]`: what every postmortem has to have, and how much each rule matters."""

    rules: dict[str, Literal["error", "warning", "note", "off"]] = Field(
        {}, examples=[{"item-several-owners": "off"}]
    )
    sections: Annotated[tuple[Part, ...], BeforeValidator(listed)] = Field(
        ("summary", "impact", "root causes", "action items", "timeline"),
        examples=[["summary", "impact", "root causes", "action items", "timeline"]],
    )
    metadata: Annotated[
        tuple[Literal["title", "date", "authors", "status", "severity"], ...],
        BeforeValidator(listed),
    ] = Field(("title", "date"), examples=[["title", "date"]])
    publish_within: int = Field(30, ge=1, le=3650, examples=[30])
    """Days from an incident until its postmortem should be out."""
    ticket_within: int = Field(14, ge=0, le=3650, examples=[14])
    """Days from an incident until every action item should have its ticket."""
    longest_item: int = Field(400, ge=40, le=100_000, examples=[400])
    """Characters of an action item."""


class DocumentStatus(Table):
    """`[document_status]`: whether the status of a document that is complete is kept true."""

    keep: bool = Field(False, examples=[False])
    in_progress: Word = Field(
        "Complete, action items in progress", examples=["Complete, action items in progress"]
    )
    done: Word = Field(
        "Complete, all action items done", examples=["Complete, all action items done"]
    )


Days = Annotated[int, Field(ge=1, le=3650)]


class Sla(Table):
    """`[sla]`: within how many days items are to be done, counted from the day on which they were opened; nobody has to without it."""

    preset: Literal["pagerduty", "atlassian"] | None = Field(None, examples=["pagerduty"])
    """What others promise: 15 days for the highest priority and 30 for the next, or 28 and 56."""
    days: dict[str, Days] = Field({}, examples=[{"P0": 15, "P1": 30}])
    """By priority; before what the preset says."""
    default: Days | None = Field(None, examples=[90])
    """For items without a priority, or with one that nobody can place."""
