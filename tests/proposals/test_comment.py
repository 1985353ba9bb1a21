"""`plan --comment` and `pm-sync comment`: one comment below a pull request, whatever people write into it."""

from __future__ import annotations

import json
import re

import pytest

from sync.harmless import GAP
from tests.fakes.github.faults import answer
from tests.fakes.github.model import Comment, Issue
from tests.fakes.program import Done, Program
from tests.fakes.wire.faults import dropped
from tests.proposals.scene import PATH, SHOP, Scene
from tests.proposals.test_merging import NEW, TEXT, proposed

MARKER = "<!-- pm-sync plan . -->"
HOSTILE = (
    "@everyone see #1 <img src=x onerror=alert(1)> [go](http://evil.example) **bold** `code` ::set-output name=a::b"
    " ##[error]no \u202egnp.exe --> <!-- pm-sync plan . --> $x$ https://evil.example/o/r/issues/1"
)
ROWS = """\
# Third

Date: 2026-11-20

## Action items

| Action item | Owner | Ticket |
|---|---|---|
"""


class Pull:
    """A pull request, a checkout that plans it, and one of the base that comments."""

    def __init__(self, scene: Scene, files: dict[str, str]) -> None:
        self.scene = scene
        self.plans = proposed(scene, files)
        self.comments_from = scene.clone()
        self.issue: Issue = scene.github.issue(SHOP, "A proposal", pull_request="open")
        self.file = self.plans.root.parent / "plan.json"

    def plan(self, *options: str) -> str:
        done = self.plans("plan", "--base", "origin/main", "--comment", str(self.file), *options)
        assert done.code == 0, done.err
        return self.body

    @property
    def body(self) -> str:
        read = json.loads(self.file.read_text(encoding="utf-8"))
        assert read.keys() == {"version", "body"}
        return str(read["body"])

    def comment(self, program: Program | None = None) -> Done:
        where = program or self.comments_from
        return where("comment", str(self.issue.number), str(self.file))

    @property
    def written(self) -> list[str]:
        """The writes to GitHub so far."""
        asked = self.scene.github.requests
        return [one.name for one in asked if one.writes and one.path != "/graphql"]

    @property
    def only(self) -> Comment:
        (one,) = self.issue.comments
        return one


@pytest.fixture
def pull(scene: Scene) -> Pull:
    return Pull(scene, {NEW: TEXT})


def test_it_begins_with_its_marker_and_says_how_many_tickets_go_where_and_who_is_notified(
    pull: Pull,
) -> None:
    lines = pull.plan().splitlines()

    assert lines[0] == MARKER
    assert lines[1] == "On merge: 2 tickets in acme/shop; 2 people are notified"
    assert (
        "| `postmortems/third.md:9` | Buy a spare | create a ticket in acme/shop for ann |" in lines
    )
    assert "What needs a person" not in "\n".join(lines)


def test_routes_owners_and_what_needs_a_person_are_told(scene: Scene) -> None:
    scene.github.repository("acme/web")
    settings = scene.remote.git("show", "main:pm-sync.toml")
    route = '[[routes]]\nowner = "@bob"\nrepository = "acme/web"\n'
    scene.add("pm-sync.toml", settings + route)
    rows = "| First | @ann | |\n| Second | | |\n| Third | @ghost | |\n| Fourth | the vendor | |\n| Fifth | @bob | |\n"
    pull = Pull(scene, {NEW: ROWS + rows})

    body = pull.plan()

    assert "\nOn merge: 4 tickets in acme/shop, 1 in acme/web, 1 without owner; 1 person is" in body
    needs = body.partition("### What needs a person")[2]
    assert "Second: nobody owns it" in needs
    assert "Third: ghost is not assigned: acme/shop lets nobody assign them" in needs
    assert "Fourth: the vendor is not assigned: nobody knows who that is on GitHub" in needs
    assert "Fifth: bob is not assigned: acme/web lets nobody assign them" in needs
    assert "First:" not in needs


def test_changed_fields_are_told_before_and_after(scene: Scene) -> None:
    scene.run()
    scene.merge()
    text = scene.show(PATH, "main").replace("| Alert on lag | @ann |", "| Alert on lag | @bob |")
    assert "@bob | [#1]" in text
    pull = Pull(scene, {PATH: text})

    body = pull.plan()

    assert "On merge: 1 field changes; 1 person is notified" in body
    assert f"owner in the ticket: @{GAP}ann → @{GAP}bob" in body


def test_an_item_that_may_have_a_ticket_already_waits_for_a_person(scene: Scene) -> None:
    scene.run()
    scene.merge()
    text = re.sub(r"\| \[#1\]\(\S+\) \|", "| |", scene.show(PATH, "main"))
    text = text.replace("Alert on lag", "Alert on lags of an hour")
    pull = Pull(scene, {PATH: text})

    body = pull.plan()

    assert "may be the ticket of this one" in body.partition("What needs a person")[2]
    assert "create a ticket" not in body


