"""`pm-sync remind` on GitHub: one comment below each ticket, one issue for all of it, and neither of them twice."""

from __future__ import annotations

import shutil

import pytest

from tests.fakes.calendar import it_is
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.github.model import Issue
from tests.fakes.program import Done, Program
from tests.fakes.wire.exchange import Request
from tests.stories.github.conftest import SHOP

TABLE = """\
# Checkout was down

Date: 2026-11-02

## Action items

| Action item              | Owner  | Due        | Bug | Status |
|--------------------------|--------|------------|-----|--------|
| Alert on lag of @legacy  | @ann   | 2026-11-10 |     |        |
| Fix the retry            | @bob   | 2026-11-26 |     |        |
| Ask the vendor           |        | 2026-11-20 |     |        |
| Rewrite the client       | @ann   | 2027-05-01 |     |        |
"""
MONDAY, LATER, WEEK = "2026-11-23T09:00", "2026-11-26T09:00", "2026-11-30T09:00"
BOARD = "Overdue postmortem action items"
COMMENT = f"POST /repos/{SHOP}/issues/*/comments"
OPEN = f"POST /repos/{SHOP}/issues"


@pytest.fixture
def late(program: Program, github: GitHub) -> Program:
    """Tickets 2 to 5: of ann's, of bob's, of nobody's, and one that has time."""
    (program.root / "postmortems/list.md").unlink()
    program.write("postmortems/table.md", TABLE)
    assert program("sync").code == 0
    github.requests.clear()
    return program


def remind(program: Program, moment: str, *arguments: str) -> Done:
    with it_is(moment):
        return program("remind", "--format", "json", *arguments)


def outcomes(done: Done) -> dict[str, tuple[str, str]]:
    return {one["where"]: (one["outcome"], one["reason"]) for one in done.json["messages"]}


def said(github: GitHub, number: int) -> list[str]:
    return [one.body for one in github.find(SHOP, number).comments]


def board(github: GitHub) -> Issue:
    (found,) = [one for one in github.at(SHOP).issues.values() if one.title == BOARD]
    return found


def writes(github: GitHub) -> list[str]:
    return [one.name for one in github.requests if one.writes and one.path != "/graphql"]


def forget(program: Program) -> None:
    shutil.rmtree(program.root / ".pm-sync")


def test_without_send_it_only_says_who_would_be_told_what(late: Program, github: GitHub) -> None:
    done = remind(late, MONDAY)

    assert done.code == 0, done.err
    assert outcomes(done) == {
        "#2": ("would", ""),
        "#3": ("would", ""),
        "#4": ("held", "nobody who is there is assigned to it"),
    }
    assert "13 days overdue" in done.json["messages"][0]["text"]
    assert writes(github) == []
    assert said(github, 2) == []
    text = late("remind").out
    assert "nothing was sent; --send sends it" in text


def test_each_ticket_has_one_comment_that_mentions_whoever_has_it_and_nobody_else(
    late: Program, github: GitHub
) -> None:
    done = remind(late, MONDAY, "--send")

    assert done.code == 0, done.err
    (body,) = said(github, 2)
    assert body.startswith(
        "<!-- pm-sync:reminder 2026-11-23 -->\n@ann: this action item is 13 days"
    )
    assert body.count("@") == 1
    assert "due on 2026-11-10" in body
    assert "@bob: this action item is due in 3 days" in said(github, 3)[0]
    assert said(github, 4) == said(github, 5) == []


def test_a_second_run_says_nothing_also_on_a_machine_that_knows_nothing(
    late: Program, github: GitHub
) -> None:
    remind(late, MONDAY, "--send")
    forget(late)
    github.requests.clear()

    done = remind(late, LATER, "--send")

    assert outcomes(done)["#2"] == ("held", "reminded 3 days ago")
    assert writes(github) == []


def test_after_a_week_a_new_comment_takes_the_place_of_the_old_one(
    late: Program, github: GitHub
) -> None:
    remind(late, MONDAY, "--send")
    github.comments.add(github.find(SHOP, 2), "on it", "ann")

    remind(late, WEEK, "--send")

    people, again = said(github, 2)
    assert people == "on it"
    assert again.startswith("<!-- pm-sync:reminder 2026-11-30 -->\n@ann: this action item is 20")


