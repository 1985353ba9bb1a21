"""What git says of the checkout and its remote that a run depends on; nothing is written, neither here nor there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.git.checkout import Checkout
from connectors.git.lock import REF, REMOTE, remote_of
from connectors.git.process import GitFailed, git
from connectors.git.remote import masked, talk
from sync.diagnosis import Area, Finding, bad, doubt, well

PROBE: Final = "refs/pm-sync/doctor"
"""Where the lock is rehearsed: a name beside it, at which nothing ever stands."""

_PASSWORD: Final = re.compile(
    r"://(?:[^/@\s]*:[^/@\s]+|(?:gh[a-z]_|github_pat_|glpat-)[^/@:\s]+|[A-Za-z0-9]{32,}):?@"
)
"""Also a token in the place of the name, as GitHub takes it: `https://ghp_…@github.com/`."""
_REHEARSED: Final = (
    "push",
    "--dry-run",
    "--quiet",
    "--no-verify",
    "--no-follow-tags",
    "--recurse-submodules=no",
    "--no-signed",
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run wants of git here."""

    undated: int = 0
    """Documents without a date, which the first commit may tell."""
    shared: bool = True
    """Whether tickets go where other machines make some too."""
    lock: str = "auto"
    """As `lock` under [sync] says."""
    online: bool = True
    """Whether the remote may be asked."""


def of_folder(folder: Path, checkout: Checkout | None, wishes: Wishes) -> Iterator[Finding]:
    """What is found of the checkout that `folder` lies in; None is what `look` found there."""
    if checkout is None:
        yield from _without(folder, wishes)
        return
    yield from _branches(checkout)
    yield from _remotes(checkout)
    yield from _history(checkout, wishes)
    if checkout.has_remote and wishes.shared:
        yield from _lock(checkout, wishes)


def state_file(checkout: Checkout, path: str, folder: str) -> Iterator[Finding]:
    """How git keeps the state file at `path` (relative to the root), and keeps off the `folder` that is not for it."""
    own = checkout.prefix + path
    there = (checkout.top / own).exists()
    if _is_ignored(checkout.top, own):
        yield _state(
            f"{path} is ignored by git",
            "take it out of .gitignore, and commit it: a later run on another machine knows nothing without it",
        )
    elif there and not _tracked(checkout.top, own):
        yield _state(f"{path} is not committed", "commit it together with the documents")
    if there and _merge_of(checkout.top, own) != "union":
        yield _state(
            f"git does not merge {path} line by line: two branches that both changed it collide",
            f"add the line `{path} merge=union` to .gitattributes beside it",
        )
    if _tracked(checkout.top, checkout.prefix + folder):
        yield _state(
            f"{folder}/ is committed, with the journal of one machine",
            f"git rm -r --cached {folder}; it is kept off by the .gitignore in it",
        )
    elif (checkout.top / checkout.prefix / folder).exists() and not _is_ignored(
        checkout.top, f"{checkout.prefix}{folder}/journal.jsonl"
    ):
        yield _state(f"{folder}/ is not ignored by git", f"add the line `{folder}/` to .gitignore")


def _without(folder: Path, wishes: Wishes) -> Iterator[Finding]:
    try:
        git(folder, "rev-parse", "--show-toplevel")
    except GitFailed as error:
        reason = str(error)
    else:
        return
    if "dubious ownership" in reason:
        yield bad(
            Area.GIT,
            f"git does not trust {folder}, which belongs to somebody else, so it counts as no repository",
            f"if you trust it: git config --global --add safe.directory {folder}",
        )
    elif "not installed" in reason:
        yield doubt(
            Area.GIT, "git is not installed, so nothing is known of the repository", "install git"
        )
    elif wishes.shared:
        yield doubt(
            Area.GIT,
            "this folder lies in no git checkout: no lock keeps two machines apart, and files have no history",
            "run pm-sync in a checkout",
        )
    else:
        yield well(
            Area.GIT, "this folder lies in no git checkout; that is fine with the embedded tracker"
        )


