"""What git says of a folder: the top, the remote, the branches, and when files were first committed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from connectors.git import history
from connectors.git.process import GitFailed, git
from connectors.git.runner import Runner
from connectors.git.weblink import page_of, source_links

log = logging.getLogger("pm_sync.git")

_REMOTE = re.compile(r"(?:^[a-z+]+://[^/]+/|^[^/:]+:)/*(?P<path>[^?#]+?)(?:\.git)?/*$")
_HEAD = "refs/remotes/origin/"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The repository that a folder lies in."""

    top: Path
    prefix: str
    """Where the folder lies below `top`: empty, or with a slash at the end."""
    has_remote: bool
    repository: str | None
    """`owner/name` of the remote `origin`."""
    branch: str | None
    """None when no branch is checked out."""
    default_branch: str | None
    """As the remote names it; None if it names none."""
    page: str | None = None
    """Where people read the repository in the browser."""

    @property
    def off_default_branch(self) -> bool:
        """Whether the remote names a default branch, and this is another."""
        return self.default_branch is not None and self.branch != self.default_branch

    def first_commits(self, paths: Collection[str]) -> Mapping[str, date]:
        """The day of the first commit of each path (relative to the folder), where the history tells it."""
        try:
            found = history.first_commits(self.top, [self.prefix + path for path in paths])
        except GitFailed as error:
            log.warning("documents without a date of their own count as old: %s", error)
            return {}
        return {path.removeprefix(self.prefix): day for path, day in found.items()}

    def files(self) -> frozenset[str]:
        """The path from `top` of every file that git tracks or would, also where a sparse checkout leaves it out. Raises `GitFailed`."""
        listed = git(self.top, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        removed = git(self.top, "ls-files", "-z", "--deleted")
        return frozenset(listed.split("\0")) - frozenset(removed.split("\0")) - {""}

    def source(self, paths: Collection[str] = ()) -> Callable[[str, int], str | None]:
        """Gives the URL of a line of a document, by its path relative to the folder; None where the remote has no pages.

        Whoever asks of many names them as `paths`.
        """
        if self.page is None:
            return lambda _path, _line: None
        return source_links(self.top, self.prefix, self.page, self.default_branch, paths)


def look(folder: Path, environ: Mapping[str, str]) -> Checkout | None:
    """The checkout that `folder` lies in; None outside of git, without git, or (told) if git does not trust it."""
    try:
        answer = git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    except GitFailed as error:
        _tell_distrust(folder, str(error))
        return None
    top, _, prefix = answer.partition("\n")
    url = _line(folder, "config", "--get", "remote.origin.url")
    repository = repository_of(url) if url else None
    runner = Runner.of(environ, repository)
    return Checkout(
        top=Path(top),
        prefix=prefix.strip("\n"),
        has_remote=bool(_line(folder, "remote")),
        repository=repository,
        branch=_branch(folder) or runner.branch,
        default_branch=_default_branch(folder) or runner.default_branch,
        page=page_of(url, environ),
    )


def repository_of(url: str) -> str | None:
    """`owner/name` of a remote's URL in any of git's forms; None for a path on this machine."""
    found = _REMOTE.match(url.strip())
    parts = found["path"].split("/") if found else []
    return "/".join(parts[-2:]) if len(parts) >= 2 else None


def _branch(folder: Path) -> str | None:
    """The whole name, since git shortens it to `heads/main` where a tag is called the same."""
    head = _line(folder, "symbolic-ref", "--quiet", "HEAD")
    return head.removeprefix("refs/heads/") if head else None


def _default_branch(folder: Path) -> str | None:
    head = _line(folder, "symbolic-ref", "--quiet", f"{_HEAD}HEAD")
    return head.removeprefix(_HEAD) if head else None


def _line(folder: Path, *arguments: str) -> str | None:
    try:
        return git(folder, *arguments).strip().partition("\n")[0] or None
    except GitFailed:
        return None


def _tell_distrust(folder: Path, reason: str) -> None:
    if "dubious ownership" in reason:
        log.warning(
            "git does not trust %s, since it belongs to somebody else, so it counts as no repository; if you trust"
            " it: git config --global --add safe.directory %s",
            folder,
            folder,
        )