def test_what_somebody_pasted_is_no_reminder(late: Program, github: GitHub) -> None:
    pasted = "<!-- pm-sync:reminder 2026-11-22 -->"
    github.comments.add(github.find(SHOP, 2), pasted, "octocat")

    remind(late, MONDAY, "--send")

    assert len(said(github, 2)) == 2
    assert said(github, 2)[0] == pasted


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("fault", [faults.dropped, faults.html])
def test_a_lost_answer_never_leads_to_two_comments(
    late: Program, github: GitHub, fault: object, *, after: bool
) -> None:
    assert callable(fault)
    github.next(fault(after=after), on=COMMENT)

    first = remind(late, MONDAY, "--send")
    second = remind(late, MONDAY, "--send")

    assert first.code == (0 if after else 1), first.err
    assert second.code == 0
    assert len(said(github, 2)) == len(said(github, 3)) == 1


def test_a_ticket_that_takes_no_comment_stops_none_of_the_others(
    late: Program, github: GitHub
) -> None:
    github.next(faults.answer(403, {"message": "Issue is locked"}), on=COMMENT)

    done = remind(late, MONDAY, "--send", "--channel", "comment", "--channel", "issue")

    assert done.code == 1
    assert outcomes(done)["#2"][0] == "failed"
    assert outcomes(done)["#3"][0] == "sent"
    assert "Alert on lag" in (board(github).body or "")


def test_a_channel_that_fails_stops_none_of_the_others(late: Program, github: GitHub) -> None:
    refused = faults.answer(403, {"message": "Resource not accessible"})
    github.next(refused, times=None, on=f"GET /repos/{SHOP}/issues", skip=1)

    done = remind(late, MONDAY, "--send", "--channel", "comment", "--channel", "issue")

    assert done.code == 1
    assert len(said(github, 2)) == 1
    assert [one["outcome"] for one in done.json["messages"] if one["channel"] == "issue"] == [
        "failed"
    ]


def test_the_issue_says_all_of_it_by_owner_and_is_written_only_where_it_differs(
    late: Program, github: GitHub
) -> None:
    assert remind(late, MONDAY, "--send", "--channel", "issue").code == 0
    first = board(github).body or ""
    forget(late)
    github.requests.clear()

    done = remind(late, "2026-11-24T09:00", "--send", "--channel", "issue")

    assert [one["outcome"] for one in done.json["messages"]] == ["kept"]
    assert writes(github) == []
    assert first.index("### ann (1)") < first.index("### bob (1)") < first.index("### nobody (1)")
    assert "@ann" not in first
    assert {label.name for label in board(github).labels} == {"pm-sync-reminders"}


def test_what_people_write_around_it_stays_and_it_is_closed_when_nothing_is_overdue(
    late: Program, github: GitHub
) -> None:
    remind(late, MONDAY, "--send", "--channel", "issue")
    number = board(github).number
    github.edit(SHOP, number, body=f"Read this:\r\n\r\n{board(github).body}\r\n\r\nThanks")
    for ticket in (2, 3, 4):
        github.close(SHOP, ticket)

    remind(late, "2026-11-24T09:00", "--send", "--channel", "issue")

    body = board(github).body or ""
    assert body.startswith("Read this:\n\n<!-- pm-sync:overdue")
    assert body.endswith("\n\nThanks")
    assert "Nothing is overdue." in body
    assert board(github).state == "closed"
    github.reopen(SHOP, 2)
    remind(late, "2026-11-25T09:00", "--send", "--channel", "issue")
    assert board(github).state == "open"


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_answer_never_leads_to_two_issues(
    late: Program, github: GitHub, *, after: bool
) -> None:
    github.next(faults.dropped(after=after), on=OPEN)

    remind(late, MONDAY, "--send", "--channel", "issue")
    assert remind(late, MONDAY, "--send", "--channel", "issue").code == 0

    assert board(github).state == "open"


def test_no_run_takes_the_issue_for_a_ticket(late: Program) -> None:
    remind(late, MONDAY, "--send", "--channel", "issue")

    done = late("plan", "--full", "--format", "json", "--exit-code")

    assert done.code == 0, done.out
    assert done.json["actions"] == []


