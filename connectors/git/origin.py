"""Which repository each document lies in: a folder may hold checkouts of others, as submodules do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from connectors.git.checkout import Checkout, look


def origins(
    root: Path, checkout: Checkout | None, environ: Mapping[str, str]
) -> Callable[[str], str | None]:
    """Gives the page of a document's repository, by its path relative to `root`; None where nobody knows one.

    `checkout` is the one around `root`. Where there is none, as on a runner without git, the runner's own repository counts
    for what lies in its workspace.
    """
    home = root.resolve()
    around = checkout.page if checkout is not None else _of_runner(home, environ)

    @cache
    def of_folder(folder: Path) -> str | None:
        if folder == home:
            return around
        if not folder.is_relative_to(home):
            return None
        if (folder / ".git").exists():
            inner = look(folder, environ)
            return inner.page if inner is not None else None
        return of_folder(folder.parent)

    def page(path: str) -> str | None:
        try:
            return of_folder((home / path).resolve().parent)
        except (OSError, RuntimeError, ValueError):
            return None

    return page


def _of_runner(home: Path, environ: Mapping[str, str]) -> str | None:
    workspace, own = environ.get("GITHUB_WORKSPACE"), environ.get("GITHUB_REPOSITORY")
    server = environ.get("GITHUB_SERVER_URL")
    if not (workspace and own and server) or any(
        (up / ".git").exists() for up in (home, *home.parents)
    ):
        return None
    return f"{server.rstrip('/')}/{own}" if home.is_relative_to(Path(workspace).resolve()) else None
