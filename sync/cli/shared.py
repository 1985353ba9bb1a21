"""Where a `LOCAL-12` would be a dead reference for whoever reads the document next."""

from __future__ import annotations

from connectors.local.options import LocalOptions, database_path
from sync.cli.project import Project
from sync.errors import UserError


def refuse_dead_references(project: Project) -> None:
    """Raise `UserError` if the embedded tracker's tickets would be lost to everybody else, or with this machine."""
    reason = why_dead(project)
    if reason is not None:
        raise UserError(reason)


def why_dead(project: Project) -> str | None:
    """Why `sync` would refuse the embedded tracker here; None if it would not, or if another tracker is used."""
    checkout = project.checkout
    if "local" not in project.destinations or checkout is None or not checkout.has_remote:
        return None
    if project.place.file is None:
        return (
            "this repository is shared (it has a remote) and has no settings: tickets of the embedded tracker would be"
            " dead references for everybody else. Run `pm-sync init` first"
        )
    if is_throw_away(project) and not _has_tickets(project):
        return (
            "this is a CI runner, and the tickets of the embedded tracker would be thrown away with it. Set another"
            f" `tracker`, or have the runner keep {project.folder.name}/ from run to run"
        )
    return None


def is_throw_away(project: Project) -> bool:
    """Whether this is the machine of a CI job, of which nothing is left afterwards that is not kept on purpose."""
    return _is_on(project.environ.get("CI"))


def _is_on(variable: str | None) -> bool:
    return (variable or "").strip().lower() not in ("", "0", "false", "no", "off")


def _has_tickets(project: Project) -> bool:
    options = project.options("local")
    assert isinstance(options, LocalOptions)  # noqa: S101 - whose model it is, the registry knows
    return database_path(options, project.root).exists()
