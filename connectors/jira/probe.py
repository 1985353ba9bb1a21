"""Looking for issues of ours that no search may know yet: by label first, then by key, number after number.

Numbers are given in order, project by project, and reading by key sees an issue at once. So whatever was created since a
number was looked at lies above it; the search, which lags, only says how far to go at least.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.jira.lookup import FETCHED, Lookup
from connectors.jira.marker import keys_in, label_of
from connectors.jira.reference import parts_of
from connectors.jira.wire import Issue
from sync.errors import Rejected, Unavailable

WITHOUT_MEMORY: Final = 200
"""Numbers below the newest that searches know, where nobody remembers one: the index may show issues out of order."""

_SILENCE: Final = {False: 10, True: 50}
"""Numbers without an issue, one after the other, after which Data Center, asked one by one, is not asked for more; more where something is in doubt."""

_MOST_BEYOND: Final = 1_000
"""Numbers past what Data Center's search knows that are asked for one by one."""

_EMPTY: Final = {False: 1, True: 3}
"""Hundreds without an issue after which Cloud is not asked for more."""


@dataclass(slots=True)
class Probe:
    """Looks, and remembers for each project up to which number it looked."""

    lookup: Lookup
    highest: dict[str, int] = field(default_factory=dict)
    """By project: every issue up to this number has been looked at."""
    unseen: set[str] = field(default_factory=set)
    """Projects that cannot be looked through: whatever was made there would not be found again."""
    _doubtful: set[str] = field(default_factory=set)
    _thorough: bool = False

    def find(
        self, keys: Collection[str], projects: Collection[str], *, thorough: bool = False
    ) -> list[Issue]:
        """The issues of ours that were made for these keys of action items, and all others that were not looked at before.

        `thorough` looks further past the end of the numbers. Nobody looks at a number twice: what is found above those of
        before, and belongs to a document that is away, has to be told now.
        """
        self._thorough = thorough
        found = {issue.id: issue for issue in self.lookup.labelled(map(label_of, sorted(keys)))}
        others: dict[int, Issue] = {}
        missing = set(keys) - {key for issue in found.values() for key in _keys(issue)}
        if missing:
            for project in sorted(projects):
                others |= {one.id: one for one in self._above(project) if _keys(one)}
        asked = [issue for issue in (others | found).values() if _keys(issue) & set(keys)]
        return asked + [one for one in others.values() if not _keys(one) & set(keys)]

    def created(self, key: str) -> None:
        """Note an issue that we just made: unless an answer was lost, nothing of ours lies hidden below it."""
        try:
            project, number = parts_of(key)
        except ValueError:
            return
        if project in self.highest and project not in self._doubtful:
            self.highest[project] = max(self.highest[project], number)

    def lost(self, project: str) -> None:
        """Note that an answer was lost: what it made lies above the number that was looked at last."""
        self._doubtful.add(project)

    def remember(self, highest: Mapping[str, int]) -> None:
        """Take over up to where an earlier run looked."""
        for project, number in highest.items():
            self.highest.setdefault(project, number)

    def _above(self, project: str) -> Iterator[Issue]:
        """Every issue of the project from where we looked last to the end of its numbers."""
        try:
            newest = self.lookup.newest(project)
        except Rejected:
            if self.lookup.session.is_refused:
                raise
            self.unseen.add(project)
            return
        known = parts_of(newest)[1] if newest and newest.startswith(f"{project}-") else 0
        first = self._looked_at(project, known) + 1
        look = self._in_bulk if self.lookup.server.is_cloud else self._one_by_one
        last = max(first - 1, known)
        for issue in look(project, first, known):
            _, number = parts_of(issue.key)
            last = max(last, number) if issue.key.startswith(f"{project}-") else last
            yield issue
        self.highest[project] = last
        self._doubtful.discard(project)

    def _looked_at(self, project: str, known: int) -> int:
        """Up to which number nothing of ours can be hidden. A number that no issue has any more proves nothing: a restored project counts anew."""
        highest = self.highest.get(project)
        if highest is not None and (
            highest <= known or self.lookup.one(f"{project}-{highest}") is not None
        ):
            return highest
        return max(known - WITHOUT_MEMORY, 0)

    def _in_bulk(self, project: str, first: int, known: int) -> Iterator[Issue]:
        """A hundred with one request, until whole hundreds above all that is known hold nothing."""
        start, empty = first, 0
        while empty < _EMPTY[self._thorough]:
            keys = [f"{project}-{number}" for number in range(start, start + FETCHED)]
            issues = self.lookup.in_bulk(keys)
            yield from issues
            start += FETCHED
            empty = 0 if issues or start <= known else empty + 1

    def _one_by_one(self, project: str, first: int, known: int) -> Iterator[Issue]:
        """What the index knows in bulk; what it does not, if it is that new, one by one."""
        issues = self.lookup.in_bulk([f"{project}-{n}" for n in range(first, known + 1)])
        yield from issues
        indexed = {issue.key for issue in issues}
        for number in range(max(first, known - WITHOUT_MEMORY), known + 1):
            key = f"{project}-{number}"
            if key not in indexed and (issue := self.lookup.one(key)) is not None:
                yield issue
        number, silent = max(first, known + 1), 0
        beyond = number + _MOST_BEYOND
        while silent < _SILENCE[self._thorough]:
            if number >= beyond:
                raise Unavailable(
                    f"Jira's search does not know more than {_MOST_BEYOND} of the latest issues of {project}, as where its index"
                    " was lost; run again when it is back"
                )
            issue = self.lookup.one(f"{project}-{number}")
            if issue is not None:
                yield issue
            number, silent = number + 1, 0 if issue is not None else silent + 1


def _keys(issue: Issue) -> frozenset[str]:
    """The keys of action items that an issue was made for: a label says so only where no property does."""
    return frozenset((issue.marker.key,)) if issue.marker else keys_in(issue.labels)
