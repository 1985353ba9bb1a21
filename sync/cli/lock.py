"""The lock across machines, as the settings want it, and how this run is called in it."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Mapping
from typing import Final

from connectors.git.lock import GitLock
from sync.cli.project import Project
from sync.lease import Lease

log = logging.getLogger("pm_sync.cli")

_JOBS: Final = ("CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "BUILD_URL")
"""Where a runner says what page shows its run: GitLab, Buildkite, CircleCI, Jenkins."""


def lease_of(project: Project) -> Lease:
    """The turn of this run; costs nothing before it is taken."""
    mode = project.settings.sync.lock
    if mode == "off":
        log.debug('no lock across machines: `lock = "off"` under [sync]')
        return Lease()
    checkout = project.checkout
    return Lease(
        GitLock(checkout.top if checkout else None),
        run=secrets.token_hex(8),
        holder=holder(project.environ),
        required=mode == "required",
        tell=log.warning,
    )


def holder(environ: Mapping[str, str]) -> str:
    """Who has the lock, so that somebody can go and look: the page of a CI run, or process and machine."""
    page = _page(environ)
    return page or f"process {os.getpid()} on {socket.gethostname()}"


def _page(environ: Mapping[str, str]) -> str | None:
    server, own, run = (
        environ.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")
    )
    if server and own and run:
        return f"{server}/{own}/actions/runs/{run}"
    return next((environ[name] for name in _JOBS if environ.get(name)), None)
