"""Where the repository of the documents is hosted: pull requests, as the core speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
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

    def merged_from(self, branch: str) -> str:
        """The last commit of the pull request that was merged last from this branch; empty if none was."""

    def open(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open one; if one was opened meanwhile, that."""

    def rewrite(self, number: int, title: str, body: str) -> None:
        """Change its title and its text."""

    def close(self, number: int) -> None:
        """Close it, without merging it."""


class CodeHost(Protocol):
    """The host of one repository."""

    @property
    def pulls(self) -> PullRequests:
        """Its pull requests."""

    def close(self) -> None:
        """Close the connection."""