def _branches(checkout: Checkout) -> Iterator[Finding]:
    if not checkout.has_remote:
        yield well(Area.GIT, "the checkout has no remote")
    elif checkout.default_branch is None:
        yield doubt(
            Area.GIT,
            "git does not know the remote's default branch, so tickets are created from any branch",
            f"git remote set-head {REMOTE} --auto",
        )
    elif checkout.branch is None:
        yield doubt(
            Area.GIT,
            f"no branch is checked out, and tickets are created on {checkout.default_branch} only",
            f"git switch {checkout.default_branch}, or say --any-branch",
        )
    elif checkout.off_default_branch:
        yield doubt(
            Area.GIT,
            f"{checkout.branch} is checked out, and tickets are created on {checkout.default_branch} only",
            f"git switch {checkout.default_branch}, or say --any-branch",
        )
    else:
        yield well(Area.GIT, f"the default branch {checkout.branch} is checked out")


def _remotes(checkout: Checkout) -> Iterator[Finding]:
    if not checkout.has_remote:
        return
    url = _line(checkout.top, "config", "--get", f"remote.{REMOTE}.url")
    if url is None:
        yield doubt(
            Area.GIT,
            f"no remote is called {REMOTE}, which is the one that pm-sync asks",
            f"git remote rename NAME {REMOTE}",
        )
    elif _PASSWORD.search(url):
        yield doubt(
            Area.GIT,
            f"the URL of {REMOTE} holds a password or a token: {masked(url)}",
            f"git remote set-url {REMOTE} without it, and sign in by a credential helper",
        )


def _history(checkout: Checkout, wishes: Wishes) -> Iterator[Finding]:
    if wishes.undated and _line(checkout.top, "rev-parse", "--is-shallow-repository") == "true":
        several = "documents have" if wishes.undated > 1 else "document has"
        yield doubt(
            Area.GIT,
            f"this clone is shallow, and {wishes.undated} {several} no date but that of the first commit, which it lacks:"
            " they count as old",
            "git fetch --unshallow (in a workflow `fetch-depth: 0`), or write `Date:` into them",
        )


def _lock(checkout: Checkout, wishes: Wishes) -> Iterator[Finding]:
    if wishes.lock == "off":
        yield doubt(
            Area.GIT,
            'no lock keeps runs on different machines apart: `lock = "off"` under [sync]',
            "take that out, unless one machine or a concurrency group runs pm-sync",
        )
        return
    if not wishes.online:
        return
    if _line(checkout.top, "rev-parse", "--quiet", "--verify", "HEAD^{commit}") is None:
        found = (
            "nothing is committed yet, so whether the lock across machines works cannot be tried"
        )
        yield doubt(Area.GIT, found, "commit something, and look again")
        return
    try:
        _rehearse(checkout.top)
    except GitFailed as error:
        found = f"the lock across machines cannot be put on {REMOTE}: {error}"
        remedy = f"let this account push to {REF} there (with a token of GitHub: Contents: read and write)"
        told = bad if wishes.lock == "required" else doubt
        yield told(Area.GIT, found, remedy)
        return
    yield well(
        Area.GIT, f"{REMOTE} takes pushes of this account, as the lock across machines needs them"
    )


def _rehearse(top: Path) -> None:
    """Have the remote say whether it takes a push, without any: it signs in as for one, and sends nothing."""
    talk(top, *_REHEARSED, "--", remote_of(top), f"HEAD:{PROBE}")


def _is_ignored(top: Path, path: str) -> bool:
    """Whether a rule keeps it off, tracked or not."""
    try:
        git(top, "check-ignore", "--quiet", "--no-index", "--", path)
    except GitFailed:
        return False
    return True


def _tracked(top: Path, path: str) -> bool:
    with suppress(GitFailed):
        return bool(git(top, "ls-files", "-z", "--", f":(top,literal){path}"))
    return False


def _merge_of(top: Path, path: str) -> str:
    with suppress(GitFailed):
        return git(top, "check-attr", "-z", "merge", "--", path).split("\0")[2]
    return ""


def _line(top: Path, *arguments: str) -> str | None:
    with suppress(GitFailed):
        return git(top, *arguments).strip().partition("\n")[0] or None
    return None


def _state(found: str, remedy: str) -> Finding:
    return doubt(Area.STATE, found, remedy)
