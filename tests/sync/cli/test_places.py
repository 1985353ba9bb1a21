"""Items named as PATH:LINE."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.cli.places import place_of, refuse_unknown
from sync.errors import UserError
from sync.model.postmortem import ActionItem, Form, Postmortem
from sync.policy import Policy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "a.md").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("postmortems/a.md:7", "."),
        ("a.md:7", "postmortems"),
        ("./a.md:7", "postmortems"),
        ("postmortems/a.md:7", "postmortems"),
    ],
)
def test_a_path_is_looked_for_from_here_and_from_the_root(
    root: Path, text: str, folder: str
) -> None:
    assert place_of(text, root, root / folder) == ("postmortems/a.md", 7)


def test_an_absolute_path_will_do(root: Path) -> None:
    assert place_of(f"{root}/postmortems/a.md:7", root, Path("/")) == ("postmortems/a.md", 7)


@pytest.mark.parametrize("text", ["", "a.md", "a.md:", "a.md:x", ":7", "a.md:٣", "a.md:-1"])
def test_what_is_no_path_and_line_is_told(root: Path, text: str) -> None:
    with pytest.raises(UserError, match="PATH:LINE"):
        place_of(text, root, root)


POSTMORTEMS = (
    Postmortem(
        path="a.md",
        revision="1",
        items=(
            ActionItem(title="one", line=3, end_line=4, form=Form.BULLET),
            ActionItem(title="two", line=5, end_line=5, form=Form.BULLET),
        ),
    ),
    Postmortem(path="empty.md", revision="1"),
)


def new(*places: tuple[str, int]) -> Policy:
    return Policy(force_new=frozenset(places))


def test_places_of_items_are_accepted() -> None:
    refuse_unknown(new(("a.md", 3), ("a.md", 5)), POSTMORTEMS)


def test_every_place_without_an_item_is_told() -> None:
    with pytest.raises(UserError) as caught:
        refuse_unknown(new(("a.md", 3), ("a.md", 4), ("b.md", 1), ("empty.md", 1)), POSTMORTEMS)

    assert [(one.path, one.line) for one in caught.value.problems] == [
        ("a.md", 4),
        ("b.md", 1),
        ("empty.md", 1),
    ]
    assert "3, 5" in str(caught.value)
