"""An issue as a ticket: whose it is, how far it is, what people should know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from connectors.jira.called import called
from connectors.jira.marker import keys_in, label_of
from connectors.jira.options import LABEL, JiraOptions, folded, resolution_words
from connectors.jira.reference import ref_of
from connectors.jira.server import Server
from connectors.jira.texts import one_line
from connectors.jira.wire import Issue
from sync.model.postmortem import Status
from sync.model.ticket import Ticket

_END: Final = "done"
_CATEGORIES: Final = {
    "new": Status.OPEN,
    "indeterminate": Status.IN_PROGRESS,
    _END: Status.DONE,
}
"""https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-workflow-status-categories/"""


class Reading:
    """What decides how an issue is read."""

    def __init__(self, server: Server, options: JiraOptions) -> None:
        self._server = server
        self._statuses = {folded(name): Status(word) for name, word in options.statuses.items()}
        self._wont_do, self._duplicate = resolution_words(options)
        self._words: dict[str, tuple[str, ...]] = {}
        for word, name in options.priorities.items():
            self._words[folded(name)] = (*self._words.get(folded(name), ()), word)

    def ticket(self, issue: Issue) -> Ticket:
        """The issue as the core sees it."""
        labelled = keys_in(issue.labels)
        stray = labelled - {issue.marker.key} if issue.marker else labelled
        pasted = stray if issue.marker is None and self._is_mine(issue) else frozenset()
        return Ticket(
            ref=ref_of(issue.key),
            title=one_line(issue.summary),
            status=self.status(issue),
            owners=(issue.assignee,) if issue.assignee else (),
            label=issue.key,
            url=self.url(issue.key),
            priority=None if issue.priority is None else one_line(issue.priority),
            priority_words=self._words.get(folded(issue.priority or ""), ()),
            due=issue.due,
            called={issue.assignee: called(issue.assignee_called)} if issue.assignee else {},
            marker=issue.marker,
            created_at=issue.created_at,
            updated_at=issue.updated_at,
            closed_at=self._closed(issue),
            remarks=tuple(self._remarks(issue, _Labels(labelled, pasted))),
            claims=frozenset(pasted),
        )

    def url(self, key: str) -> str:
        """Where people read it. Never what an answer calls `self`."""
        return f"{self._server.web}/browse/{key}"

    def meaning(self, status_id: str, name: str) -> Status | None:
        """What a status itself means, by the settings or as a word for an end; None where only its category tells."""
        named = self._statuses.get(status_id) or self._statuses.get(folded(name))
        return named or self.end(name)

    def end(self, word: str) -> Status | None:
        """Which end other than done a word means."""
        if folded(word) in self._duplicate:
            return Status.DUPLICATE
        return Status.WONT_DO if folded(word) in self._wont_do else None

    def status(self, issue: Issue) -> Status:
        """By the settings, else by the category; the resolution tells ends apart, or the status where there is none."""
        named = self._statuses.get(issue.status_id) or self._statuses.get(folded(issue.status))
        if named is not None:
            return named
        status = _CATEGORIES.get(issue.category, Status.UNKNOWN)
        if status is not Status.DONE:
            return status
        return self.end(issue.resolution or issue.status) or Status.DONE

    def _closed(self, issue: Issue) -> datetime | None:
        """Workflows that set no resolution tell no day of it: then since when its status is one of those that end."""
        if not self.status(issue).is_final:
            return None
        return issue.resolved_at or (issue.category_since if issue.category == _END else None)

    def _is_mine(self, issue: Issue) -> bool:
        return issue.creator is not None and issue.creator == self._server.session.account

    def _remarks(self, issue: Issue, labels: _Labels) -> Iterator[str]:
        if labels.pasted:
            yield (
                f"{issue.key} bears our label and not our property, so nobody can tell whose it is; remove its label"
                f" {LABEL}-{min(labels.pasted)} if it is a copy"
            )
        elif issue.marker is not None and (lost := _lost_labels(issue, issue.marker.key)):
            yield (
                f"{issue.key} has lost its label {' and '.join(lost)}; put it back, since that is how it is found again if its"
                " link is lost"
            )
        if issue.category not in _CATEGORIES and self.status(issue) is Status.UNKNOWN:
            yield (
                f"{issue.key} is in the status {issue.status!r}, which belongs to no category; say what it means with"
                " `statuses` under [trackers.jira]"
            )


def _lost_labels(issue: Issue, key: str) -> list[str]:
    return [label for label in (LABEL, label_of(key)) if label not in issue.labels]


@dataclass(frozen=True, slots=True)
class _Labels:
    """The keys that an issue's labels name, and those that nobody can vouch for."""

    named: frozenset[str]
    pasted: frozenset[str]
