"""`pm-sync init --github`: the workflows for GitHub Actions, beside the settings."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from config.find import NAME
from config.workflows import MARK, Workflows
from sync.atomic import write_atomically
from sync.cli.project import Project
from sync.errors import PmSyncError, UserError
from sync.render.escape import safe

_NEXT: Final = (
    "Commit them on {branch}. Once, under Settings, Actions, General: allow GitHub Actions to create pull requests.",
    "docs/github-actions.md tells the rest.",
)


def write_workflows(project: Project, action: str | None, *, force: bool) -> None:
    """Write all. Raises `UserError` like `workflows_of`, or where a file is somebody's own."""
    workflows = workflows_of(project, action)
    assert project.checkout is not None  # noqa: S101 - it was looked at
    _write(project.checkout.top, workflows, force=force)
    for line in _NEXT:
        click.echo(line.format(branch=safe(workflows.branch)))


def workflows_of(project: Project, action: str | None) -> Workflows:
    """What would be written. Raises `UserError` where there is no repository, or no action is known, or for the embedded tracker."""
    checkout = project.checkout
    if checkout is None or checkout.repository is None:
        raise UserError(
            "--github: this folder lies in no git checkout with a remote `origin` on GitHub"
        )
    if project.settings.tracker == "local":
        remedy = (
            f'write tracker = "github" into {project.place.file.name}'
            if project.place.file
            else "say --tracker github"
        )
        raise UserError(f"--github: the embedded tracker is on this machine only; {remedy}")
    try:
        return Workflows(
            action=action or _installed_from(),
            documents=project.settings.documents,
            settings=project.place.file.name if project.place.file else NAME,
            branch=checkout.default_branch or checkout.branch or "main",
            prefix=checkout.prefix,
            project=project.project_id,
            trackers=frozenset(project.tracker_names),
        )
    except ValueError as error:
        raise UserError(f"--github: {error}") from None


def _installed_from() -> str:
    """`owner/name@commit` on GitHub, if pm-sync was installed from there: https://packaging.python.org/en/latest/specifications/direct-url/"""
    told = None
    try:
        told = distribution("pm-sync").read_text("direct_url.json")
        known = json.loads(told or "{}")
        url, commit = urlsplit(str(known["url"])), str(known["vcs_info"]["commit_id"])
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        url, commit = urlsplit(""), ""
    if url.hostname != "github.com":
        raise UserError(
            "--github: where the action comes from is not known, since pm-sync was not installed from GitHub; name it:"
            " --action OWNER/pm-sync@COMMIT, with all 40 digits of the commit"
        )
    return f"{url.path.strip('/').removesuffix('.git')}@{commit}"


def _write(top: Path, workflows: Workflows, *, force: bool) -> None:
    """All or, where one is in the way, none."""
    files = {top / path: text for path, text in workflows.files.items()}
    for file, text in files.items():
        _refuse_to_replace(file, text, force=force)
    for file, text in files.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, text.encode())
        except OSError as error:
            raise PmSyncError(f"{file}: cannot be written: {error.strerror}") from error
        click.echo(safe(f"wrote {file.relative_to(top).as_posix()}"))


def _refuse_to_replace(file: Path, text: str, *, force: bool) -> None:
    if any(one.is_symlink() for one in (file, file.parent, file.parent.parent)):
        raise UserError(f"{file}: lies behind a link, and is not written")
    try:
        there = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(f"{file}: cannot be read: {error.strerror}") from error
    if there == text:
        return
    if not there.startswith(MARK):
        raise UserError(f"{file}: is there already and not from pm-sync; rename it")
    if not force:
        raise UserError(
            f"{file}: is there already, and says something else; say --force to replace it"
        )
