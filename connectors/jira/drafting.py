"""What a new issue says: the body of its creation, with label and property in it, so that it can be found again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from connectors.filled import filled
from connectors.jira.description import Descriptions
from connectors.jira.marker import PROPERTY, label_of, property_of
from connectors.jira.options import LABEL, JiraOptions, JiraPlace, destination_of
from connectors.jira.people import Assignment, People
from connectors.jira.preflight import Preflight, Ready
from connectors.jira.texts import summary
from sync.days import day_of
from sync.errors import Rejected
from sync.model.ticket import Draft

OPTIONAL: Final = ("assignee", "priority", "duedate")
"""Fields without which an issue is created after Jira refused one of them."""

AUTOMATIC: Final = "-1"
"""The user that stands for whoever the project assigns by default."""


@dataclass(slots=True)
class Drafting:
    """Turns drafts into what is sent."""

    options: JiraOptions
    preflight: Preflight
    people: People
    descriptions: Descriptions

    def ready(self, draft: Draft) -> Ready:
        """Where the draft goes. Raises `Rejected` if nothing can be created there."""
        place = filled(JiraPlace, draft.place)
        destination = destination_of(self.options, place, draft.type)
        if destination is None:
            raise Rejected(
                'no project to create issues in; write project = "KEY" under [trackers.jira]'
            )
        return self.preflight.ready(destination)

    @staticmethod
    def has_title(draft: Draft) -> bool:
        """Whether there is anything to call the issue."""
        return bool(summary(draft.title))

    def body(
        self, draft: Draft, ready: Ready, assignment: Assignment, without: Collection[str]
    ) -> dict[str, Any]:
        """One element of a bulk creation; `without` are fields that Jira refused."""
        fields: dict[str, Any] = {
            "project": {"key": ready.destination.project},
            "issuetype": {"id": ready.screen.type_id},
            "summary": summary(draft.title),
            "labels": [LABEL, label_of(draft.marker.key), *ready.destination.labels],
            **ready.values,
        }
        if ready.has("description"):
            fields["description"] = self.descriptions.new(draft, assignment.shown)
        for name, value in self._own(draft, ready, assignment).items():
            if value is not None and ready.has(name) and name not in without:
                fields.setdefault(name, value)
        value = property_of(draft.marker)
        return {"fields": fields, "properties": [{"key": PROPERTY, "value": value}]}

    def _own(self, draft: Draft, ready: Ready, assignment: Assignment) -> dict[str, Any]:
        due = day_of(draft.due)
        account = assignment.account or (AUTOMATIC if ready.must_assign else None)
        return {
            "priority": ready.priority(draft.priority),
            "duedate": due.isoformat() if due else None,
            "assignee": self.people.reference(account) if account else None,
        }
