"""Where `init` finds postmortems, and what it proposes for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.markdown.discovery import Patterns
from sync.cli.survey import patterns_for
from tests.fakes.program import Program

POSTMORTEM = (
    "# Checkout\n\n## Impact\n\nx\n\n## Timeline\n\nx\n\n## Action items\n\n- Add an alert\n"
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def proposed(program: Program) -> str:
    done = program("init")
    assert done.code == 0, done.err
    return next(
        line for line in program.read("pm-sync.toml").split("\n") if line[:9] == "documents"
    )


def test_they_are_found_by_what_they_say(program: Program) -> None:
    program.write("docs/ops/2026-11.md", POSTMORTEM)

    assert proposed(program) == 'documents = ["docs/ops/*.md"]'


def test_they_are_found_by_what_they_are_called(program: Program) -> None:
    program.write("wiki/incidents/2026/11/x.markdown", "# X\n\n## Action items\n\n- Add an alert\n")

    assert proposed(program) == 'documents = ["wiki/incidents/**/*.markdown"]'


def test_one_at_the_root_stands_for_itself(program: Program) -> None:
    program.write("outage [1].md", POSTMORTEM)
    program.write("README.md", "# Shop\n\n## Next steps\n\n- Read on\n")

    assert proposed(program) == 'documents = ["outage [[]1].md"]'
    assert len(program("items", "--format", "json").json["documents"]) == 1


@pytest.mark.parametrize(
    "path",
    [
        "node_modules/x/postmortems/a.md",
        "vendor/x/incidents/a.md",
        ".hidden/incidents/a.md",
        "docs/notes.md",
        "docs/postmortem-template.md",
    ],
)
def test_what_is_none_or_somebody_else_s_is_left_out(program: Program, path: str) -> None:
    text = "# Notes\n\n## Next steps\n\n- Read on\n"
    program.write(path, text if path == "docs/notes.md" else POSTMORTEM)

    assert proposed(program) == 'documents = ["postmortems/**/*.md"]'


def test_one_folder_per_incident_is_one_pattern(program: Program) -> None:
    for name in ("a", "b", "c"):
        program.write(f"reviews/{name}.1/README.md", POSTMORTEM)

    assert proposed(program) == 'documents = ["reviews/**/*.md"]'


def test_where_the_settings_look_already_nothing_else_is_searched(program: Program) -> None:
    program.write("postmortems/a.md", POSTMORTEM)
    program.write("incidents/b.md", POSTMORTEM)

    assert proposed(program) == 'documents = ["postmortems/**/*.md"]'


def test_links_out_of_the_root_are_not_followed(program: Program, tmp_path: Path) -> None:
    inner = Program(tmp_path / "inner", inside=True)
    program.write("incidents/a.md", POSTMORTEM)
    inner.root.mkdir()
    (inner.root / "incidents").symlink_to(tmp_path / "incidents")

    assert proposed(inner) == 'documents = ["postmortems/**/*.md"]'


NAMES = st.text("ab[*?]!{,}.-ü", min_size=1, max_size=5).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=0, max_size=3).flatmap(
    lambda folders: st.sampled_from(["x.md", "post.mortem.md", "y.markdown"]).map(
        lambda name: "/".join([*folders, name])
    )
)


@given(st.lists(PATHS, min_size=1, max_size=12))
def test_the_patterns_match_every_postmortem_that_was_found(paths: list[str]) -> None:
    patterns = Patterns(patterns_for(paths))

    assert [path for path in paths if not patterns.match(path)] == []


@given(st.lists(PATHS, max_size=12))
def test_the_patterns_never_take_in_the_whole_repository(paths: list[str]) -> None:
    patterns = Patterns(patterns_for(paths))

    assert not patterns.match("another/README.md")
    assert not patterns.match("README.md")
