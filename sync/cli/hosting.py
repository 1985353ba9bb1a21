"""The host of the repository that the documents lie in, for what is done there besides git: pull requests."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from connectors.http.address import LOOPBACK
from connectors.registry import tracker_kind
from sync.cli.project import Project
from sync.errors import UserError
from sync.hosting import CodeHost

HOST: Final = "github"
_INSTEAD: Final = "; use --publish push, or --publish none"


def code_host(
    project: Project, asking: str = "--publish pull-request", instead: str = _INSTEAD
) -> CodeHost:
    """GitHub, if `origin` is there, whatever tracker the settings name. Raises `UserError` if it is not, or without a token."""
    kind, options = tracker_kind(HOST), project.options(HOST)
    repository = hosted(project)
    if kind.host is None or repository is None:
        raise UserError(
            f"{asking}: the remote `origin` is no repository on GitHub, where alone pm-sync knows pull requests{instead}"
        )
    return kind.host(options, project.context(), repository)


def hosted(project: Project) -> str | None:
    """`owner/name` of `origin`, if it lies where the settings, or the runner, have GitHub."""
    checkout, options = project.checkout, project.options(HOST)
    if checkout is None or checkout.page is None:
        return None
    theirs, own = urlsplit(checkout.page), urlsplit(options.web)
    hosts = {own.hostname, f"www.{own.hostname}", f"ssh.{own.hostname}"}
    if theirs.hostname in hosts or own.hostname in LOOPBACK:
        return checkout.repository
    return None