def test_an_issue_that_the_settings_name_keeps_its_text_and_is_never_closed(
    late: Program, github: GitHub
) -> None:
    named = github.issue(SHOP, "Our week", body="By hand")
    settings = late.read("pm-sync.toml")
    late.write(
        "pm-sync.toml", f'{settings}\n[remind]\nissue = "{SHOP}#{named.number}"\nmention = true\n'
    )

    remind(late, MONDAY, "--send", "--channel", "issue")

    assert (named.body or "").startswith("By hand\n\n<!-- pm-sync:overdue")
    assert "### bob @bob (1)" in (named.body or "")
    assert "@nobody" not in (named.body or "")
    for ticket in (2, 3, 4):
        github.close(SHOP, ticket)
    remind(late, MONDAY, "--send", "--channel", "issue")
    assert named.state == "open"


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-11-23T20:00", "quiet hours: 18:00-08:00, and it is 21:00 (Europe/Berlin)"),
        ("2026-11-23T06:30", "quiet hours: 18:00-08:00, and it is 07:30 (Europe/Berlin)"),
        ("2026-11-28T12:00", "it is Saturday (Europe/Berlin), and [remind] weekends is false"),
    ],
)
def test_in_quiet_hours_and_at_weekends_nothing_is_sent(
    late: Program, github: GitHub, moment: str, why: str
) -> None:
    settings = late.read("pm-sync.toml")
    quiet = 'quiet = "18:00-08:00"\ntimezone = "Europe/Berlin"\nchannels = ["comment", "issue"]\n'
    late.write("pm-sync.toml", f"{settings}\n[remind]\n{quiet}")

    done = remind(late, moment, "--send")

    assert done.code == 0
    assert {why} == {
        one["reason"] for one in done.json["messages"] if "nobody" not in one["reason"]
    }
    assert writes(github) == []
    assert remind(late, "2026-11-23T07:30", "--send").code == 0
    assert len(said(github, 2)) == 1


def test_who_and_what_is_to_be_left_alone_is_left_alone(late: Program, github: GitHub) -> None:
    settings = late.read("pm-sync.toml")
    skip = f'skip_owners = ["@ANN"]\nskip_tickets = ["{SHOP}#3"]\n'
    late.write("pm-sync.toml", f"{settings}\n[remind]\n{skip}")

    done = remind(late, MONDAY, "--send")

    assert [one["reason"] for one in done.json["left_alone"]] == [
        "[remind] skip_owners names ann",
        "[remind] skip_tickets names acme/shop#3",
    ]
    assert writes(github) == []


def test_who_left_is_not_mentioned_but_whoever_stands_in(late: Program, github: GitHub) -> None:
    settings = late.read("pm-sync.toml")
    left = '[people."Ann Lee"]\ngithub = "ann"\nleft = true\n[owners]\ndefault = "lead"\n'
    late.write("pm-sync.toml", f"{settings}\n{left}")

    done = remind(late, MONDAY, "--send")

    assert done.json["items"][0]["people"] == ["lead"]
    assert "@lead: this action item" in said(github, 2)[0]
    assert "ann" not in said(github, 2)[0]


def test_a_ticket_that_somebody_else_made_is_only_read(late: Program, github: GitHub) -> None:
    link = f"{github.web_url}/{SHOP}/issues/1"
    github.edit(SHOP, 1, assignees=["bob"])
    late.write(
        "postmortems/b.md",
        f"# Gone\n\nDate: 2026-11-01\n\n## Action items\n\n- Write it (due 2026-11-05) ([#1]({link}))\n",
    )

    done = remind(late, MONDAY, "--send")

    assert outcomes(done)["#1"][0] == "held"
    assert "adopt" in outcomes(done)["#1"][1]
    assert said(github, 1) == []


def test_restricted_documents_are_counted_and_never_told(late: Program, github: GitHub) -> None:
    settings = late.read("pm-sync.toml")
    late.write("pm-sync.toml", f'{settings}\n[private]\npaths = ["postmortems/table.md"]\n')

    done = remind(late, MONDAY, "--send", "--channel", "comment", "--channel", "issue")

    assert done.json["restricted"] == 1
    assert done.json["items"] == []
    assert "Alert" not in done.out
    assert writes(github) == []


def test_where_the_tracker_does_not_answer_nobody_is_told_a_word(
    late: Program, github: GitHub
) -> None:
    remind(late, MONDAY, "--send", "--channel", "issue")
    github.next(faults.answer(403, {"message": "Resource not accessible"}), times=None)

    done = remind(late, WEEK, "--send", "--channel", "comment")

    assert done.code == 1
    assert done.json["messages"] == []
    assert "github was not asked" in done.json["left_alone"][0]["reason"]


