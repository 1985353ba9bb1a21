"""The repositories that issues are created in: that of the settings, and those that routes name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from connectors.filled import filled
from connectors.github.creation import Creation
from connectors.github.home import Home
from connectors.github.options import GitHubPlace
from sync.errors import Rejected
from sync.foreseen import Foreseen
from sync.model.ticket import Draft, Failed, Outcome


@dataclass(slots=True)
class Places:
    """Finds where a draft goes; what is wrong with one repository does not stop the others."""

    usual: Creation
    routed: tuple[GitHubPlace, ...]
    make: Callable[[GitHubPlace], Creation]
    """Makes what creates issues as a route decides."""
    _made: dict[GitHubPlace, Creation] = field(default_factory=dict)
    _stopped: dict[str, Rejected] = field(default_factory=dict)
    """By repository: why nothing can be created there in this run."""

    def homes(self) -> Iterator[Home]:
        """Every repository that issues of ours may be in, each once."""
        seen: set[str] = set()
        for creation in (self.usual, *map(self._of, self.routed)):
            name = creation.home.repository.casefold()
            if name not in seen:
                seen.add(name)
                yield creation.home

    def all(self) -> list[Creation]:
        """What creates issues, for each way in which they may be made."""
        every = (self.usual, *map(self._of, self.routed))
        return list({id(one): one for one in every}.values())

    def prepare(self, drafts: Collection[Draft]) -> None:
        """Ask each repository what its issues need. Raises `Rejected` if none of them takes any."""
        groups: dict[int, tuple[Creation, list[Draft]]] = {}
        for draft in drafts:
            try:
                creation = self.of(draft)
            except Rejected:
                continue  # told when its turn comes
            groups.setdefault(id(creation), (creation, []))[1].append(draft)
        good = False
        for creation, group in groups.values():
            try:
                _prepare(creation, group)
                good = True
            except Rejected as error:
                self._stopped[creation.home.repository] = error
        if groups and not good:
            raise next(iter(self._stopped.values()))

    def foresee(self, drafts: Collection[Draft]) -> dict[str, Foreseen]:
        """Who would be assigned; makes nothing, not even a label."""
        found: dict[str, Foreseen] = {}
        groups: dict[int, tuple[Creation, list[Draft]]] = {}
        for draft in drafts:
            try:
                creation = self.of(draft)
            except Rejected as error:
                found[draft.marker.key] = Foreseen(remarks=(str(error),))
                continue
            groups.setdefault(id(creation), (creation, []))[1].append(draft)
        for creation, group in groups.values():
            found |= _foreseen(creation, group)
        return found

    def outcomes(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """One outcome per draft. Raises, between two drafts, what makes all others pointless to send."""
        for draft in drafts:
            try:
                creation = self.of(draft)
            except Rejected as error:
                yield Failed(str(error))
                continue
            stopped = self._stopped.get(creation.home.repository)
            if stopped is not None:
                yield Failed(str(stopped))
                continue
            try:
                yield from creation.outcomes([draft])
            except Rejected as error:
                if not self.routed:
                    raise
                self._stopped[creation.home.repository] = error

    def of(self, draft: Draft) -> Creation:
        """What creates the issue of a draft. Raises `Rejected` if a document filled in what does not fit."""
        place = filled(GitHubPlace, draft.place)
        return self.usual if place == GitHubPlace() else self._of(place)

    def _of(self, place: GitHubPlace) -> Creation:
        if place not in self._made:
            self._made[place] = self.make(place)
        return self._made[place]


def _foreseen(creation: Creation, drafts: Collection[Draft]) -> dict[str, Foreseen]:
    """What would become of the owners in one repository, asked for all drafts at once."""
    owners = creation.owners
    try:
        owners.repository = creation.home.name
        logins = {login for draft in drafts for login in owners.logins(draft.owners)}
        creation.preflight.look((), logins)
    except Rejected as error:
        return {draft.marker.key: Foreseen(remarks=(str(error),)) for draft in drafts}
    owners.assignable.update(creation.preflight.assignable)
    chosen = {draft.marker.key: owners.assignment(draft.owners) for draft in drafts}
    return {key: Foreseen(one.logins, one.remarks) for key, one in chosen.items()}


def _prepare(creation: Creation, drafts: Collection[Draft]) -> None:
    """Ask who can be assigned and which labels exist, and make those that are missing."""
    owners = creation.owners
    owners.repository = creation.home.name
    logins = {login for draft in drafts for login in owners.logins(draft.owners)}
    labels = [
        label
        for draft in drafts
        for label in creation.labels(draft, owners.assignment(draft.owners))
    ]
    creation.preflight.run(labels, logins)
    owners.assignable.update(creation.preflight.assignable)
