"""What machines read of the documents."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from sync.errors import Problem
from sync.identity import marker
from sync.model.postmortem import Postmortem, Status
from sync.render.items import items_csv, items_json
from tests.sync.render.documents import FULL, LINKED, a_postmortem, an_item


def documents(*postmortems: Postmortem) -> list[dict[str, Any]]:
    written = json.loads(json.dumps(items_json(postmortems, (), "acme/shop")))
    found: list[dict[str, Any]] = written["documents"]
    return found


def the_item(postmortem: Postmortem) -> dict[str, Any]:
    (document,) = documents(postmortem)
    (item,) = document["items"]
    return dict(item)


def rows(*postmortems: Postmortem) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(items_csv(postmortems, "acme/shop"))))


class TestJson:
    def test_a_full_item_has_everything_as_it_is_written(self) -> None:
        postmortem = a_postmortem(LINKED)

        assert documents(postmortem) == [
            {
                "path": "postmortems/a.md",
                "title": "Outage",
                "date": "2026-11-03",
                "items": [
                    {
                        "key": marker("acme/shop", postmortem, LINKED, 0).key,
                        "line": 12,
                        "end_line": 13,
                        "title": "Fail the health check",
                        "owners": ["tomas", "mara"],
                        "tickets": ["acme/shop#12", "OPS-7"],
                        "urls": ["https://github.com/acme/shop/issues/12"],
                        "ticket_wanted": True,
                        "status": "done",
                        "type": "detect",
                        "priority": "P1",
                        "due": "next week",
                        "section": "Action Items",
                    }
                ],
            }
        ]

    def test_what_a_document_does_not_say_is_null(self) -> None:
        (document,) = documents(a_postmortem(an_item(), title=None, date=None))

        assert (document["title"], document["date"]) == (None, None)
        (item,) = document["items"]
        assert [name for name, value in item.items() if value is None] == [
            "status",
            "type",
            "priority",
            "due",
            "section",
        ]
        assert (item["owners"], item["tickets"], item["urls"]) == ([], [], [])

    @pytest.mark.parametrize("status", Status)
    def test_only_statuses_of_the_work_are_told(self, status: Status) -> None:
        told = the_item(a_postmortem(an_item(status=status)))["status"]

        assert told == ("unknown" if status is Status.VANISHED else status.value)

    def test_equal_texts_of_a_document_have_keys_of_their_own_in_its_order(self) -> None:
        first, second = an_item("Add an alert"), an_item("add an alert.", line=11)
        postmortem = a_postmortem(first, second)

        (document,) = documents(postmortem)

        assert [item["key"] for item in document["items"]] == [
            marker("acme/shop", postmortem, first, 0).key,
            marker("acme/shop", postmortem, first, 1).key,
        ]

    def test_equal_texts_of_two_documents_have_different_keys(self) -> None:
        one, other = documents(a_postmortem(an_item()), a_postmortem(an_item(), path="b.md"))

        assert one["items"][0]["key"] != other["items"][0]["key"]

    def test_problems_stand_beside_the_documents(self) -> None:
        written = items_json((), (Problem("a.md", None, "is a folder", "name a file"),), "")

        assert written == {
            "version": 1,
            "documents": [],
            "problems": [
                {"path": "a.md", "line": None, "found": "is a folder", "remedy": "name a file"}
            ],
        }


class TestCsv:
    def test_there_is_a_row_for_each_item_with_the_document_it_is_from(self) -> None:
        first, second = rows(FULL)

        assert (first["document"], first["date"], first["line"]) == (
            "postmortems/a.md",
            "2026-11-03",
            "10",
        )
        assert (second["owners"], second["tickets"]) == ("tomas; mara", "acme/shop#12; OPS-7")
        assert (second["ticket_wanted"], second["status"], first["status"]) == ("true", "done", "")

    def test_without_items_there_are_only_the_names(self) -> None:
        assert items_csv((a_postmortem(),), "").startswith("document,date,key,line,")
        assert rows(a_postmortem()) == []

    def test_commas_quotes_and_line_ends_do_not_break_a_row(self) -> None:
        (row,) = rows(a_postmortem(an_item('Say "no", twice\nor more')))

        assert row["title"] == 'Say "no", twice\\nor more'

    def test_no_cell_becomes_a_formula(self) -> None:
        evil = '=HYPERLINK("http://evil.example","click")'
        item = an_item(evil, owners=("@-x",), priority="+1", due="@now", section="\t=1")

        (row,) = rows(a_postmortem(item, path="=a.md"))

        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
        assert row["title"] == f"'{evil}"
