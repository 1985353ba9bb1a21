"""An issue as a ticket: whose it is, how far it is, what people should know of it."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.github.home import Home
from connectors.github.marker import Marks, marks_in
from connectors.github.options import LABEL
from connectors.github.reference import Spot
from connectors.github.texts import shown_title
from connectors.github.wire import Issue
from sync.model.postmortem import Status
from sync.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Reading:
    """What decides how an issue is read."""

    home: Home
    web: str
    in_progress: frozenset[str]
    """Labels, in lower case, that say so."""
    priorities: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Labels in lower case that tell a priority, the highest first, each with what documents call it."""

    def ticket(self, issue: Issue) -> Ticket:
        """The issue as the core sees it."""
        marks = Marks() if issue.is_pull_request else marks_in(issue.body)
        labelled = LABEL in (label.casefold() for label in issue.labels)
        ours = issue.authored or labelled
        spot = self.spelled(issue.spot)
        priority, words = self._priority(issue)
        return Ticket(
            ref=spot.ref,
            title=shown_title(issue.title),
            status=self._status(issue),
            owners=issue.assignees,
            label=self.label(spot),
            url=self.url(spot, pull_request=issue.is_pull_request),
            marker=marks.marker if ours else None,
            created_at=issue.created_at,
            updated_at=issue.updated_at,
            closed_at=None if issue.is_open else issue.closed_at,
            priority=priority,
            priority_words=words,
            called={login: (f"@{login}",) for login in issue.assignees},
            remarks=tuple(_remarks(issue, marks, spot, ours=ours)),
            claims=marks.claims if ours else frozenset(),
            is_change=issue.is_pull_request,
            withdrawn=marks.withdrawn,
            unmarked=labelled and not issue.is_pull_request and marks == Marks(),
        )

    def spelled(self, spot: Spot) -> Spot:
        """The spot with the settings' spelling of their repository."""
        own = self.home.repository
        return Spot(own, spot.number) if spot.is_at(own) else spot

    def label(self, spot: Spot) -> str:
        """`#12` at home, `acme/shop#12` elsewhere."""
        return f"#{spot.number}" if self.home.is_here(spot.repository) else spot.ref.id

    def url(self, spot: Spot, *, pull_request: bool = False) -> str:
        """Where people read it."""
        return f"{self.web}/{spot.repository}/{'pull' if pull_request else 'issues'}/{spot.number}"

    def _priority(self, issue: Issue) -> tuple[str | None, tuple[str, ...]]:
        """The first label that tells one, and its words; None where no label does."""
        if not self.priorities:
            return None, ()
        labels = {label.casefold(): label for label in issue.labels}
        for label, words in self.priorities:
            if label in labels:
                return labels[label], words
        return "", ()

    def _status(self, issue: Issue) -> Status:
        if issue.is_pull_request:
            ended = Status.DONE if issue.merged else Status.WONT_DO
            return Status.IN_PROGRESS if issue.is_open else ended
        if issue.is_open:
            labels = {label.casefold() for label in issue.labels}
            started = issue.worked_on or bool(labels & self.in_progress)
            return Status.IN_PROGRESS if started else Status.OPEN
        if issue.converted or issue.reason == "not_planned":
            return Status.WONT_DO
        return Status.DUPLICATE if issue.reason == "duplicate" else Status.DONE


def _remarks(issue: Issue, marks: Marks, spot: Spot, *, ours: bool) -> list[str]:
    name = spot.ref.id
    remarks = []
    if issue.converted:
        remarks.append(f"{name} was converted to a discussion, which counts as won't do")
    if marks.claims and ours:
        remarks.append(
            f"the text of {name} bears the marks of {len(marks.claims)} action items, so nobody can tell whose it"
            " is; take out the lines that begin with <!-- pm-sync:v1 of the others"
        )
    elif marks.marker and not ours:
        remarks.append(
            f"{name} bears a mark of pm-sync, but neither the label {LABEL} nor our own account as its author:"
            " somebody pasted it, so the issue is only read"
        )
    elif marks.marker and LABEL not in (label.casefold() for label in issue.labels):
        remarks.append(
            f"{name} has lost its label {LABEL}; put it back, since that is how it is found again if its link is lost"
        )
    return remarks
