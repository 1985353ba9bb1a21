"""What was read lately, kept beside the journal, so that a listing need not read again what did not change since.

Cloud's search tells ids alone, in the order in which the issues changed last. Whoever did not change keeps the place that
its last reading gave it among the others; so only those out of their place have to be read. Without the file all are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from connectors.jira.wire import Issue
from sync.atomic import write_atomically

NAME: Final = "jira-recent.json"

_KEPT: Final = timedelta(days=8)
"""How long an issue is kept after it changed: listings reach back a week at most."""

_PAUSE: Final = timedelta(seconds=2)
"""Who changed in a pause as long as this, in which no other did, kept its place: those right before one are read again."""

_File: Final = TypeAdapter(tuple[str, list[Issue]])


class Recent:
    """The issues of ours on one server, as they were read last."""

    def __init__(self, path: Path | None, url: str) -> None:
        self._path = path
        self._url = url
        self._issues: dict[int, Issue] | None = None
        self._changed = False

    def note(self, issues: Iterable[Issue]) -> None:
        """Remember what was just read from the database."""
        for issue in issues:
            if issue.marker is not None and issue.updated_at is not None:
                self._known()[issue.id] = replace(issue, description=None)
                self._changed = True

    def issue(self, number: int) -> Issue:
        """The issue with this id, one of those that have a version."""
        return self._known()[number]

    def versions(self, ids: Iterable[int]) -> dict[int, datetime]:
        """When those that are known had changed last, as they were read."""
        known = self._known()
        found = {number: known[number].updated_at for number in ids if number in known}
        return {number: moment for number, moment in found.items() if moment is not None}

    def save(self, now: datetime) -> None:
        """Keep it for the next run. What cannot be kept costs requests and nothing else."""
        if self._path is None or not self._changed or not self._path.parent.is_dir():
            return
        kept = [
            issue
            for issue in self._known().values()
            if issue.updated_at is not None and now - issue.updated_at < _KEPT
        ]
        try:
            write_atomically(self._path, _File.dump_json((self._url, kept)))
        except (OSError, ValueError):  # no room, or a text that is none, such as half a sign
            return

    def _known(self) -> dict[int, Issue]:
        if self._issues is None:
            self._issues = {issue.id: issue for issue in self._read()}
        return self._issues

    def _read(self) -> list[Issue]:
        try:
            data = self._path.read_bytes() if self._path is not None else b""
            url, issues = _File.validate_json(data)
        except (OSError, ValidationError):
            return []
        return issues if url == self._url else []


def is_contradicted(known: Issue | None, issue: Issue) -> bool:
    """Whether an issue is not as it was read last, although it did not change: its project was renamed, or a status."""
    return known is not None and known.updated_at == issue.updated_at and known != issue


def doubtful(
    order: Sequence[int], versions: Mapping[int, datetime], asked: Set[int]
) -> dict[int, None]:
    """Who may have changed since it was read, of ids in the order of their last change, the newest first.

    `asked` were read just now; those of them that had changed have no version any more. Doubtful is who was never read; who
    stands above one that was newer by then; and who could have changed without leaving its place, since no other changed at
    that time.
    """
    unsure = {number for number in order if number not in versions}
    sure: list[int] = []
    newest = datetime.min.replace(tzinfo=UTC)
    for number in reversed(order):
        if number in unsure:
            continue
        moment = versions[number].replace(microsecond=0)
        if moment < newest:
            unsure.add(number)
        else:
            newest = moment
            sure.append(number)
    unsure.update(sure[-1:])
    unsure.update(
        older for older, newer in pairwise(sure) if versions[newer] - versions[older] > _PAUSE
    )
    return dict.fromkeys(number for number in order if number in unsure and number not in asked)
