"""What the rules object to, and what they leave alone."""

from __future__ import annotations

import pytest

from sync.check.catalogue import CATALOGUE
from tests.fakes.program import Program
from tests.sync.check.conftest import Finds

PEOPLE = '[people."Ann Lee"]\naliases = ["ann"]\n'
GITHUB = 'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\n'
GOOD = """\
# Checkout was down for 40 minutes

**Date:** 2026-11-04
**Authors:** Ann Lee
**Status:** Complete, action items in progress

## Summary

A full disk stopped the queue of the checkout, and nobody was paged.

## Impact

1,200 customers could not pay, for 40 minutes.

## Root causes

The queue keeps what is not consumed for ever, and its disk has no alert. Not human error: the console shows no retention.

## Trigger

A consumer was stopped for an upgrade.

## Resolution

The disk was enlarged, and the consumer started.

## Detection

A customer called.

## Action items

| Action | Type | Priority | Owner | Ticket | Status | Due |
|---|---|---|---|---|---|---|
| Page when the queue is older than 5 minutes | detect | P1 | @ann | #12 | Open | 2099-12-24 |
| Set a retention of 3 days on the queue | prevent | P2 | @bob | #13 | Done | 2026-11-10 |

## Lessons learned

- What went well: the upgrade had a way back.
- What went wrong: nobody knew the disk.
- Where we got lucky: it was night.

## Timeline (all times UTC)

- 23:50 the consumer is stopped
- 00:10 the disk is full
- 00:30 a customer calls
- 00:50 checkout works again
"""


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_rule_objects_to_its_bad_example_and_not_to_its_good_one(name: str, finds: Finds) -> None:
    rule = CATALOGUE[name]
    others = {"allowance-unknown", "allowance-unused"}
    alone = None if name in others else name
    settings = {"item-unknown-owner": PEOPLE, "item-unknown-ticket": GITHUB}.get(name, "")

    assert name in {found for found, _, _ in finds(rule.bad, alone, settings)}
    assert name not in {found for found, _, _ in finds(rule.good, alone, settings)}


def test_a_good_postmortem_is_passed_in_silence(finds: Finds) -> None:
    tracked = 'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\n'

    assert finds(GOOD, settings=tracked) == []


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_places_are_those_of_the_file_whatever_ends_its_lines(ending: str, finds: Finds) -> None:
    text = "\ufeff# Down\n\n## Impact\n\nÄrger: it was *human error*.\n".replace("\n", ending)

    assert finds(text, "blame-language") == [("blame-language", 5, 16)]


@pytest.mark.parametrize(
    "text",
    [
        "It was `human error` in the log.",
        "```\nhuman error\n```",
        "> human error\n",
        "See [the page](<https://acme.example/human error>).",
        "<!-- human error -->",
        "This was not human error: the tool asks nobody.",
        "We write blameless postmortems; human error is where they begin.",
        "It was the network's fault.",
        "The rack's fault domain is too large, and so is their fault tolerance.",
        "The user error rate rose.",
        "DNS was to blame.",
        "No human error was involved.",
        "Human error is not a root cause.",
        "It was never about the team's fault.",
    ],
)
def test_words_of_machines_quotes_and_denials_blame_nobody(text: str, finds: Finds) -> None:
    assert finds(f"# Down\n\n## Impact\n\n{text}\n", "blame-language") == []


@pytest.mark.parametrize(
    "text",
    [
        "Human error.",
        "The on-call engineer was careless.",
        "Bob's fault, as he admits.",
        "She should have known better.",
        "They failed to follow the runbook.",
        "The intern is to blame.",
    ],
)
def test_blame_is_found_in_whatever_words(text: str, finds: Finds) -> None:
    assert len(finds(f"# Down\n\n## Root causes\n\n{text}\n", "blame-language")) == 1


ITEMS = "# Down\n\n## Action items\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "Improve monitoring",
        "Investigate the crash",
        "Look into Prismic error handling",
        "We should improve the alerts",
        "Better alerting on CPU load",
        "Be more careful with migrations",
        "Monitoring: improve it",
        "Consider caching",
    ],
)
def test_an_item_without_an_end_is_vague(text: str, finds: Finds) -> None:
    assert [line for _, line, _ in finds(f"{ITEMS}- {text}\n", "item-vague")] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "Improve the p99 of checkout to 300 ms",
        "Investigate why the second node did not take over",
        "Improve `retry()` so that it stops after a minute",
        "Add an alert on the age of the queue",
        "Evaluate whether the CDN can serve stale images, and write the decision into the runbook of the shop",
        "Improve monitoring (acme/shop#12)",
        "[x] Improve monitoring",
        "Moreover the queue needs a limit",
        "Investigate and fix the leak",
        "Improve alerting: page on queue age",
        "Improve the runbook (add the rollback steps)",
        "More than one approver for production",
    ],
)
def test_an_item_that_says_when_it_is_done_is_not(text: str, finds: Finds) -> None:
    tracked = 'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\n'

    assert finds(f"{ITEMS}- {text}\n", "item-vague", tracked) == []


