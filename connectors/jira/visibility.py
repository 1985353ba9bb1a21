"""Who can read an issue, which Jira does not tell: its own people, unless the settings say that everybody can."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.filled import filled
from connectors.jira.options import JiraOptions, JiraPlace
from connectors.jira.reference import key_of, parts_of
from sync.errors import Rejected
from sync.model.postmortem import TicketRef
from sync.model.ticket import Draft
from sync.ports import Readers


@dataclass(frozen=True, slots=True)
class Visibility:
    """Knows projects by what `[trackers.jira]` and the routes say of them."""

    options: JiraOptions
    places: tuple[JiraPlace, ...]

    def place(self, what: Draft | TicketRef) -> str:
        """The project of an issue, or of the issue that a draft becomes."""
        if isinstance(what, Draft):
            project = filled(JiraPlace, what.place).project or self.options.project
        else:
            key = key_of(what)
            project = parts_of(key)[0] if key else None
        if project is None:
            raise Rejected("nobody can tell in which project it is")
        return project

    def readers(self, place: str) -> Readers:
        """Everybody, if any route to the project says so, or `[trackers.jira]` does and no route takes it back."""
        said = [
            one.public
            for one in self.places
            if (one.project or self.options.project) == place and one.public is not None
        ]
        public = any(said) if said else self.options.public
        return Readers.ALL if public else Readers.SOME
