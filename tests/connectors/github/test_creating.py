"""Issues that pm-sync makes: what they say, who has them, and that there is never a second one."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.body import LONGEST_BODY
from connectors.github.marker import marks_in
from connectors.github.tracker import GitHubTracker
from sync.errors import Rejected, UserError
from sync.model.ticket import Done, Draft, Failed, Owner
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.exchange import Answer
from tests.fakes.github.fake import GitHub
from tests.fakes.github.model import Issue

CREATE = f"POST /repos/{SHOP}/issues"
ANN, BOB = Owner("Ann", "ann", known=True), Owner("Bob", "bob", known=True)


def owned(*owners: Owner, number: int = 1) -> Draft:
    return replace(draft(number), owners=owners)


def created(tracker: GitHubTracker, one: Draft) -> Done:
    tracker.prepare([one])
    [outcome] = tracker.create([one])
    assert isinstance(outcome, Done), outcome
    return outcome


def the_issue(github: GitHub, number: int = 1) -> Issue:
    return github.find(SHOP, number)


def body_of(github: GitHub, number: int = 1) -> str:
    return the_issue(github, number).body or ""


def test_an_issue_says_what_its_action_item_says(github: GitHub, tracker: GitHubTracker) -> None:
    made(tracker, draft())

    first, *rest = body_of(github).splitlines()
    text = "\n".join(rest)
    assert marks_in(first).marker == draft().marker
    for part in (
        "Add alert 1, and tell everybody",
        "[Checkout was down](https://github.com/acme/shop/blob/main/postmortems/2026-11-03-checkout.md?plain=1#L1)",
        "Nobody could pay for an hour.",
        "**Type:** prevent",
        "**Priority:** P1",
        "**Due:** 2026-12-01",
    ):
        assert part in text


def test_nobody_is_mentioned_and_nothing_referred_to(
    github: GitHub, tracker: GitHubTracker
) -> None:
    words = "ask @alice about #12, acme/web#3 and https://github.com/acme/web/issues/9"
    nasty = replace(
        draft(title=words), text=words, summary=words, postmortem_title=words, priority=words
    )

    made(tracker, nasty)

    issue = the_issue(github)
    for text in (issue.title, issue.body or ""):
        assert "@alice" not in text
        assert "#12" not in text
        assert "web#3" not in text
    urls = re.findall(r"`?https://github.com/acme/web/issues/9`?", issue.body or "")
    assert set(urls) == {"`https://github.com/acme/web/issues/9`"}


def test_a_mark_in_peoples_text_stays_text(github: GitHub, tracker: GitHubTracker) -> None:
    theirs = f"<!-- pm-sync:v1 key={'f' * 24} -->"

    made(tracker, replace(draft(), text=theirs, summary=theirs))

    assert marks_in(body_of(github)).marker == draft().marker
    assert body_of(github).count("<!-- pm-sync:v1") == 1


def test_a_text_that_is_too_long_is_cut_and_says_so(github: GitHub, tracker: GitHubTracker) -> None:
    made(tracker, replace(draft(), text="word " * 30_000))

    assert len(body_of(github)) <= LONGEST_BODY
    assert "[Cut here" in body_of(github)
    assert marks_in(body_of(github)).marker == draft().marker
    assert body_of(github).endswith("<!-- pm-sync:end -->")


def test_labels_come_from_the_settings(github: GitHub, desk: Desk) -> None:
    tracker = desk(
        labels=["postmortem"],
        type_labels={"Prevent": "prevention"},
        priority_labels={"p1": "urgent", "P2": "later"},
    )

    created(tracker, draft())

    names = [label.name for label in the_issue(github).labels]
    assert names == ["pm-sync", "postmortem", "prevention", "urgent"]
    assert {*names} <= {label.name for label in github.at(SHOP).labels.values()}


def test_labels_that_exist_are_not_made_again(github: GitHub, tracker: GitHubTracker) -> None:
    github.label(SHOP, "PM-Sync")

    created(tracker, draft())

    assert not github.names(f"POST /repos/{SHOP}/labels")


def test_milestone_and_issue_type_come_from_the_settings(github: GitHub, desk: Desk) -> None:
    github.milestone(SHOP, "Q4 follow-ups")
    github.milestone(SHOP, "Q4")
    github.issue_type(SHOP, "Task")

    created(desk(milestone="Q4", issue_type="Task"), draft())

    issue = the_issue(github)
    assert issue.milestone is not None
    assert issue.milestone.title == "Q4"
    assert issue.type is not None
    assert issue.type.name == "Task"


def test_a_milestone_that_is_not_there_stops_before_anything_is_made(
    github: GitHub, desk: Desk
) -> None:
    tracker = desk(milestone="Q9")

    with pytest.raises(Rejected, match="no open milestone 'Q9'"):
        tracker.prepare([draft()])
    assert not github.names(CREATE)


def test_an_issue_type_that_is_not_there_is_left_out_and_told(github: GitHub, desk: Desk) -> None:
    done = created(desk(issue_type="Chore"), draft())

    assert the_issue(github).type is None
    assert any("`type` was left out" in remark for remark in done.remarks)


class TestOwners:
    @pytest.fixture(autouse=True)
    def _people(self, github: GitHub) -> None:
        github.assignable(SHOP, "ann", "bob")

    def test_those_who_can_be_assigned_are(self, github: GitHub, tracker: GitHubTracker) -> None:
        done = created(tracker, owned(ANN, BOB))

        assert done.ticket.owners == ("ann", "bob")
        assert done.remarks == ()
        assert len(github.names(CREATE)) == 1

    def test_assignability_is_asked_for_all_at_once(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        people = [Owner(f"P{number}", f"person-{number}", known=True) for number in range(40)]
        drafts = [owned(person, number=number) for number, person in enumerate(people, 1)]

        tracker.prepare(drafts)
        made(tracker, *drafts)

        assert tracker.requests <= len(drafts) + 10

    @pytest.mark.parametrize(
        ("owner", "reason"),
        [
            (Owner("Eve", "eve", known=True), "acme/shop lets nobody assign them"),
            (Owner("Dana", "Dana"), "nobody knows who that is on GitHub"),
            (Owner("dana@acme.example", "dana@acme.example", known=True), "is no login"),
            (Owner("acme/sre", "acme/sre", known=True), "a team cannot be assigned"),
        ],
    )
    def test_whoever_cannot_be_assigned_is_told_in_the_issue_and_in_the_report(
        self, github: GitHub, tracker: GitHubTracker, owner: Owner, reason: str
    ) -> None:
        done = created(tracker, owned(owner, ANN))

        assert done.ticket.owners == ("ann",)
        assert any(reason in remark for remark in done.remarks)
        assert "not assigned" in body_of(github)
        assert "[people" not in body_of(
            github
        )  # advice is for whoever runs it, not for all readers
        assert len(github.names(CREATE)) == 1

    def test_no_more_than_ten_are_assigned(self, github: GitHub, tracker: GitHubTracker) -> None:
        people = [Owner(f"p{number}", f"p{number}", known=True) for number in range(12)]
        github.assignable(SHOP, *(person.identity for person in people))

        done = created(tracker, owned(*people))

        assert len(done.ticket.owners) == 10
        assert len(done.remarks) == 2

    def test_a_refusal_that_nobody_foresaw_costs_the_assignee_and_not_the_ticket(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        tracker.prepare([owned(ANN)])
        github.at(SHOP).assignable.clear()

        [done] = tracker.create([owned(ANN)])

        assert isinstance(done, Done)
        assert done.ticket.owners == ()
        assert "Ann is not assigned" in done.remarks[0]
        assert "not assigned" in body_of(github)
        assert len(github.at(SHOP).issues) == 1

    def test_what_github_drops_silently_is_noticed_and_told(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        tracker.prepare([owned(ANN, BOB), owned(ANN, BOB, number=2)])
        github.next(faults.Fault(_with_one_assignee, after=True), on=CREATE)
        github.after = lambda _: _keep_one_assignee(github)

        first, second = list(tracker.create([owned(ANN, BOB), owned(ANN, BOB, number=2)]))

        assert isinstance(first, Done)
        assert isinstance(second, Done)
        assert first.ticket.owners == second.ticket.owners == ("ann",)
        assert "Bob is not assigned" in first.remarks[0]
        assert "not assigned" in body_of(github, 1)
        assert "GitHub takes only one here" in second.remarks[0]

    def test_a_team_is_a_label_or_a_mention(self, github: GitHub, desk: Desk) -> None:
        tracker = desk(
            teams={"acme/sre": {"label": "team/sre"}, "Payments": {}, "acme/db": {"mention": True}}
        )
        sre, payments, db = (
            Owner("@acme/sre", "acme/sre"),
            Owner("payments", "payments"),
            Owner("acme/db", "acme/db"),
        )

        done = created(tracker, owned(sre, payments, db))

        assert "team/sre" in [label.name for label in the_issue(github).labels]
        assert "@acme/db" in body_of(github)
        assert "@acme/sre" not in body_of(github)
        assert done.remarks == ()


def _keep_one_assignee(github: GitHub) -> None:
    for issue in github.at(SHOP).issues.values():
        issue.assignees = issue.assignees[:1]


def _with_one_assignee(answer: Answer | None) -> Answer:
    """As a private repository of a free account does it."""
    assert answer is not None
    told = json.loads(answer.text)
    told["assignees"] = told["assignees"][:1]
    return answer._replace(text=json.dumps(told))


class TestWithoutPermission:
    def test_a_dropped_label_stops_creation_at_once(self, github: GitHub, desk: Desk) -> None:
        github.repository("acme/open", push=False)
        tracker = desk(repository="acme/open")
        outcomes = tracker.create([draft(1), draft(2)])

        first = next(outcomes)

        assert isinstance(first, Done)
        with pytest.raises(Rejected, match="dropped the label pm-sync"):
            next(outcomes)
        assert len(github.at("acme/open").issues) == 1

    def test_a_label_that_may_not_be_made_stops_before_anything_is_made(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.repository("acme/read", access="read", push=False)
        tracker = desk(
            repository="acme/read", token="ghs_example"
        )  # whose role GitHub does not tell

        with pytest.raises(
            Rejected, match=r"making the label 'pm-sync' in acme/read.*nothing was created"
        ):
            tracker.prepare([draft()])
        assert not github.at("acme/read").issues

    def test_an_account_that_may_only_read_makes_nothing(self, github: GitHub, desk: Desk) -> None:
        github.repository("acme/read", push=False)
        github.label("acme/read", "pm-sync")
        tracker = desk(repository="acme/read")

        with pytest.raises(Rejected, match=r"may only read in acme/read.*nothing was created"):
            tracker.prepare([draft()])
        assert not [one for one in github.requests if one.writes]

    @pytest.mark.parametrize(
        ("settings", "told"),
        [({"archived": True}, "is archived"), ({"has_issues": False}, "issues are switched off")],
    )
    def test_a_repository_that_takes_no_issues_is_told(
        self, github: GitHub, desk: Desk, settings: dict[str, bool], told: str
    ) -> None:
        github.repository("acme/closed", **settings)  # type: ignore[arg-type]

        with pytest.raises(Rejected, match=told):
            desk(repository="acme/closed").prepare([draft()])


class TestTemplate:
    def test_a_template_of_ones_own_is_used_between_the_marks(
        self, github: GitHub, desk: Desk
    ) -> None:
        (desk.root / "issue.md").write_text("Owner: {{ owners | join(', ') }} / {{ text | upper }}")

        made(desk(template="issue.md"), draft())

        assert "ADD ALERT 1" in body_of(github)
        assert marks_in(body_of(github)).marker == draft().marker

    @pytest.mark.parametrize(
        ("template", "told"),
        [
            ("{{ text.__class__.__mro__ }}", "access to attribute '__class__'"),
            ("{{ nothing }}", "'nothing' is undefined"),
            ("{% if due %}{{ nothing }}{% endif %}", "'nothing' is undefined"),
            ("{% for n in range(10 ** 9) %}x{% endfor %}", "Range too big"),
            ("{% include '/etc/passwd' %}", "no loader"),
        ],
    )
    def test_a_template_that_fails_is_told_before_anything_is_asked(
        self, github: GitHub, desk: Desk, template: str, told: str
    ) -> None:
        (desk.root / "issue.md").write_text(template)

        with pytest.raises(UserError, match=r"issue.md: the template fails") as caught:
            desk(template="issue.md")
        assert told in str(caught.value)
        assert not github.requests

    def test_an_item_on_which_alone_it_fails_gets_no_issue_and_stops_no_other(
        self, github: GitHub, desk: Desk
    ) -> None:
        (desk.root / "issue.md").write_text("{{ 1 // (line - 1) }}")
        tracker = desk(template="issue.md")

        first, second = tracker.create([draft(1), draft(2)])

        assert isinstance(first, Failed)
        assert "issue.md: the template fails" in first.reason
        assert isinstance(second, Done)

    def test_a_broken_template_is_told_with_its_line(self, desk: Desk) -> None:
        (desk.root / "issue.md").write_text("fine\n{% if %}\n")

        with pytest.raises(UserError, match=r"issue.md:2: is no template"):
            desk(template="issue.md")

    @pytest.mark.parametrize("path", ["../outside.md", "nowhere.md", "."])
    def test_a_template_lies_inside_the_root(self, desk: Desk, path: str) -> None:
        (desk.root.parent / "outside.md").write_text("x")

        with pytest.raises(UserError, match=r"trackers.github.template"):
            desk(template=path)


def test_creating_takes_one_request_for_each_and_ten_at_most_besides(
    github: GitHub, desk: Desk
) -> None:
    tracker = desk(labels=["postmortem"], priority_labels={"P1": "urgent"})
    drafts = [draft(number) for number in range(1, 101)]

    tracker.find(PROJECT)
    tracker.prepare(drafts)
    made(tracker, *drafts)

    assert tracker.requests <= 110
    assert tracker.requests == len(github.requests)