@pytest.mark.parametrize(
    "text",
    [
        "Train engineers to run migrations",
        "Remind everyone of the runbook",
        "Tell people to remember to close the window",
        "Educate the support team on the new console",
        "Retrain Bob",
        "Engineers should double-check everything",
    ],
)
def test_an_item_for_people_is_told(text: str, finds: Finds) -> None:
    assert len(finds(f"{ITEMS}- {text}\n", "item-aimed-at-person")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Train the spam model on last week's mails",
        "Warn when the disk is 80 % full",
        "Teach the deploy tool to ask before it deletes",
        "Remind by a bot: the certificate ends in 30 days",
        "Tell Prometheus to scrape the sidecar",
        "Teach Renovate our schedule",
        "Warn developers in CI when a migration locks",
        "Remind reviewers with a bot",
    ],
)
def test_an_item_for_a_machine_is_not(text: str, finds: Finds) -> None:
    assert finds(f"{ITEMS}- {text}\n", "item-aimed-at-person") == []


def test_items_without_an_owner_are_told_where_they_stand(finds: Finds) -> None:
    text = f"{ITEMS}- [ ] Add an alert\n- [x] Fix it\n- [ ] Add a test (@ann)\n"

    assert finds(text, "item-without-owner") == [("item-without-owner", 5, 7)]


def test_a_finished_item_needs_nothing_any_more(finds: Finds) -> None:
    text = "# Down\n\n**Date:** 2020-01-04\n\n## Action items\n\n- [x] Improve monitoring\n- [x] Train engineers\n"
    told = {name for name, _, _ in finds(text)}

    assert not told & {"item-vague", "item-aimed-at-person", "item-without-owner"}
    assert "item-without-ticket" not in told


def test_a_new_incident_has_time_for_its_tickets(finds: Finds) -> None:
    text = "# Down\n\n**Date:** 2099-01-04\n\n## Action items\n\n- Add an alert\n"

    assert finds(text, "item-without-ticket") == []
    assert finds(text.replace("2099", "2020"), "item-without-ticket") != []


def test_an_item_that_wants_no_ticket_is_left_alone(finds: Finds) -> None:
    text = "# Down\n\n**Date:** 2020-01-04\n\n## Action items\n\n- Say thanks (no ticket)\n"

    assert finds(text, "item-without-ticket") == []


def test_a_team_beside_a_person_is_one_owner(finds: Finds) -> None:
    text = f"{ITEMS}- Add an alert (@ann, @acme/sre)\n"

    assert finds(text, "item-several-owners") == []


def test_items_that_differ_in_one_word_are_two(finds: Finds) -> None:
    long = (
        "the alert on the age of the queue for the consumers of payments in the region of Frankfurt"
    )
    two = f"{ITEMS}- Enable {long} (@ann)\n- Disable {long} (@bob)\n"
    one = f"{ITEMS}- Enable {long} (@ann)\n- Enable {long.replace('alert', 'alerts')} (@bob)\n"

    assert finds(two, "item-duplicate") == []
    assert finds(one, "item-duplicate") == [("item-duplicate", 6, 3)]


@pytest.mark.parametrize("priority", ["P1 - Critical", "P0/Urgent", "1 (high)", "H", "Sev 1"])
def test_the_highest_priorities_are_known_by_any_of_their_words(
    priority: str, finds: Finds
) -> None:
    text = f"# Down\n\n## Impact\n\n12 customers could not pay.\n\n## Action items\n\n| Action | Priority |\n|---|---|\n| Fix it | {priority} |\n"

    assert finds(text, "no-urgent-item") == []


@pytest.mark.parametrize(
    "impact",
    [
        "None for users.",
        "Customers did not notice.",
        "Users were unaffected.",
        "No customers were hit.",
        "The database user was locked.",
    ],
)
def test_what_users_did_not_feel_needs_nothing_urgent(impact: str, finds: Finds) -> None:
    text = f"# Down\n\n## Impact\n\n{impact}\n\n## Action items\n\n| Action | Priority |\n|---|---|\n| Fix it | P3 |\n"

    assert finds(text, "no-urgent-item") == []


def test_without_a_tracker_no_reference_is_held_against_anybody(finds: Finds) -> None:
    text = f"{ITEMS}| Action | Bug |\n|---|---|\n| Add an alert | Bug 123 |\n"

    assert finds(text, "item-unknown-ticket") == []
    assert finds(text, "item-unknown-ticket", GITHUB) != []


def test_the_remedy_for_an_item_of_an_old_incident_is_the_one_that_works(
    program: Program,
) -> None:
    program.write("pm-sync.toml", "since = 2026-10-28\n")
    program.write(
        "postmortems/a.md", "# Down\n\n**Date:** 2026-10-01\n\n## Action items\n\n- Fix it\n"
    )

    done = program("check", "postmortems/a.md")

    assert "`pm-sync sync --include-old` makes one [item-without-ticket]" in done.out
