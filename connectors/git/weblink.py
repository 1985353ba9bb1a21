"""Where people read a line of a document in the browser: at the very commit if the remote has it, else on the default branch."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from connectors.git.process import GitFailed, git

_REMOTE: Final = re.compile(
    r"(?:(?P<scheme>[a-z+]+)://)?(?:[^/@]*@)?(?P<host>[\w.-]+)(?::(?P<port>\d+)(?=/))?[:/]+(?P<path>[^?#]+?)(?:\.git)?/*"
)
_UNPLAIN: Final = (".md", ".markdown", ".mdown", ".mkd", ".rst", ".adoc", ".asciidoc")
"""Files that are shown rendered, where a line can only be pointed at in the plain text."""
_AT_ONCE: Final = 200
"""Paths of one command line."""


def page_of(remote: str | None, environ: Mapping[str, str]) -> str | None:
    """The page of the repository behind a remote's URL, without the user and password in it; None if it has none.

    A runner of GitHub Actions knows its own better than a remote does that names a host by an alias.
    """
    server, own = environ.get("GITHUB_SERVER_URL"), environ.get("GITHUB_REPOSITORY")
    found = _REMOTE.fullmatch(remote.strip()) if remote else None
    if found is None or found["path"].strip("/").count("/") < 1:
        return None
    path = found["path"].strip("/")
    if server and own and path.casefold() == own.casefold():
        return f"{server.rstrip('/')}/{own}"
    if "." not in found["host"]:
        return None
    web = found["scheme"] in ("http", "https")
    port = f":{found['port']}" if web and found["port"] else ""
    scheme = found["scheme"] if web else "https"
    return f"{scheme}://{found['host']}{port}/{quote(path)}"


def line_url(page: str, revision: str, path: str, line: int) -> str:
    """The URL of a line in a file, in the way of the host: GitHub's, which most others follow, GitLab's or Bitbucket's."""
    where, host = quote(path), page.partition("://")[2].partition("/")[0]
    if "bitbucket" in host:
        return f"{page}/src/{quote(revision)}/{where}#lines-{line}"
    plain = "?plain=1" if path.lower().endswith(_UNPLAIN) else ""
    lab = "/-" if "gitlab" in host else ""
    return f"{page}{lab}/blob/{quote(revision)}/{where}{plain}#L{line}"


def source_links(
    top: Path, prefix: str, page: str, default_branch: str | None, paths: Collection[str] = ()
) -> Callable[[str, int], str | None]:
    """Gives the URL of a line of a document, by its path relative to the root and the line. Asks git, and no server.

    Of `paths`, which are such paths, git is asked all at once.
    """
    fallback = default_branch or "HEAD"

    @lru_cache(maxsize=1)
    def published() -> str | None:
        """The commit that is checked out, if a branch of the remote holds it."""
        try:
            commit = git(top, "rev-parse", "--verify", "HEAD^{commit}").strip()
            branches = git(
                top,
                "for-each-ref",
                "--count=1",
                "--contains",
                commit,
                "--format=%(refname)",
                "refs/remotes/origin",
            )
        except GitFailed:
            return None
        return commit if branches.strip() else None

    @lru_cache(maxsize=1)
    def together() -> dict[str, str]:
        """The revisions of all `paths`."""
        commit, whole = published(), [f"{prefix}{path}" for path in paths]
        if commit is None:
            return dict.fromkeys(whole, fallback)
        there = _unchanged(top, commit, whole)
        return {path: commit if path in there else fallback for path in whole}

    @cache
    def revision(path: str) -> str:
        known = together().get(path)
        if known is not None:
            return known
        commit = published()
        return commit if commit is not None and _unchanged(top, commit, [path]) else fallback

    def url(path: str, line: int) -> str:
        whole = f"{prefix}{path}"
        return line_url(page, revision(whole), whole, line)

    return url


def _unchanged(top: Path, commit: str, paths: Sequence[str]) -> set[str]:
    """Those of the paths that the commit has and that are as it has them; none where git cannot tell."""
    found: set[str] = set()
    for start in range(0, len(paths), _AT_ONCE):
        literal = [f":(literal){path}" for path in paths[start : start + _AT_ONCE]]
        try:
            known = git(top, "ls-tree", "-r", "--name-only", "-z", commit, "--", *literal)
            edited = git(top, "status", "--porcelain", "-z", "--", *literal)
        except GitFailed:
            continue
        changed = {entry[3:] for entry in edited.split("\0")}
        found |= set(known.split("\0")) - changed - {""}
    return found
