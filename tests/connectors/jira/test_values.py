"""Values of the settings and of documents, in the form that each kind of field takes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.jira.meta import FieldMeta
from connectors.jira.values import Unfit, value_for


def field(kind: str, items: str | None = None, **more: Any) -> FieldMeta:
    form = {"type": kind} | ({"items": items} if items else {})
    return FieldMeta.model_validate({"id": "f", "name": "F", "schema": form, **more})


def document(text: str) -> object:
    return {"doc": text}


OPTIONS = ({"id": "1", "value": "SRE"}, {"id": "2", "value": "Web"})


@pytest.mark.parametrize(
    ("meta", "value", "sent"),
    [
        (field("string"), "x", "x"),
        (field("string"), 3, "3"),
        (field("number"), "3", 3.0),
        (field("number"), 2.5, 2.5),
        (field("option", allowedValues=OPTIONS), "sre", {"id": "1"}),
        (field("option", allowedValues=OPTIONS), "2", {"id": "2"}),
        (
            field("array", "option", allowedValues=OPTIONS),
            ["web", "SRE"],
            [{"id": "2"}, {"id": "1"}],
        ),
        (field("array", "string"), "one", ["one"]),
        (field("array", "group"), ["sre"], [{"name": "sre"}]),
        (field("group"), "sre", {"name": "sre"}),
        (field("version"), "1.0", {"name": "1.0"}),
        (field("project"), "OPS", {"key": "OPS"}),
        (field("date"), date(2026, 12, 1), "2026-12-01"),
        (field("any"), date(2026, 12, 1), "2026-12-01"),
        (
            field("datetime"),
            datetime(2026, 12, 1, 10, 0, tzinfo=UTC),
            "2026-12-01T10:00:00.000+0000",
        ),
        (field("any"), {"value": date(2026, 12, 1)}, {"value": "2026-12-01"}),
        (field("option-with-child", allowedValues=OPTIONS), "SRE", {"id": "1"}),
        (
            field("option-with-child", allowedValues=OPTIONS),
            "SRE / Berlin",
            {"id": "1", "child": {"value": "Berlin"}},
        ),
    ],
)
def test_each_kind_has_a_form_of_its_own(meta: FieldMeta, value: object, sent: object) -> None:
    assert value_for(meta, value, document) == sent


@pytest.mark.parametrize(
    ("meta", "value", "told"),
    [
        (field("number"), "many", "takes a number, not 'many'"),
        (field("number"), "nan", "takes a number, not 'nan'"),
        (field("number"), "1e999", "takes a number"),
        (field("any"), {"x": float("inf")}, "takes a number"),
        (field("string"), ["a", "b"], "takes one value, not a list"),
        (field("option", allowedValues=OPTIONS), "Ops", "it takes SRE, Web"),
        (field("option", allowedValues=()), "Ops", "it takes nothing"),
    ],
)
def test_what_a_field_does_not_take_is_told(meta: FieldMeta, value: object, told: str) -> None:
    with pytest.raises(Unfit, match=told):
        value_for(meta, value, document)
