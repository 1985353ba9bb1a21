"""`pm-sync remind` through services for notifications, and what it says where nobody can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.calendar import it_is
from tests.fakes.program import Done, Program
from tests.fakes.webhook import Webhook, webhook

DOCUMENT = """\
# Checkout was down <!channel>

Date: 2026-11-02

## Action items

| Action item | Owner | Due | Ticket | Status |
|---|---|---|---|---|
| Alert on lag, tell @everyone and <!here> | Ann Lee | 2026-11-10 | | |
| Fix the retry | Bob | 2026-11-25 | | |
| Ask the vendor | | 2026-11-20 | | |
| Rewrite it | Bob | 2027-05-01 | | |
"""
MONDAY, LATER, WEEK = "2026-11-23T09:00", "2026-11-26T09:00", "2026-11-30T09:00"


@pytest.fixture
def service() -> Iterator[Webhook]:
    with webhook() as world:
        yield world


@pytest.fixture
def shop(tmp_path: Path, service: Webhook) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    program.write("pm-sync.toml", '[remind]\nchannels = ["notify"]\n')
    program.environ["PM_SYNC_REMIND__URLS"] = service.url
    program("sync")
    return program


def remind(program: Program, moment: str, *arguments: str, **environ: str) -> Done:
    with it_is(moment):
        return program("remind", "--format", "json", *arguments, cwd=None, **environ)


def reasons(done: Done) -> list[str]:
    return [one["reason"] for one in done.json["messages"]]


def test_one_message_tells_everybody_what_is_late_and_a_dry_run_none(
    shop: Program, service: Webhook
) -> None:
    dry = remind(shop, MONDAY)
    assert (dry.code, service.took) == (0, [])
    assert not (shop.root / ".pm-sync/reminded.json").exists()

    done = remind(shop, MONDAY, "--send")

    assert done.code == 0, done.err
    (message,) = service.took
    assert message["title"] == "Postmortem action items: 2 overdue, 1 due soon"
    body = message["message"]
    assert body == done.json["messages"][0]["text"].partition("\n")[2]
    assert body == dry.json["messages"][0]["text"].partition("\n")[2]
    assert body.index("Ann Lee (1)") < body.index("Bob (1)") < body.index("nobody (1)")
    assert "- 13 days overdue: Alert on lag" in body
    assert "- due in 2 days: Fix the retry (LOCAL-2)" in body
    assert "Rewrite it" not in body


def test_nothing_in_it_calls_people_who_are_not_meant(shop: Program, service: Webhook) -> None:
    remind(shop, MONDAY, "--send")

    body = service.took[0]["message"]
    assert "@everyone" not in body
    assert "<!" not in body


def test_a_second_run_sends_nothing_until_a_week_has_gone_by(
    shop: Program, service: Webhook
) -> None:
    remind(shop, MONDAY, "--send")

    done = remind(shop, LATER, "--send")
    assert reasons(done) == ["notified on 2026-11-23"]
    assert len(service.took) == 1

    remind(shop, WEEK, "--send")
    assert len(service.took) == 2


def test_an_item_that_got_its_ticket_since_is_not_in_another_message(
    shop: Program, service: Webhook
) -> None:
    shop.write(
        "postmortems/b.md",
        "# Images were gone\n\nDate: 2026-11-02\n\n## Action items\n\n- [ ] Check the backups (Bob, due 2026-11-12)\n",
    )
    remind(shop, MONDAY, "--send")
    assert "Check the backups" in service.took[0]["message"]
    shop("sync")
    assert "LOCAL-5" in shop.read("postmortems/b.md")

    remind(shop, LATER, "--send")

    assert len(service.took) == 1
    remind(shop, WEEK, "--send")
    assert "Check the backups (LOCAL-5)" in service.took[1]["message"]
    again = remind(shop, "2026-12-02T09:00", "--send")
    assert reasons(again) == ["notified on 2026-11-30"]


def test_an_item_that_is_given_a_second_ticket_is_not_in_another_message(
    shop: Program, service: Webhook
) -> None:
    remind(shop, MONDAY, "--send")
    shop.write(
        "postmortems/a.md", shop.read("postmortems/a.md").replace("LOCAL-1", "LOCAL-1, LOCAL-4")
    )

    remind(shop, LATER, "--send")

    assert len(service.took) == 1


def test_an_owner_who_is_spelled_otherwise_in_urls_of_is_not_told_again(
    shop: Program, service: Webhook
) -> None:
    for name in ("Ann Lee", "ann lee"):
        shop.write(
            "pm-sync.toml", f'[remind]\nchannels = ["notify"]\nurls_of = {{ "{name}" = "ANN" }}\n'
        )
        remind(shop, MONDAY, "--send", ANN=service.url)

    assert len(service.took) == 2


def test_what_became_due_meanwhile_is_in_a_message_of_its_own(
    shop: Program, service: Webhook
) -> None:
    remind(shop, "2026-11-20T09:00", "--send")

    remind(shop, MONDAY, "--send")

    assert [one["title"] for one in service.took] == [
        "Postmortem action items: 1 overdue, 1 due soon",
        "Postmortem action items: 1 due soon",
    ]
    assert "Fix the retry" in service.took[1]["message"]


def test_a_runner_that_remembers_nothing_sends_nothing_and_begins_to_remember(
    shop: Program, service: Webhook
) -> None:
    first = remind(shop, MONDAY, "--send", CI="true")
    assert first.code == 0
    assert service.took == []
    assert "nothing on this runner tells what was sent before" in reasons(first)[0]

    remind(shop, MONDAY, "--send", CI="true")

    assert len(service.took) == 1


def test_what_failed_is_told_and_only_sent_once_more_by_a_person(
    shop: Program, service: Webhook
) -> None:
    service.status = 500
    first = remind(shop, MONDAY, "--send")
    assert first.code == 1
    assert "json did not take it" in reasons(first)[0]
    service.status = 200

    second = remind(shop, MONDAY, "--send")
    assert reasons(second) == ["tried on 2026-11-23, and failed; --again tries once more"]
    assert len(service.took) == 1

    remind(shop, MONDAY, "--send", "--again")
    remind(shop, MONDAY, "--send", "--again")
    assert len(service.took) == 2


def test_one_service_that_fails_stops_none_of_the_others(shop: Program, service: Webhook) -> None:
    urls = f"json://127.0.0.1:1\n{service.url}"

    done = remind(shop, MONDAY, "--send", PM_SYNC_REMIND__URLS=urls)

    assert done.code == 1
    assert len(service.took) == 1


def test_whoever_has_an_address_of_their_own_is_told_there_and_not_with_the_others(
    shop: Program, service: Webhook
) -> None:
    shop.write("pm-sync.toml", '[remind]\nchannels = ["notify"]\nurls_of = { "bob" = "BOB" }\n')
    with webhook() as bobs:
        remind(shop, MONDAY, "--send", BOB=bobs.url)

        assert "Fix the retry" in bobs.took[0]["message"]
        assert "Alert" not in bobs.took[0]["message"]
    assert "Fix the retry" not in service.took[0]["message"]
    assert "Alert" in service.took[0]["message"]


def test_an_address_is_never_told_and_never_in_the_settings(shop: Program) -> None:
    secret = "json://ann:topsecret@127.0.0.1:1"
    done = remind(shop, MONDAY, "--send", "-v", PM_SYNC_REMIND__URLS=secret)
    assert done.code == 1
    assert "topsecret" not in done.out + done.err
    assert done.json["messages"][0]["where"] == "json"

    del shop.environ["PM_SYNC_REMIND__URLS"]
    shop.write("pm-sync.toml", f'[remind]\nurls = "{secret}"\n')
    refused = shop("remind")
    assert refused.code == 2
    assert "pm-sync.toml:2: `remind.urls` is a secret in a file" in refused.err
    assert "PM_SYNC_REMIND__URLS" in refused.err
    assert "topsecret" not in refused.err


@pytest.mark.parametrize(
    ("settings", "environ", "told"),
    [
        ('channels = ["mail"]', {}, "pm-sync.toml:2"),
        ('quiet = "late"', {}, 'should be hours like "18:00-08:00"'),
        ('timezone = "Mars/Base"', {}, 'should be a time zone like "Europe/Berlin"'),
        ('issue = "shop#7"', {}, "should be an issue like acme/shop#7"),
        ('urls_of = { bob = "slack://x" }', {}, "should be the name of a variable"),
        (
            'channels = ["notify"]\nurls_of = { bob = "BOB" }',
            {},
            'BOB: is not set, and urls_of under [remind] has the address of "bob" there',
        ),
        (
            'channels = ["notify"]',
            {"PM_SYNC_REMIND__URLS": "nonsense://topsecret"},
            "PM_SYNC_REMIND__URLS: address 1 (nonsense) is none that Apprise understands",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused_before_anything_is_sent(
    shop: Program, service: Webhook, settings: str, environ: dict[str, str], told: str
) -> None:
    shop.write("pm-sync.toml", f"[remind]\n{settings}\n")

    done = shop("remind", "--send", cwd=None, **environ)

    assert done.code == 2
    assert told in done.err
    assert "topsecret" not in done.err
    assert service.took == []


def test_without_an_address_it_says_which_variable_is_to_be_set(shop: Program) -> None:
    done = remind(shop, MONDAY, "--send", PM_SYNC_REMIND__URLS="")

    assert reasons(done) == ["there is no address: set PM_SYNC_REMIND__URLS"]


def test_a_memory_that_nobody_understands_is_no_leave_to_send(
    shop: Program, service: Webhook
) -> None:
    shop.write(".pm-sync/reminded.json", "{")

    done = remind(shop, MONDAY, "--send")

    assert done.code == 1
    assert "remove it to begin anew" in reasons(done)[0]
    assert service.took == []


def test_the_embedded_tracker_takes_no_comments_and_that_is_told(shop: Program) -> None:
    done = remind(shop, MONDAY, "--send", "--channel", "comment")

    assert done.code == 0
    assert set(reasons(done)) == {"the tracker local takes no comments"}


def test_the_issue_is_left_alone_where_only_some_documents_are_named(shop: Program) -> None:
    done = remind(shop, MONDAY, "--send", "--channel", "issue", "postmortems/a.md")

    assert reasons(done) == ["it tells of all documents, and only some are named"]


def test_without_a_repository_there_is_no_issue(shop: Program) -> None:
    done = remind(shop, MONDAY, "--channel", "issue")

    assert done.code == 2
    assert 'the channel "issue" needs a repository on GitHub' in done.err


def test_a_file_takes_what_was_told_as_text(shop: Program) -> None:
    remind(shop, MONDAY, "--summary", "page.md")

    assert "2 action items overdue, 1 due soon" in shop.read("page.md")


def test_a_closed_item_and_one_without_a_day_are_nobodys_duty(
    shop: Program, service: Webhook
) -> None:
    for number in "123":
        shop("tickets", "close", number)

    done = remind(shop, MONDAY, "--send")

    assert done.json["items"] == []
    assert service.took == []


def test_memory_holds_no_word_of_any_document(shop: Program) -> None:
    remind(shop, MONDAY, "--send")

    kept = json.loads(shop.read(".pm-sync/reminded.json"))
    assert len(kept["notified"]) == 3
    assert "Alert" not in shop.read(".pm-sync/reminded.json")


def test_notifications_without_an_address_are_a_failure_once_they_are_to_be_sent(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path, inside=True)
    text = "# Down\n\n**Date:** 2026-11-20\n\n## Action items\n\n- Handle errors (@ann) due 2020-11-22\n"
    program.write("postmortems/a.md", text)
    program.write("pm-sync.toml", "[remind]\nweekends = true\n")

    dry = program("remind", "--channel", "notify")
    sent = program("remind", "--channel", "notify", "--send")

    assert dry.code == 0, dry.err
    assert "there is no address" in sent.out
    assert sent.code == 1
