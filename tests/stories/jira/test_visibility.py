"""Jira does not tell who can read a project: the settings do, and nobody but its people is taken for granted."""

from __future__ import annotations

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import CREATE


def settings(program: Program, old: str, new: str) -> None:
    program.write("pm-sync.toml", program.read("pm-sync.toml").replace(old, new))


@pytest.fixture
def program(program: Program) -> Program:
    """In a checkout of a repository of which nobody knows who reads it."""
    program.git("init", "-q")
    program.git("remote", "add", "origin", "https://git.acme.test/acme/pm.git")
    program.environ["PM_SYNC_SYNC__LOCK"] = "off"
    return program


def test_a_project_that_everybody_reads_takes_nothing_from_documents_that_may_be_private(
    program: Program, jira: Jira
) -> None:
    settings(program, 'project = "OPS"', 'project = "OPS"\npublic = true')

    done = program("sync")

    assert done.code == 3
    assert "would be in OPS, which everybody can read" in done.out
    assert CREATE not in jira.names()
    assert program("sync", PM_SYNC_PRIVATE__VISIBILITY="public").code == 0
    assert len(jira.issues("OPS")) == 5


def test_a_route_says_so_of_its_own_project(program: Program, jira: Jira) -> None:
    jira.project("OPEN")
    route = '\n[[routes]]\ntype = "process"\nproject = "OPEN"\npublic = true\n'
    settings(program, '[people."Ann Lee"]', f'{route}\n[people."Ann Lee"]')

    done = program("sync")

    assert done.code == 3
    assert "would be in OPEN, which everybody can read" in done.out
    assert jira.issues("OPEN") == []
    assert len(jira.issues("OPS")) == 4


def test_a_route_to_a_closed_project_leads_out_of_an_open_jira(
    program: Program, jira: Jira
) -> None:
    jira.project("SECRET")
    jira.me.assignable.add("SECRET")
    settings(program, 'project = "OPS"', 'project = "OPS"\npublic = true')
    route = '\n[[routes]]\npath = "**"\nproject = "SECRET"\npublic = false\n'
    settings(program, '[people."Ann Lee"]', f'{route}\n[people."Ann Lee"]')

    done = program("sync")

    assert done.code == 0, done.out + done.err
    assert len(jira.issues("SECRET")) == 4