def test_a_run_says_at_most_so_much_the_most_overdue_first(late: Program, github: GitHub) -> None:
    settings = late.read("pm-sync.toml")
    late.write("pm-sync.toml", f"{settings}\n[remind]\nmost = 1\n")

    remind(late, MONDAY, "--send")
    assert (len(said(github, 2)), len(said(github, 3))) == (1, 0)

    remind(late, MONDAY, "--send")
    assert (len(said(github, 2)), len(said(github, 3))) == (1, 1)


def test_only_the_comments_of_what_is_due_are_read(late: Program, github: GitHub) -> None:
    remind(late, MONDAY)

    read = [one.path for one in github.requests if one.path.endswith("/comments")]
    assert read == [f"/repos/{SHOP}/issues/{number}/comments" for number in (2, 3)]


def test_what_is_missing_for_one_channel_is_told_before_another_one_sends(
    late: Program, github: GitHub
) -> None:
    settings = late.read("pm-sync.toml").replace('repository = "acme/shop"\n', "")
    late.write("pm-sync.toml", settings + '[remind]\nchannels = ["comment", "issue"]\n')
    late.environ.pop("GITHUB_TOKEN")

    done = remind(late, MONDAY, "--send")

    assert done.code == 2
    assert github.requests == []


def test_where_most_tickets_seem_to_be_gone_nobody_is_told_anything(
    late: Program, github: GitHub
) -> None:
    for number in (2, 3, 4, 5):
        github.delete(SHOP, number)

    done = remind(late, MONDAY, "--send", "--channel", "comment", "--channel", "issue")

    assert done.code == 3
    assert done.json["items"] == []
    assert writes(github) == []


def test_documents_of_a_private_repository_are_not_told_in_a_public_one(
    late: Program, github: GitHub
) -> None:
    github.repository("acme/open")
    settings = late.read("pm-sync.toml")
    late.write("pm-sync.toml", f'{settings}\n[remind]\nissue = "acme/open#1"\n')
    issue = github.issue("acme/open", "Our week")
    late.environ["PM_SYNC_PRIVATE__VISIBILITY"] = "private"

    done = remind(late, MONDAY, "--send", "--channel", "issue")

    assert done.json["messages"][0]["outcome"] == "held"
    assert "which everybody can read" in done.json["messages"][0]["reason"]
    assert issue.body is None


def test_a_machine_that_was_quicker_is_noticed_before_anything_is_sent(
    late: Program, github: GitHub
) -> None:
    first = github.find(SHOP, 2)

    def meanwhile(request: Request) -> None:
        if request.path.endswith("/issues/2/comments") and not first.comments:
            github.comments.add(first, "<!-- pm-sync:reminder 2026-11-23 -->")

    github.after = meanwhile

    done = remind(late, MONDAY, "--send")

    assert outcomes(done)["#2"] == ("held", "reminded today")
    assert len(first.comments) == 1


def test_what_is_written_around_it_while_the_lock_is_waited_for_stays(
    late: Program, github: GitHub
) -> None:
    remind(late, MONDAY, "--send", "--channel", "issue")
    number = board(github).number
    github.close(SHOP, 2)
    noted: list[str] = []

    def meanwhile(request: Request) -> None:
        if (
            request.path.endswith("/issues")
            and request.query.get("labels") == "pm-sync-reminders"
            and not noted
        ):
            noted.append("once")
            github.edit(SHOP, number, body=f"{board(github).body}\n\nAnn is away")

    github.after = meanwhile

    done = remind(late, "2026-11-24T09:00", "--send", "--channel", "issue")

    assert [one["outcome"] for one in done.json["messages"]] == ["sent"]
    assert noted
    assert (board(github).body or "").endswith("\n\nAnn is away")
    assert "### ann" not in (board(github).body or "")


def test_a_ticket_of_two_items_has_one_reminder(late: Program, github: GitHub) -> None:
    link = f"{github.web_url}/{SHOP}/issues/2"
    late.write(
        "postmortems/b.md",
        f"# Again\n\nDate: 2026-11-05\n\n## Action items\n\n- Alert on lag (due 2026-11-12) ([#2]({link}))\n",
    )

    remind(late, MONDAY, "--send")

    (body,) = said(github, 2)
    assert "13 days overdue" in body
    assert "Checkout was down" in body
    assert "Again" in body
