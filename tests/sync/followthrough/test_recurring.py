"""Work that was promised before is found, however it is put, and nothing else is."""

from __future__ import annotations

import time
from datetime import date

import pytest

from sync.followthrough.model import Recurring
from sync.model.postmortem import Postmortem, Status
from tests.sync.followthrough.knowing import a_ticket, told
from tests.sync.plan.making import a_postmortem, an_item, linked


def documents(*titles: str) -> tuple[Postmortem, ...]:
    return tuple(
        a_postmortem(
            an_item(title),
            path=f"postmortems/{number}.md",
            date=date(2026, 1 + number, 1),
        )
        for number, title in enumerate(titles)
    )


def places(group: Recurring) -> list[str]:
    return [item.document.removeprefix("postmortems/") for item in group.items]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Alert on replication lag of the orders database",
            "alert on replication lag of orders databases.",
        ),
        (
            "Add an alert for disk usage on db hosts",
            "Add alerts for the disk usage on all db hosts",
        ),
        ("为支付服务添加数据库复制延迟的告警", "为支付服务添加数据库复制延迟告警"),
    ],
)
def test_nearly_the_same_text_is_found_in_different_documents(one: str, other: str) -> None:
    (group,) = told(*documents(one, "Something else entirely happens here", other)).recurring

    assert places(group) == ["0.md", "2.md"]
    assert (group.title, group.shares_ticket) == (one, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alert on lag of queue 3 in the shop", "Alert on lag of queue 4 in the shop"),
        ("Add tests", "Add tests"),
        (
            "Move the cron job of billing to the new cluster",
            "Move the backups of billing to the old cluster",
        ),
    ],
)
def test_what_is_about_something_else_or_says_too_little_is_not(one: str, other: str) -> None:
    assert told(*documents(one, other)).recurring == ()


def test_the_same_text_twice_in_one_document_is_no_recurrence() -> None:
    text = "Alert on replication lag of the database"

    assert told(a_postmortem(an_item(text, 1), an_item(text, 2))).recurring == ()


def test_items_of_several_documents_that_link_one_ticket_are_one_work() -> None:
    first = a_postmortem(linked(an_item("Split the database")), date=date(2026, 1, 1))
    second = a_postmortem(linked(an_item("Shard orders")), path="postmortems/b.md")

    (group,) = told(second, first, tickets=(a_ticket(),)).recurring

    assert (group.shares_ticket, group.title) == (True, "Split the database")


def test_what_was_closed_before_and_is_open_again_comes_first() -> None:
    done, again = documents(*["Alert on replication lag of the database"] * 2)
    closed = a_postmortem(
        an_item(done.items[0].title, status=Status.DONE), path=done.path, date=done.date
    )
    others = documents(*["Write a runbook for the image cache"] * 3)
    others = tuple(
        a_postmortem(*one.items, path=f"other/{number}.md") for number, one in enumerate(others)
    )

    first, second = told(*others, closed, again).recurring

    assert (len(first.items), len(second.items)) == (2, 3)


def test_ten_thousand_items_of_few_words_are_compared_in_seconds() -> None:
    verbs = ["Alert on", "Document", "Remove", "Load-test", "Automate", "Rehearse", "Split", "Move"]
    things = ["balancer", "database", "resizer", "replica", "cron", "index", "queue", "zone"]
    ends = ["in one region", "on every node", "while cold", "during migrations", "for a month"]
    titles = [
        f"{verbs[n % 8]} the {things[n // 8 % 8]} and the {things[n // 64 % 8]} {ends[n // 512 % 5]} {'soon' * (n // 2560 % 4)}"
        for n in range(10_000)
    ]
    many = [
        a_postmortem(
            *[an_item(title, line) for line, title in enumerate(titles[n : n + 10])], path=f"{n}.md"
        )
        for n in range(0, 10_000, 10)
    ]

    begin = time.process_time()
    report = told(*many)

    assert report.recurring
    assert (
        time.process_time() - begin < 30
    )  # about three seconds; comparing all with all takes minutes
