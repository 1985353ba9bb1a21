"""What GitHub lets pm-sync do, found out by reading alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from connectors.github.creation import Creation
from connectors.github.home import Facts
from connectors.github.options import LABEL
from connectors.github.permissions import may_label, of_role, of_token
from sync.diagnosis import Area, Finding, Severity, Uses, bad, doubt, of_clock, well
from sync.errors import TrackerError
from sync.model.ticket import Owner

_LOW: Final = 100
_TOLD_AT_MOST: Final = 20


def diagnosed(
    creations: Sequence[Creation], owners: Collection[Owner], uses: Uses
) -> Iterator[Finding]:
    """What is well, missing or too much for all the ways in which issues are made, each thing once."""
    seen: list[Facts] = []
    told: set[Finding] = set()
    for creation in creations:
        try:
            facts = creation.home.facts
        except TrackerError as error:
            found: list[Finding] = [bad(Area.ACCESS, str(error))]
        else:
            seen.append(facts)
            found = list(_Diagnosis(creation, facts).findings(owners, uses))
        yield from (one for one in found if one not in told)
        told.update(found)
    if seen:
        session = creations[0].session
        yield from of_token(session.access, seen, session.patience.now())
        if seen[0].asked_at is not None:
            yield of_clock(seen[0].date, seen[0].asked_at, "GitHub")
        yield from _of_limit(session.remaining)


@dataclass(slots=True)
class _Diagnosis:
    """Looks at one way in which issues are made."""

    creation: Creation
    facts: Facts

    def findings(self, owners: Collection[Owner], uses: Uses) -> Iterator[Finding]:
        yield from self._repository()
        yield from of_role(self.creation.session.access, self.facts)
        try:
            yield from self._labels(owners)
            yield from self._owners(owners)
            self.creation.preflight.find_milestone()
        except TrackerError as error:
            yield bad(Area.TICKETS, str(error))
        yield from self._settings(uses)

    def _repository(self) -> Iterator[Finding]:
        asked, facts = self.creation.home.repository, self.facts
        if facts.name.casefold() != asked.casefold():
            yield doubt(
                Area.ACCESS,
                f"{asked} is now called {facts.name}",
                f'write repository = "{facts.name}" under [trackers.github]',
            )
        else:
            private = ", private" if facts.private else ""
            yield well(Area.ACCESS, f"repository {asked} can be read{private}")
        try:
            self.creation.home.check_open()
        except TrackerError as error:
            yield bad(Area.ACCESS, str(error))

    def _labels(self, owners: Collection[Owner]) -> Iterator[Finding]:
        options, known = self.creation.options, self.creation.owners
        known.repository = self.creation.home.name
        labels = [
            LABEL,
            *options.labels,
            *options.type_labels.values(),
            *options.priority_labels.values(),
            *(team.label for team in options.teams.values() if team.label),
        ]
        missing = self.creation.preflight.look(labels, known.logins(owners))
        makes = may_label(self.creation.session.access, self.facts)
        for label in missing:
            found = f"there is no label {label!r} yet"
            if makes:
                yield doubt(Area.TICKETS, found, "the first run makes it")
            else:
                found += " in " + self.creation.home.name
                yield bad(
                    Area.TICKETS, f"{found}, and this account may not make it", "make it there"
                )
        if not missing:
            yield well(Area.TICKETS, f"every label is there in {self.creation.home.name}")

    def _owners(self, owners: Collection[Owner]) -> Iterator[Finding]:
        known = self.creation.owners
        known.assignable.update(self.creation.preflight.assignable)
        told = [(owner, why) for owner in owners if (why := known.why_not(owner)) is not None]
        for owner, why in told:
            yield Finding(
                Severity.DOUBT,
                f"{owner.name} is not assigned: {why.found}",
                why.advice,
                Area.OWNERS,
                owner=owner.name,
                unknown=not owner.known and "/" not in owner.identity,
            )
        if known.logins(owners) - known.assignable.keys():
            yield doubt(Area.OWNERS, "GitHub does not tell who can be assigned", "creating tells")
        elif owners and not told:
            yield well(Area.OWNERS, "every owner of an open item can be assigned")

    def _settings(self, uses: Uses) -> Iterator[Finding]:
        options = self.creation.options
        if options.issue_type is not None:
            found = f"the issue type {options.issue_type!r} is not looked up"
            yield doubt(Area.TICKETS, found, "creating tells")
        known = {word.strip().casefold() for word in options.priority_labels}
        lost = [word for word in uses.priorities if word.strip().casefold() not in known]
        if known and lost:
            yield doubt(
                Area.TICKETS,
                f"no label stands for the priority {', '.join(lost[:_TOLD_AT_MOST])}",
                "add it to `priority_labels` under [trackers.github]",
            )


def _of_limit(left: int | None) -> Iterator[Finding]:
    if left is not None and left < _LOW:
        found = f"only {left} requests are left until GitHub's limit"
        yield doubt(Area.ACCESS, found, "the limit is renewed each hour")
    elif left is not None:
        yield well(Area.ACCESS, f"{left} requests are left until GitHub's limit")
