"""Branches as a runner of GitHub Actions names them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.git.runner import Runner


def event(folder: Path, content: object) -> str:
    path = folder / "event.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_the_event_names_the_default_branch(tmp_path: Path) -> None:
    environ = {"GITHUB_EVENT_PATH": event(tmp_path, {"repository": {"default_branch": "trunk"}})}

    assert Runner.of(environ, "acme/shop").default_branch == "trunk"


@pytest.mark.parametrize("content", ["", "[]", "{}", {"repository": None}, {"repository": {}}])
def test_an_event_that_names_none_is_no_error(tmp_path: Path, content: object) -> None:
    environ = {"GITHUB_EVENT_PATH": event(tmp_path, content)}

    assert Runner.of(environ, "acme/shop") == Runner()


def test_a_missing_event_is_no_error(tmp_path: Path) -> None:
    assert Runner.of({"GITHUB_EVENT_PATH": str(tmp_path / "gone")}, None) == Runner()


def test_a_repository_checked_out_beside_the_runner_s_own_is_not_meant(tmp_path: Path) -> None:
    environ = {
        "GITHUB_REPOSITORY": "acme/infra",
        "GITHUB_REF_TYPE": "branch",
        "GITHUB_REF_NAME": "topic",
        "GITHUB_EVENT_PATH": event(tmp_path, {"repository": {"default_branch": "trunk"}}),
    }

    assert Runner.of(environ, "acme/docs") == Runner()
    assert Runner.of(environ, "Acme/Infra") == Runner("topic", "trunk")
