"""Where the repository of the documents is hosted: pull requests and what is said below them, as the core speaks of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One that is open."""

    number: int
    url: str
    branch: str
    """Where it comes from, in the same repository."""
    base: str
    """Where it goes to."""
    title: str
    body: str
    waits: str = ""
    """Why nothing may be changed any more: `approved`, or that it is queued for its merge; empty if it may."""


class PullRequests(Protocol):
    """Those of one repository. Every method raises `Rejected` where the host says no, and `Unavailable` where it cannot be asked."""

    def from_branch(self, branch: str) -> PullRequest | None:
        """The open one that comes from a branch of the repository itself, never from a fork."""

    def merged_from(self, branch: str, base: str) -> str:
        """The last commit of the pull request that was merged last from this branch into `base`; empty if none was."""

    def open(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open one; if one was opened meanwhile, that."""

    def rewrite(self, number: int, title: str, body: str) -> None:
        """Change its title and its text."""

    def close(self, number: int) -> None:
        """Close it, without merging it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One below a pull request."""

    id: int
    url: str
    body: str


class Comments(Protocol):
    """Those below the pull requests of one repository; raises like `PullRequests`."""

    def marked(self, number: int, marker: str) -> Comment | None:
        """The first that begins with the marker, if a bot or this account wrote it: anybody can write a marker."""

    def add(self, number: int, body: str, marker: str) -> Comment:
        """Write one, never twice: after a lost answer it is looked for, by the marker that it begins with."""

    def rewrite(self, comment: Comment, body: str) -> None:
        """Replace its text, which notifies nobody."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file in the last commit of a pull request."""

    commit: str
    path: str
    number: int


class LineComments(Protocol):
    """Those on the lines of the pull requests of one repository; raises like `PullRequests`."""

    def bodies(self, number: int) -> Collection[str]:
        """What bots and this account said on its lines, whether that is settled or not."""

    def say(self, number: int, line: Line, body: str) -> bool:
        """Say something of a line; False if the host does not have that line among what is proposed."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run of a workflow."""

    at: datetime
    ended: str
    """`success`, `failure` and the like; empty while it is under way."""
    url: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow that the host knows."""

    off: str = ""
    """Why it does not run, in a sentence without a full stop; empty if it does."""
    by_itself: bool = False
    """Whether the host switched it off by itself."""
    last: LastRun | None = None


class Workflows(Protocol):
    """Those of one repository; raises like `PullRequests`. Only reads."""

    def workflow(self, file: str) -> Workflow | None:
        """That of the file in `.github/workflows`; None if the default branch never had it, or it may not be seen."""


@dataclass(frozen=True, slots=True)
class Posting:
    """An issue that is kept up to date."""

    number: int
    url: str
    body: str
    is_open: bool


class Board(Protocol):
    """Where such an issue is, in one repository; raises like `PullRequests`."""

    def find(self, marker: str, number: int | None = None) -> Posting | None:
        """The oldest that has the mark and our label; with a number, that issue."""

    def open(self, title: str, body: str, marker: str) -> Posting:
        """Make one, never twice: after a lost answer it is looked for, by the mark that is in its text."""

    def rewrite(self, posting: Posting, *, body: str, is_open: bool) -> None:
        """Replace its text, and open or close it; nothing else of it changes."""


class CodeHost(Protocol):
    """The host of one repository."""

    @property
    def pulls(self) -> PullRequests:
        """Its pull requests."""

    @property
    def comments(self) -> Comments:
        """What is said below them."""

    @property
    def lines(self) -> LineComments:
        """What is said on their lines."""

    @property
    def workflows(self) -> Workflows:
        """What runs there by itself."""

    @property
    def board(self) -> Board:
        """The issue that is kept up to date."""

    def close(self) -> None:
        """Close the connection."""
