"""The container's recipe, as far as it can be told without building it, and the hook for pre-commit."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import requires
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fakes.program import HOME

RECIPE = (HOME / "Dockerfile").read_text(encoding="utf-8")
LINES = RECIPE.replace("\\\n", " ").splitlines()


def test_bases_are_pinned_and_the_image_runs_without_rights() -> None:
    bases = [line.split()[1] for line in LINES if line.startswith("FROM ")]

    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:[\w.-]+@sha256:[0-9a-f]{64}", bases[0])
    assert [line for line in LINES if line.startswith("USER ")] == ["USER 10001"]


def test_what_it_copies_is_there_and_reaches_the_build() -> None:
    allowed = [
        line.removeprefix("!")
        for line in (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    copied = [
        name
        for line in LINES
        if line.startswith("COPY ") and "--from" not in line
        for name in shlex.split(line)[1:-1]
    ]

    assert sorted(copied) == sorted(allowed)
    assert all((HOME / name).exists() for name in copied)


def test_what_only_builds_is_taken_out_again() -> None:
    locked = (HOME / "action/requirements.txt").read_text(encoding="utf-8")
    removed = next(line for line in LINES if "uninstall" in line).partition("--yes ")[2].split()

    needed, asked = set[str](), ["pm-sync"]
    while asked:
        for line in requires(asked.pop()) or ():
            wanted = Requirement(line)
            if wanted.name not in needed and (wanted.marker is None or wanted.marker.evaluate()):
                needed.add(canonicalize_name(wanted.name))
                asked.append(wanted.name)
    assert {"packaging", "requests"} <= needed  # of jira
    assert not needed & set(removed)
    for name in removed:
        assert name == "pip" or f"\n{name}==" in locked


def test_the_hook_calls_a_command_that_is_there() -> None:
    hooks: Any = yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert [hook["entry"] for hook in hooks] == ["pm-sync fmt --check", "pm-sync check"]
    assert re.search(hooks[0]["files"], "postmortems/a.md")
