"""Documents come from whatever source the settings name, also from one that another distribution brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import HOME, Program

WIKI = """
from pydantic import BaseModel

from connectors.kinds import DocumentsKind
from sync.model.postmortem import ActionItem, Form, Postmortem
from sync.ports import Written


class Options(BaseModel, extra="forbid", frozen=True):
    space: str


class Wiki:
    named = ()

    def __init__(self, options, reading):
        self.space, self.reading = options.space, reading

    def read(self, paths=None):
        item = ActionItem("Add an alert", 3, 3, Form.BULLET)
        yield Postmortem(f"{self.space}/outage", "1", title="Outage", items=(item,))

    def write(self, path, revision, cells):
        return Written(revision, self.rehearse(path, revision, cells))

    def rehearse(self, path, revision, cells):
        return {cell: "a wiki cannot be written" for cell in cells}


KIND = DocumentsKind("wiki", lambda: Options, Wiki)
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    library = tmp_path / "library"
    info = library / "wiki_pm-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: wiki-pm\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pm_sync.documents]\nwiki = wiki_pm:KIND\n")
    (library / "wiki_pm.py").write_text(WIKI)
    program = Program(tmp_path / "repository")
    program.environ["PYTHONPATH"] = f"{HOME}:{library}"
    program.write("pm-sync.toml", 'source = "wiki"\n[sources.wiki]\nspace = "SRE"\n')
    return program


def test_a_source_of_another_distribution_is_read(program: Program) -> None:
    documents = program("items", "--format", "json").json["documents"]

    assert [(one["path"], [item["title"] for item in one["items"]]) for one in documents] == [
        ("SRE/outage", ["Add an alert"])
    ]


def test_what_cannot_be_written_there_is_told_and_gets_no_ticket(program: Program) -> None:
    planned = program("plan")
    done = program("sync")

    for shown in (planned.out, done.out):
        assert "its link could not be written: a wiki cannot be written" in " ".join(shown.split())
    assert program("tickets", "list", "--format", "json").json["tickets"] == []


def test_a_source_without_tables_cannot_be_tidied(program: Program) -> None:
    done = program("fmt")

    assert done.code == 2
    assert "the document source 'wiki' has no tables to tidy" in done.err


def test_its_settings_are_checked_by_its_own_model(program: Program) -> None:
    program.write("pm-sync.toml", 'source = "wiki"\n[sources.wiki]\nspaec = "SRE"\n')

    done = program("items")

    assert done.code == 2
    assert "pm-sync.toml:3" in done.err
    assert "space" in done.err


def test_a_source_that_nobody_installed_is_told_with_those_that_are(program: Program) -> None:
    program.write("pm-sync.toml", 'source = "wikki"\n')

    done = program("items")

    assert done.code == 2
    assert "unknown document source 'wikki'" in done.err
    assert "did you mean 'wiki'?" in done.err