def test_what_people_write_into_titles_owners_and_names_of_files_does_nothing(
    scene: Scene,
) -> None:
    path = "postmortems/@everyone `x` <b>##[error] ::notice::.md"
    title = HOSTILE.replace("#1 ", "").replace("https://evil.example/o/r/issues/1", "")
    rows = (
        f"| {title} | @everyone<br>@here | |\n| {'long ' * 5000} | {HOSTILE} | |\n"
        f"| {HOSTILE} | | |\n"
    )
    pull = Pull(scene, {path: ROWS + rows})

    body = pull.plan()
    done = pull.comment()

    assert done.code == 0, done.err
    posted = pull.only.body
    assert posted.startswith(f"{MARKER}\nOn merge: 2 tickets in acme/shop")
    for text in (body, posted):
        assert text.count("<!--") == 1
        assert text.count("-->") == 1
        assert "<img" not in text
        assert "](http" not in text
        assert "##[" not in text
        assert "\u202e" not in text
        assert not re.search(r"^\s*::", text, re.MULTILINE)
        assert len(text) < 5000
    assert not re.search(r"[@#](?=\w)", posted.replace("\\#", ""))
    assert f"@{GAP}everyone" in posted


def test_what_finds_no_room_is_counted_and_the_file_is_never_too_long_for_a_comment(
    scene: Scene,
) -> None:
    row = f"| {'Ω' * 290} %d | @ann | |\n"
    pull = Pull(scene, {NEW: ROWS + "".join(row % number for number in range(400))})

    body = pull.plan("--allow", "create")

    assert len(body) <= 65_000
    assert "On merge: 400 tickets in acme/shop; 1 person" in body
    assert re.search(r"… and \d+ more, which find no room here", body)
    assert pull.comment().code == 0


def test_names_of_files_that_grow_when_they_are_quietened_do_not_make_it_too_long(
    scene: Scene,
) -> None:
    rows = "".join(f"| Fix thing {number} | | |\n" for number in range(20))
    files = {f"postmortems/{'@a' * 90}{number}.md": ROWS + rows for number in range(30)}
    pull = Pull(scene, files)

    body = pull.plan("--allow", "create")

    assert len(body) <= 65_000
    assert "@a" not in body
    assert pull.comment().code == 0
    assert pull.only.body == body


def test_restricted_documents_are_told_in_numbers_only(scene: Scene) -> None:
    secret = TEXT.replace("# Third", "---\npm-sync: private\n---\n\n# Third")
    pull = Pull(scene, {"postmortems/breach.md": secret})

    body = pull.plan()

    assert "1 restricted document: 2 tickets to create" in body
    assert "breach" not in body
    assert "spare" not in body
    assert "ann" not in body
    assert "nothing for other documents" in body


def test_a_limit_that_refuses_is_told(scene: Scene) -> None:
    rows = "".join(f"| Fix thing {number} | @ann | |\n" for number in range(30))
    pull = Pull(scene, {NEW: ROWS + rows})

    done = pull.plans("plan", "--base", "origin/main", "--comment", str(pull.file))

    assert done.code == 3
    assert "On merge: nothing is created or changed; nobody is notified" in pull.body
    assert "30 tickets would be created, and the limit is 25" in pull.body


def test_a_merge_that_a_run_would_refuse_is_told(scene: Scene) -> None:
    scene.run()
    scene.merge()
    pull = Pull(scene, {PATH: "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\nnone\n"})

    done = pull.plans("plan", "--base", "origin/main", "--comment", str(pull.file))

    assert done.code == 3
    assert pull.body.startswith(f"{MARKER}\nOn merge: nothing is done, since a run would refuse it")
    assert "no action item is left" in pull.body


def test_nothing_to_say_is_no_comment(scene: Scene) -> None:
    pull = Pull(scene, {"README.md": "hello\n"})

    assert pull.plan() == ""
    done = pull.comment()

    assert done.code == 0, done.err
    assert pull.issue.comments == []
    assert pull.written == []


def test_a_second_time_writes_nothing_and_a_change_edits_in_place(pull: Pull) -> None:
    pull.plan()
    first = pull.comment()
    assert first.code == 0, first.err
    assert "commented: " in first.out
    pull.scene.github.requests.clear()

    pull.plan()
    assert "says it already" in pull.comment().out
    assert pull.written == []

    pull.plans.write(NEW, TEXT.replace("Buy a spare", "Buy two"))
    pull.plans.git("commit", "--quiet", "--all", "--message", "more")
    pull.plan()
    assert "edited the comment" in pull.comment().out
    assert "Buy two" in pull.only.body
    assert [one.partition(" ")[0] for one in pull.written] == ["PATCH"]


def test_once_there_is_nothing_left_to_do_the_comment_says_so(pull: Pull) -> None:
    pull.plan()
    pull.comment()
    pull.plans.git("rm", "--quiet", NEW)
    pull.plans.git("commit", "--quiet", "--message", "never mind")

    assert pull.plan() == ""
    pull.comment()
    pull.comment()

    assert pull.only.body == f"{MARKER}\nOn merge: nothing is to be done any more."


