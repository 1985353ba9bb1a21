"""Merge conflicts that git left behind."""

from __future__ import annotations

import pytest

from connectors.markdown.conflicts import conflict_at

CONFLICT = b"<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> side\n"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("before", [b"", b"# Outage\n\n", b"```\ncode\n```\n"])
def test_a_conflict_is_found_where_it_begins(before: bytes, newline: bytes) -> None:
    data = (before + CONFLICT).replace(b"\n", newline)

    assert conflict_at(data) == len(before.replace(b"\n", newline))


def test_a_conflict_of_three_sides_is_one() -> None:
    assert conflict_at(CONFLICT.replace(b"=======", b"||||||| base\n- c\n=======")) == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# Title\n=======\n",
        b"```\n" + CONFLICT + b"```\n",
        b"- quote:\n\n  ~~~\n" + CONFLICT + b"  ~~~\n",
        b"<<<<<<< HEAD\n>>>>>>> side\n",
        CONFLICT.replace(b"\n", b"\n    "),
        b"a <<<<<<< b\n=======\n>>>>>>> c\n",
    ],
)
def test_what_only_looks_like_one_is_none(data: bytes) -> None:
    assert conflict_at(data) is None
