"""Where people read a line of a document in the browser: at the very commit if the remote has it, else on the default branch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
    top: Path, prefix: str, page: str, default_branch: str | None
) -> Callable[[str, int], str | None]:
    """Gives the URL of a line of a document, by its path relative to the root and the line. Asks git, and no server."""
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

    @cache
    def revision(path: str) -> str:
        commit = published()
        if commit is None:
            return fallback
        try:
            known = git(top, "ls-tree", "--name-only", "-z", commit, "--", f":(literal){path}")
            edited = git(top, "status", "--porcelain", "-z", "--", f":(literal){path}")
        except GitFailed:
            return fallback
        return commit if known and not edited else fallback

    def url(path: str, line: int) -> str:
        whole = f"{prefix}{path}"
        return line_url(page, revision(whole), whole, line)

    return url