def test_it_is_found_on_a_later_page(pull: Pull) -> None:
    for number in range(130):
        pull.scene.github.comments.add(pull.issue, f"me too {number}", "octocat")
    pull.plan()
    pull.comment()
    pull.plan("--include-old")
    pull.comment()

    assert sum(one.body.startswith(MARKER) for one in pull.issue.comments) == 1


def test_a_marker_that_somebody_else_wrote_is_left_alone(pull: Pull) -> None:
    theirs = f"{MARKER}\nOn merge: send me money"
    pull.scene.github.comments.add(pull.issue, theirs, "mallory")
    pull.scene.github.comments.add(pull.issue, f"> {MARKER}", "pm-sync[bot]")
    pull.plan()

    assert "commented" in pull.comment().out

    assert pull.issue.comments[0].body == theirs
    assert len(pull.issue.comments) == 3


def test_a_person_s_own_token_finds_the_comment_of_its_account(pull: Pull) -> None:
    pull.scene.github.viewer = "ann"
    pull.plan()
    pull.comment()
    pull.comment()

    assert pull.only.author.login == "ann"


def test_two_projects_in_one_repository_have_a_comment_each(scene: Scene) -> None:
    settings = scene.remote.git("show", "main:pm-sync.toml")
    scene.add("team--a/pm-sync.toml", settings)
    pull = Pull(scene, {NEW: TEXT, "team--a/postmortems/one.md": TEXT})
    pull.plan()
    pull.comment()
    inner = pull.plans.root / "team--a"
    done = pull.plans("plan", "--base", "origin/main", "--comment", str(pull.file), cwd=inner)
    assert done.code == 0, done.err
    assert pull.body.startswith("<!-- pm-sync plan team%2D%2Da -->\nOn merge: 2 tickets")
    assert "does not begin with the marker" in pull.comment().err

    again = pull.comments_from(
        "comment",
        str(pull.issue.number),
        str(pull.file),
        cwd=pull.comments_from.root / "team--a",
    )

    assert again.code == 0, again.err
    assert len(pull.issue.comments) == 2


@pytest.mark.parametrize("after", [False, True])
def test_a_lost_answer_never_makes_a_second_comment(pull: Pull, after: bool) -> None:
    pull.plan()
    pull.scene.github.next(
        dropped(after=after), on=f"POST /repos/{SHOP}/issues/{pull.issue.number}/comments"
    )

    first = pull.comment()
    assert first.code == (0 if after else 1), first.err
    pull.comment()

    assert pull.only.body.startswith(MARKER)


def test_a_token_that_only_reads_is_told_what_the_job_needs(pull: Pull) -> None:
    pull.plan()
    pull.scene.github.at(SHOP).access = "read"

    done = pull.comment()

    assert done.code == 1
    assert "`permissions: pull-requests: write`" in done.err
    assert pull.issue.comments == []


def test_comments_that_may_not_even_be_read_are_told_alike(pull: Pull) -> None:
    pull.plan()
    pull.scene.github.next(
        answer(403, {"message": "Resource not accessible by integration"}),
        on=f"GET /repos/{SHOP}/issues/{pull.issue.number}/comments",
    )

    done = pull.comment()

    assert done.code == 1
    assert "`permissions: pull-requests: write`" in done.err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        '{"version": 2, "body": ""}',
        '{"version": "1", "body": ""}',
        '{"version": 1}',
        '{"version": 1, "body": 5}',
        '{"version": 1, "body": "", "number": 7}',
        '{"version": 1, "body": "hello"}',
        '{"version": 1, "body": "<!-- pm-sync plan other -->\\nhello"}',
        '{"version": 1, "body": "' + "x" * 65_001 + '"}',
        "[" * 100_000,
        " " * 2_000_000,
        '{"version": 1, "body": "\\ud800"}',
    ],
)
def test_a_file_that_is_anything_else_is_refused_and_nothing_is_asked(
    pull: Pull, text: str
) -> None:
    pull.file.write_text(text)

    done = pull.comment()

    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    assert pull.scene.github.requests == []


def test_a_file_that_somebody_made_up_mentions_nobody(pull: Pull) -> None:
    made_up = {"version": 1, "body": f"{MARKER}\n@acme/everyone fixes #1, GH-2"}
    pull.file.write_text(json.dumps(made_up))

    pull.comment()

    assert pull.only.body == f"{MARKER}\n@{GAP}acme/everyone fixes #{GAP}1, GH-{GAP}2"


def test_outside_of_github_it_is_told_that_there_are_no_pull_requests(pull: Pull) -> None:
    pull.plan()
    pull.comments_from.git("remote", "remove", "origin")

    done = pull.comment()

    assert done.code == 2
    assert "pm-sync comment: the remote `origin` is no repository on GitHub" in done.err
    assert "--publish" not in done.err


def test_a_comment_needs_a_base(scene: Scene) -> None:
    done = scene.clone()("plan", "--comment", "plan.json")

    assert done.code == 2
    assert "--base" in done.err
