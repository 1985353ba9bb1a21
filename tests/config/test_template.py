"""The file that `init` writes works, and its comments tell no lies."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from config.find import look_in
from config.load import load
from config.settings import Settings
from config.template import render

SINCE = date(2026, 10, 24)


def load_text(root: Path, text: str) -> Settings:
    (root / "pm-sync.toml").write_text(text, encoding="utf-8")
    return load(look_in(root), {}).settings


def test_the_file_gives_exactly_the_given_values(tmp_path: Path) -> None:
    settings = load_text(tmp_path, render(["a/*.md", "b/*.md"], "local", SINCE, "acme/shop"))

    assert settings.documents == ("a/*.md", "b/*.md")
    assert settings.since == SINCE
    assert settings.project.id == "acme/shop"


def test_everything_else_is_as_without_a_file(tmp_path: Path) -> None:
    written = load_text(tmp_path, render(["postmortems/**/*.md"], "local", SINCE))
    default = load(look_in(tmp_path / "nowhere"), {}).settings

    unset: dict[str, object] = {"since": None, "trackers": {}}
    assert {**written.model_dump(), **unset} == default.model_dump()


def test_every_commented_key_works_when_its_mark_is_taken_away(tmp_path: Path) -> None:
    text = render(["postmortems/**/*.md"], "local", SINCE)
    uncommented = re.sub(r"(?m)^# (?=\w+ = |\[)", "", text)
    (tmp_path / "people.toml").write_text("")

    settings = load_text(tmp_path, uncommented)

    assert settings.people["Mara Lindqvist"].aliases == ("ML", "mara.l")
    assert settings.status.done == "Done"
    shown = set(re.findall(r"(?m)^(\w+) = ", uncommented))
    tables = (
        settings.create,
        settings.limits,
        settings.owners,
        settings.status,
        settings.sync,
        settings.sla,
    )
    known = {name for table in tables for name in type(table).model_fields}
    top = {
        name
        for name, field in Settings.model_fields.items()
        if not re.search(rf"\n\[\[?{name}", uncommented)
    }
    assert known | top <= shown


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_any_pattern_survives(patterns: list[str]) -> None:
    assert tomllib.loads(render(patterns, "local", SINCE))["documents"] == patterns
