"""`plan --annotate`: what needs a person, on the exact lines, as commands that a runner obeys and nobody else gives."""

from __future__ import annotations

import re

import pytest

from tests.fakes.program import Done
from tests.proposals.scene import BODY, SHOP, Scene
from tests.proposals.test_comment import HOSTILE, ROWS
from tests.proposals.test_merging import NEW, TEXT, proposed

COMMAND = re.compile(r"^::(error|warning|notice) (?:([^:]*))::(.*)$")


def annotated(scene: Scene, files: dict[str, str]) -> Done:
    return proposed(scene, files)("plan", "--base", "origin/main", "--annotate")


def commands(done: Done) -> list[str]:
    """Whatever a runner would obey."""
    return [line for line in done.out.splitlines() if re.search(r"^\s*::|##\[", line)]


def test_an_item_that_nobody_owns_and_an_owner_who_cannot_be_assigned_are_told_on_their_lines(
    scene: Scene,
) -> None:
    rows = "| First | @ann | |\n| Second | | |\n| Third | @ghost | |\n"

    done = annotated(scene, {NEW: ROWS + rows})

    assert done.code == 0, done.err
    first, second = commands(done)
    assert first == f"::warning file={NEW},line=10,title=Second::nobody owns it"
    assert second.startswith(
        f"::warning file={NEW},line=11,title=Third::ghost is not assigned: acme/shop lets"
    )
    assert done.out.index("Plan: 3 tickets") < done.out.index(first)


def test_without_anything_to_look_at_there_is_none(scene: Scene) -> None:
    assert commands(annotated(scene, {NEW: TEXT})) == []


def test_what_is_more_than_github_shows_is_counted(scene: Scene) -> None:
    rows = "".join(f"| Fix thing {number} | | |\n" for number in range(13))

    told = commands(annotated(scene, {NEW: ROWS + rows}))

    assert len(told) == 11
    assert told[-1].startswith("::notice title=pm-sync::3 more remarks find no room")


def test_what_people_write_gives_no_command_and_ends_none(scene: Scene) -> None:
    path = "postmortems/a, b%0A::error::x: ##[error] \u202e.md"
    title = HOSTILE.replace("#1 ", "").replace("https://evil.example/o/r/issues/1", "")
    rows = f"| 100% {title}, line=1 | | |\n| ::stop-commands::x | ::error::owner | |\n"

    done = annotated(scene, {path: ROWS + rows, "postmortems/a,b%25:c.md": ROWS + rows})

    assert done.code == 0, done.err
    told = commands(done)
    assert told
    for line in told:
        found = COMMAND.match(line)
        assert found, line
        assert "##[" not in line
        assert "\u202e" not in line
        pairs = dict(pair.split("=", 1) for pair in found[2].split(","))
        assert pairs.keys() <= {"file", "line", "title"}
        assert pairs.get("file", "postmortems/a%2Cb%2525%3Ac.md") == "postmortems/a%2Cb%2525%3Ac.md"
        assert pairs.get("line") in (None, "9", "10")
    assert any("file=" in line for line in told)
    assert any("file=" not in line for line in told)


def test_restricted_documents_are_not_told_of(scene: Scene) -> None:
    secret = ROWS.replace("# Third", "---\npm-sync: private\n---\n\n# Third") + "| Secret | | |\n"

    done = annotated(scene, {"postmortems/breach.md": secret})

    assert done.code == 0, done.err
    assert commands(done) == []


def test_lines_are_those_from_the_top_of_the_repository(scene: Scene) -> None:
    settings = scene.remote.git("show", "main:pm-sync.toml")
    scene.add("team/pm-sync.toml", settings)
    clone = proposed(scene, {f"team/{NEW}": ROWS + "| First | | |\n"})

    done = clone("plan", "--base", "origin/main", "--annotate", cwd=clone.root / "team")

    assert commands(done) == [f"::warning file=team/{NEW},line=9,title=First::nobody owns it"]


def test_a_document_that_cannot_be_read_is_an_error_there(scene: Scene) -> None:
    conflict = f"{BODY}\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"

    done = annotated(scene, {NEW: conflict})

    assert done.code == 2
    (only,) = commands(done)
    assert only.startswith(f"::error file={NEW},line=")


@pytest.mark.parametrize(
    "options", [["--annotate"], ["--base", "HEAD", "--annotate", "--format", "json"]]
)
def test_it_is_refused_where_it_makes_no_sense(scene: Scene, options: list[str]) -> None:
    done = scene.clone()("plan", *options)

    assert done.code == 2
    assert "--annotate" in done.err
    assert scene.github.at(SHOP).issues == {}
