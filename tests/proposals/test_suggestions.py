"""A missing owner, suggested on its line in the line's own form: once for each item, and only where the pull request wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.faults import answer
from tests.fakes.github.model import Issue, LineComment
from tests.fakes.program import Done, Program
from tests.proposals.scene import BODY, PATH, SHOP, Scene
from tests.proposals.test_afternoon import NEW, proposed


class Review:
    """A pull request, the checkout of its merge, and the base that comments."""

    def __init__(self, scene: Scene, text: str, folder: Path) -> None:
        self.scene = scene
        self.file = folder / "plan.json"
        self.checkout = proposed(scene, text)
        self.issue: Issue = scene.github.issue(SHOP, "A postmortem", pull_request="open")

    def plan(self, author: str = "mara", checkout: Program | None = None) -> list[Any]:
        where = checkout or self.checkout
        done = where("plan", "--base", "HEAD^1", "--comment", str(self.file), "--author", author)
        assert done.code == 0, done.err
        return list(json.loads(self.file.read_text()).get("suggestions", []))

    def comment(self) -> Done:
        return self.scene.clone()("comment", str(self.issue.number), str(self.file))

    @property
    def said(self) -> list[LineComment]:
        return self.issue.line_comments


ROW = "| Ask the `vendor` |  | | |"


@pytest.fixture
def review(scene: Scene, tmp_path: Path) -> Review:
    return Review(
        scene, BODY.replace("| Ask the `vendor` | @bob |", "| Ask the `vendor` |  |"), tmp_path
    )


def test_the_line_is_suggested_as_it_is_but_for_the_owner(review: Review) -> None:
    assert len(review.plan()) == 1

    done = review.comment()

    assert done.code == 0, done.err
    assert "suggested an owner on 1 line" in done.out
    (said,) = review.said
    assert (said.path, said.line) == (NEW, 10)
    assert said.commit == review.checkout.git("rev-parse", "HEAD^2").strip()
    lines = said.body.splitlines()
    assert lines[0].startswith("<!-- pm-sync owner ")
    start = lines.index("```suggestion")
    assert lines[start + 1 :] == ["| Ask the `vendor` | @mara | | |", "```"]


def test_it_is_said_once_whatever_became_of_it(review: Review) -> None:
    for _ in range(2):
        review.plan()
        assert review.comment().code == 0

    assert len(review.said) == 1


def test_it_keeps_the_line_s_own_form(scene: Scene, tmp_path: Path) -> None:
    text = BODY.replace("| Ask the `vendor` | @bob | | |", "|Ask ``` the  vendor   |TBD|  ||")
    review = Review(scene, text.replace("\n", "\r\n"), tmp_path)

    (suggestion,) = review.plan()
    review.comment()

    assert suggestion["text"] == "|Ask ``` the  vendor   |@mara|  ||"
    assert "````suggestion\n|Ask" in review.said[0].body


def test_lines_that_the_pull_request_did_not_write_are_left_alone(
    scene: Scene, tmp_path: Path
) -> None:
    scene.somebody(("| Ask the `vendor` | @bob |", "| Ask the `vendor` |  |"))
    clone = scene.clone()
    clone.git("checkout", "--quiet", "-b", "feature")
    clone.write(PATH, clone.read(PATH).replace("Written by", "Signed by"))
    scene.remote.commit(clone, "words")
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "-m", "merge", "feature")
    review = Review(scene, BODY, tmp_path)

    assert review.plan(checkout=clone) == []


def test_a_document_that_the_base_changed_too_has_other_lines_and_no_suggestion(
    scene: Scene, tmp_path: Path
) -> None:
    clone = scene.clone()
    clone.git("checkout", "--quiet", "-b", "feature")
    clone.write(
        PATH, clone.read(PATH).replace("| Ask the `vendor` | @bob |", "| Ask somebody |  |")
    )
    scene.remote.commit(clone, "an item")
    scene.somebody(("# Outage\n", "# Outage\n\nOne more line.\n"))
    clone.git("fetch", "--quiet", "origin")
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "-m", "merge", "feature")
    review = Review(scene, BODY, tmp_path)

    assert review.plan(checkout=clone) == []


@pytest.mark.parametrize("author", ["dependabot[bot]", "a b", "x`\n@everyone", "", "-a"])
def test_who_is_no_person_is_not_suggested(review: Review, author: str) -> None:
    assert review.plan(author) == []


def test_an_item_without_a_place_for_an_owner_has_no_suggestion(
    scene: Scene, tmp_path: Path
) -> None:
    review = Review(
        scene, "# Third\n\nDate: 2026-11-20\n\n## Action items\n\n- Alert on lag\n", tmp_path
    )

    assert review.plan() == []


def test_a_line_that_github_does_not_take_is_no_fault(review: Review) -> None:
    review.plan()
    review.scene.github.pulls.lines = set()

    done = review.comment()

    assert done.code == 0, done.err
    assert review.said == []
    assert len(review.issue.comments) == 1


def test_a_refusal_is_told_and_the_comment_is_there(review: Review) -> None:
    review.plan()
    review.scene.github.next(
        answer(403, "Resource not accessible by integration"),
        on=f"POST /repos/{SHOP}/pulls/{review.issue.number}/comments",
    )

    done = review.comment()

    assert done.code == 0
    assert "owners are not suggested" in done.err
    assert len(review.issue.comments) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "a\n```\n@everyone"},
        {"line": 0},
        {"key": "x --> @everyone"},
        {"path": ""},
        {"more": 1},
    ],
)
def test_a_file_that_somebody_made_up_is_refused(review: Review, change: dict[str, Any]) -> None:
    review.plan()
    told = json.loads(review.file.read_text())
    told["suggestions"][0].update(change)
    review.file.write_text(json.dumps(told))

    done = review.comment()

    assert done.code == 2
    assert "is not what `pm-sync plan --comment` writes" in done.err
    assert (review.said, review.issue.comments) == ([], [])
