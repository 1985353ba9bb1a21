"""A repository on a GitHub, with clones whose runs publish to its pull request."""

from __future__ import annotations

from pathlib import Path

from tests.connectors.git.remotes import Remote
from tests.fakes.github.fake import GitHub
from tests.fakes.github.model import Issue
from tests.fakes.program import Done, Program

SHOP = "acme/shop"
BRANCH = "pm-sync/action-items"
PATH = "postmortems/outage.md"
OTHER = "postmortems/second.md"
STATE = "pm-sync.state"
BODY = """\
# Outage

Date: 2026-11-20

## Action items

| Action item | Owner | Ticket | Status |
|---|---|---|---|
| Alert on lag | @ann | | |
| Ask the `vendor` | @bob | | |

Written by the team.
"""


class Scene:
    """The remote, the GitHub beside it, and fresh clones as a runner has them."""

    def __init__(self, folder: Path, github: GitHub) -> None:
        self.remote = Remote(folder)
        self.github = github
        self._number = 0
        first = self.remote.clone("seed")
        first.write(PATH, BODY)
        first.write(OTHER, BODY.replace("Outage", "Other").replace("lag", "loss"))
        first.write(
            "pm-sync.toml",
            f'tracker = "github"\n[trackers.github]\nrepository = "{SHOP}"\napi_url = "{github.api_url}"\n'
            "seconds_between_writes = 0\n",
        )
        first.write(".gitignore", ".pm-sync/\n")
        self.remote.commit(first, "postmortems")
        first.git("push", "--quiet", "origin", "main")

    def clone(self, *options: str) -> Program:
        """A checkout of main, as a job begins with."""
        self._number += 1
        program = self.remote.clone(f"clone{self._number}", *options)
        home = self.remote.path.as_uri()
        program.git("remote", "set-url", "origin", f"https://github.com/{SHOP}")
        program.git("config", f"url.{home}.insteadOf", f"https://github.com/{SHOP}")
        program.environ["GITHUB_TOKEN"] = "ghs_example"
        program.environ["PM_SYNC_PRIVATE__VISIBILITY"] = "public"
        return program

    def run(self, *options: str, program: Program | None = None, token: str | None = None) -> Done:
        """A run in a fresh clone, if no other is given."""
        where = program or self.clone()
        if token is not None:
            where.environ["GITHUB_TOKEN"] = token
        return where("sync", "--publish", "pull-request", *options)

    @property
    def pulls(self) -> list[Issue]:
        """The pull requests, oldest first."""
        return [one for one in self.github.at(SHOP).issues.values() if one.pull is not None]

    @property
    def opened(self) -> list[Issue]:
        return [one for one in self.pulls if one.pull_request == "open"]

    @property
    def titles(self) -> list[str]:
        """The titles of the issues that are no pull requests."""
        return sorted(one.title for one in self.github.at(SHOP).issues.values() if one.pull is None)

    def merge(self, *, squash: bool = False, keep: bool = False) -> None:
        """Merge the pull request, as its button does."""
        (pull,) = self.opened
        self.merge_of(pull, squash=squash, keep=keep)

    def merge_of(self, pull: Issue, *, squash: bool = False, keep: bool = False) -> None:
        """Merge this one."""
        assert pull.pull is not None
        branch = pull.pull.branch
        pull.pull.head = self.tip(branch)
        other = self.remote.clone(f"merging{self._next()}")
        other.git("fetch", "--quiet", "origin", branch)
        how = ["--squash"] if squash else ["--no-ff", "-m", "merged"]
        other.git("merge", "--quiet", *how, "FETCH_HEAD")
        if squash:
            other.git("commit", "--quiet", "-m", "merged")
        other.git("push", "--quiet", "origin", "main")
        if not keep:
            other.git("push", "--quiet", "origin", f":{branch}")
        pull.pull_request, pull.state = "merged", "closed"

    def somebody(self, edit: tuple[str, str], path: str = PATH, branch: str = "main") -> None:
        """Somebody commits to a branch."""
        other = self.remote.clone(f"somebody{self._next()}")
        other.git("checkout", "--quiet", "-B", branch, f"origin/{branch}")
        old, new = edit
        text = other.read(path)
        assert old in text
        other.write(path, text.replace(old, new))
        self.remote.commit(other, "by somebody")
        other.git("push", "--quiet", "origin", branch)

    def add(self, path: str, text: str) -> None:
        """Somebody adds a file to main."""
        other = self.remote.clone(f"adding{self._next()}")
        other.write(path, text)
        self.remote.commit(other, "by somebody")
        other.git("push", "--quiet", "origin", "main")

    def show(self, path: str = PATH, branch: str = BRANCH) -> str:
        return self.remote.git("show", f"{branch}:{path}")

    def tip(self, branch: str = BRANCH) -> str:
        return self.remote.git("rev-parse", "--verify", "--quiet", branch, check=False).strip()

    def files(self, branch: str = BRANCH) -> list[str]:
        """What a merge of the branch would change."""
        return self.remote.git("diff", "--name-only", f"main...{branch}").split()

    def _next(self) -> int:
        self._number += 1
        return self._number
