"""Annotations give a runner the commands that are meant, and none that somebody wrote into a title."""

from __future__ import annotations

import pytest

from sync.render.annotations import Annotation, Mark, commands


def note(
    severity: Mark = Mark.WARNING,
    path: str = "pm/a.md",
    title: str = "No owner",
    message: str = "Fix it",
) -> Annotation:
    return Annotation(path, 7, None, severity, title, message)


def test_an_annotation_names_its_line() -> None:
    assert commands([note()]) == ["::warning file=pm/a.md,line=7,title=No owner::Fix it"]


def test_a_column_is_named_where_it_is_known() -> None:
    assert commands([Annotation("a.md", 1, 3, Mark.ERROR, "t", "m")]) == [
        "::error file=a.md,line=1,col=3,title=t::m"
    ]


def test_signs_of_the_format_are_escaped_where_they_would_end_a_value() -> None:
    assert commands([note(path="a,line=1::b%.md", title="x,y: z", message="50%, a: b")]) == [
        "::warning file=a%2Cline=1%3A%3Ab%25.md,line=7,title=x%2Cy%3A z::50%25, a: b"
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "a\n::set-output name=x::y",
        "\r::error::x",
        "##[error]x",
        "\u202eabc",
        "\x1b[31m",
        "x" * 10_000,
    ],
)
def test_hostile_text_stays_one_short_command(hostile: str) -> None:
    (line,) = commands([note(path=hostile, title=hostile, message=hostile)])
    assert line.startswith("::warning file=")
    assert len(line.splitlines()) == 1
    assert len(line) < 4000
    assert "##[" not in line
    assert line.isprintable()


def test_more_than_ten_of_a_severity_are_counted_in_a_notice() -> None:
    lines = commands([note()] * 12 + [note(Mark.NOTICE)] * 10)
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum(line.startswith("::notice ") for line in lines) == 10
    assert lines[-1] == "::notice title=pm-sync::3 more are in the log of this step."


def test_ten_of_a_severity_are_all_shown() -> None:
    assert len(commands([note(Mark.NOTICE)] * 10)) == 10
