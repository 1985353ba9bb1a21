"""The object that machines read of a plan or an outcome."""

from __future__ import annotations

import json
from dataclasses import replace

from sync.errors import Problem
from sync.model.report import Ending
from sync.render.json import problem_json, report_json
from tests.sync.render.samples import (
    LOGIN,
    SEARCH,
    a_report,
    created,
    creation,
    done,
    ended,
    link_write,
    notice,
    planned,
    retitling,
    status_write,
)

KEYS = [
    "kind",
    "document",
    "line",
    "title",
    "ticket",
    "field",
    "base",
    "old",
    "new",
    "reason",
    "outcome",
]


def test_a_planned_creation_names_its_title_and_no_ticket_yet() -> None:
    report = report_json(a_report(*planned(creation())))

    assert report["actions"] == [
        {
            "kind": "create_ticket",
            "document": SEARCH,
            "line": 53,
            "title": "Alert on consumer lag",
            "ticket": None,
            "field": None,
            "base": None,
            "old": None,
            "new": "Alert on consumer lag",
            "reason": "no ticket yet; owner mara",
            "outcome": "planned",
        }
    ]


def test_a_created_ticket_is_named_and_its_link_is_an_action_of_its_own() -> None:
    create, link = creation(), link_write(12, line=53)

    actions = report_json(a_report(created(create, 12), *done(link)))["actions"]

    assert isinstance(actions, list)
    assert [(action["kind"], action["ticket"]) for action in actions] == [
        ("create_ticket", "LOCAL-12"),
        ("write_cell", "LOCAL-12"),
    ]
    assert (actions[1]["field"], actions[1]["old"], actions[1]["new"]) == (
        "ticket",
        None,
        "LOCAL-12",
    )


def test_changes_carry_what_was_and_what_comes() -> None:
    actions = report_json(a_report(*planned(status_write(), retitling())))["actions"]

    assert isinstance(actions, list)
    assert [(a["kind"], a["ticket"], a["field"], a["old"], a["new"]) for a in actions] == [
        ("write_cell", "LOCAL-3", "status", "TODO", "**DONE**"),
        ("update_ticket", "LOCAL-4", "title", "Purge by key", "Purge everywhere"),
    ]


def test_a_notice_without_a_document_has_neither_document_nor_line() -> None:
    report = report_json(a_report(notices=(notice(document="", line=None),)))

    assert report["actions"] == [
        {
            "kind": "notice",
            "document": None,
            "line": None,
            "title": "Ask the vendor",
            "ticket": "LOCAL-9",
            "field": None,
            "base": None,
            "old": None,
            "new": None,
            "reason": "the status 'FAILED' stays",
            "outcome": None,
        }
    ]


def test_every_action_has_the_same_keys_in_the_same_order() -> None:
    every = planned(creation(), status_write(), link_write(), retitling())

    actions = report_json(a_report(*every, notices=(notice(),)))["actions"]

    assert isinstance(actions, list)
    assert [list(action) for action in actions] == [KEYS] * 5
    assert [action["document"] for action in actions] == [SEARCH] * 4 + [LOGIN]


def test_the_summary_adds_up_to_the_actions() -> None:
    report = a_report(
        *planned(status_write()),
        created(creation(), 1),
        *ended(Ending.FAILED, "no", retitling()),
        *ended(Ending.IN_DOUBT, "lost", creation(line=1)),
        *ended(Ending.HELD, "branch", creation(line=2)),
        *ended(Ending.REFUSED, "limit", creation(line=3), creation(line=4)),
        *ended(Ending.LEFT, "later", creation(line=5)),
        notices=(notice(),),
        skipped={"finished without a ticket": 9, "needing no ticket": 2},
        requests={"local": 4},
    )

    written = report_json(report)

    assert written["summary"] == {
        "create": 1,
        "update": 0,
        "write": 1,
        "notice": 1,
        "conflict": 0,
        "skipped": 11,
        "failed": 1,
        "in_doubt": 1,
        "held": 1,
        "left": 1,
        "refused": 2,
        "problems": 0,
    }
    assert (written["version"], written["requests"]) == (1, {"local": 4})


def test_the_reason_of_what_did_not_end_well_is_why_not() -> None:
    failed = ended(Ending.FAILED, "the tracker said no", creation())
    doubtful = ended(Ending.IN_DOUBT, "the answer was lost", creation(line=54))

    actions = report_json(a_report(*failed, *doubtful))["actions"]

    assert isinstance(actions, list)
    assert [(action["outcome"], action["reason"]) for action in actions] == [
        ("failed", "the tracker said no"),
        ("in_doubt", "the answer was lost"),
    ]


def test_what_was_special_about_a_success_follows_its_reason() -> None:
    result = replace(created(creation(), 3), detail="found after a lost answer")

    actions = report_json(a_report(result))["actions"]

    assert isinstance(actions, list)
    assert actions[0]["reason"] == "no ticket yet; owner mara; found after a lost answer"


def test_a_problem_without_a_remedy_has_none() -> None:
    assert problem_json(Problem("a.md", None, "is a folder", ""))["remedy"] is None


def test_unreadable_documents_are_in_it() -> None:
    report = report_json(a_report(problems=(Problem("a.md", 3, "no UTF-8", "save it anew"),)))

    assert report["problems"] == [
        {"path": "a.md", "line": 3, "found": "no UTF-8", "remedy": "save it anew"}
    ]


def test_it_is_plain_json() -> None:
    report = report_json(a_report(*planned(creation(), status_write()), notices=(notice(),)))

    assert json.loads(json.dumps(report)) == report
