"""What can go wrong, grouped by who has to act.

    PmSyncError
    ├── UserError            the user: fix a file, the settings or the command line
    ├── Refused              the user: look at the plan, then lift a limit or wait
    ├── DocumentError        the document connector
    │   ├── DocumentChanged      nobody: the file moved on since it was read; plan it again
    │   ├── EditRefused          us: the edit would have changed more than was meant; it was not written
    │   └── WriteFailed          the user: permission, full disk; nothing was written
    ├── TrackerError         the tracker connector
    │   ├── Unavailable          nobody: try later
    │   │   └── Exhausted            nobody: the tracker's limit is used up until a known time
    │   └── Rejected             the user: the tracker said no, in its own words
    ├── JournalFailed        the user: permission, full disk; nothing more was sent
    └── NoLock               nobody: machines cannot be kept apart here, and the run says what it relies on instead

Errors carry data; the command line words them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ABSENT = "it is not there"
"""What is found where a document should be, and is not."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person has to mend: where it is, what was found, what to do about it."""

    path: str
    """Relative to the root; empty where the command itself is meant, and no file."""
    line: int | None
    found: str
    remedy: str
    identity: str = ""
    """Of a document that cannot be read: the path that the keys of its items are made from."""
    front_matter: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What such a document says of itself all the same, as far as it can be told."""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        told = f"{self.found}; {self.remedy}" if self.remedy else self.found
        return f"{place}: {told}" if place else told


class PmSyncError(Exception):
    """The root: whatever is not one of these is a defect of pm-sync."""


class UserError(PmSyncError):
    """Something the user wrote cannot be used; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        self.problems = (
            (Problem("", None, problems, ""),) if isinstance(problems, str) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Refused(PmSyncError):
    """A plan is not carried out, because of what it would do; says how to go on."""


class DocumentError(PmSyncError):
    """A document could not be written; the file is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class DocumentChanged(DocumentError):
    """The file is no longer the one that was planned."""


class EditRefused(DocumentError):
    """The edited text, read again, differs in more or less than the intended places."""


class WriteFailed(DocumentError):
    """The operating system refused the write."""


class TrackerError(PmSyncError):
    """A tracker did not do what was asked."""

    tracker: str = ""
    """Which one, where whoever asked noted it."""


class Unavailable(TrackerError):
    """The tracker cannot be reached or is busy; trying again later may help."""


class Exhausted(Unavailable):
    """The tracker takes no more requests for longer than a run may wait; the message says until when."""


class Rejected(TrackerError):
    """The tracker understood and said no."""


class JournalFailed(PmSyncError):
    """A write could not be recorded beforehand, so it was not sent."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path}: {reason}; no write is sent that cannot be recorded first: make room, or make it writable"
        )


class NotPublished(PmSyncError):
    """What a run wrote did not reach the remote, and is in the checkout still."""


class NoLock(PmSyncError):
    """The place of the lock across machines takes no claim, or does not answer; says why."""
