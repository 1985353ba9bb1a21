"""Creating issues, fifty with one request and never twice: what may have happened is never sent again.

Two such requests are followed by one that reads what they made, which proves the marks, the assignees and the status.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.http.transport import Lost, Unsent
from connectors.jira.answer import Answer
from connectors.jira.drafting import OPTIONAL, Drafting
from connectors.jira.failures import complaints, refusal, rejected
from connectors.jira.people import Assignment
from connectors.jira.preflight import Ready
from connectors.jira.probe import Probe
from connectors.jira.session import Session
from connectors.jira.verification import Made, Verification
from sync.errors import Exhausted, Rejected, TrackerError, Unavailable
from sync.model.ticket import Draft, Failed, InDoubt, Outcome, Postponed

AT_ONCE: Final = 50
"""Issues of one request: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulk-post"""

GROUP: Final = 2 * AT_ONCE
"""Issues that are read with one request after they were made."""

_ROUNDS: Final = 3
"""How often what Jira refused for an optional field is sent again, each time without that field."""

_MOST_DOUBTS: Final = 2
"""So many lost answers in a row are an outage; each further request could leave fifty issues that nobody knows."""

_FOR_ALL: Final = (401, 403, 404, 410)
"""What Jira answers like this, it answers to every creation."""


@dataclass(slots=True)
class _Element:
    """One draft on its way."""

    draft: Draft
    ready: Ready | None = None
    assignment: Assignment = field(default_factory=Assignment)
    without: dict[str, str] = field(default_factory=dict)
    """Fields that Jira refused, each with the reason."""
    made: tuple[int, str] | None = None
    """Id and key."""
    outcome: Outcome | None = None

    @property
    def place(self) -> Ready:
        """Where it goes; only what is prepared waits to be sent."""
        if self.ready is None:
            raise ValueError("a draft is sent before it is prepared")
        return self.ready

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.made is None and self.outcome is None


@dataclass(slots=True)
class Creation:
    """Creates issues in every project that the settings name."""

    session: Session
    drafting: Drafting
    probe: Probe
    verification: Verification
    routed: bool = False
    """Whether there are several projects: then what one of them refuses does not stop the others."""
    _doubts: int = 0
    _stopped: dict[str, str] = field(default_factory=dict)
    """By project: why it takes nothing in this run."""

    def outcomes(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """One outcome per draft, in order. Raises, between two groups, what makes the others pointless to send."""
        source = iter(drafts)
        while True:
            group: list[_Element] = []
            stop: Exception | None = None
            for _ in range(GROUP // AT_ONCE):
                try:
                    few = [_Element(draft) for draft in itertools.islice(source, AT_ONCE)]
                except Exception as error:  # noqa: BLE001 - the caller's own; what was sent before it is told first
                    stop = error
                    break
                group.extend(few)
                stop = self._sent(few)
                if stop is not None or len(few) < AT_ONCE:
                    break
            if not group and stop is None:
                return
            yield from self._told(group)
            if stop is not None:
                raise stop

    def _sent(self, few: list[_Element]) -> Exception | None:
        """Send them; what is returned makes everything after them pointless."""
        try:
            for element in few:
                self._prepared(element)
            for _ in range(_ROUNDS):
                waiting = [element for element in few if element.waits]
                if not waiting:
                    break
                self._send(waiting)
        except TrackerError as error:
            _end(few, error)
            return error
        for element in few:
            if element.waits:
                element.outcome = Failed("Jira refuses it again and again")
        return None

    def _prepared(self, element: _Element) -> None:
        draft = element.draft
        if not self.drafting.has_title(draft):
            element.outcome = Failed(
                "an issue needs a summary, and the action item has no readable text"
            )
            return
        try:
            element.ready = self.drafting.ready(draft)
            project = element.ready.destination.project
            if project in self._stopped:
                raise Rejected(self._stopped[project])
            if project in self.probe.unseen:
                raise Rejected(
                    f"this account may create issues in {project} and not see them, so they would be made again and again;"
                    " grant it Browse Projects there"
                )
            element.assignment = self.drafting.people.assignment(draft.owners, project)
        except Rejected as error:
            if self.session.is_refused:
                raise
            element.outcome = Failed(str(error))

    def _send(self, elements: Sequence[_Element]) -> None:
        """One request. Raises what makes everything after it pointless."""
        bodies = [self._body(element) for element in elements]
        try:
            answer = self.session.write("POST", "/issue/bulk", {"issueUpdates": bodies})
            outcomes = _elements(answer, len(elements)) if answer.status in (201, 400) else None
        except Unsent as error:
            raise Unavailable(f"Jira: {error}; nothing was sent") from error
        except Lost as error:
            self._lost(elements, str(error))
            return
        self._doubts = 0
        if outcomes is None and answer.status < 300:
            self._lost(elements, f"Jira answered {answer.status} where issues were to be created")
        elif outcomes is None:
            self._refused(elements, answer)
        else:
            for element, (made, errors, message) in zip(elements, outcomes, strict=True):
                self._settle(element, made, errors, message)

    def _body(self, element: _Element) -> dict[str, Any]:
        return self.drafting.body(element.draft, element.place, element.assignment, element.without)

    def _settle(
        self, element: _Element, made: tuple[int, str] | None, errors: dict[str, str], message: str
    ) -> None:
        if made is not None:
            element.made = made
            return
        screen = element.place.screen
        told = complaints(errors, screen.names) or message or "it does not say why"
        fields = screen.fields
        optional = [name for name in errors if name in OPTIONAL and name not in element.without]
        needed = [name for name in optional if name in fields and fields[name].required]
        if optional and not needed and len(optional) == len(errors):
            element.without |= {name: errors[name] for name in optional}
            return
        element.outcome = Failed(f"creating an issue as {screen.name}: {told}")

    def _lost(self, elements: Sequence[_Element], reason: str) -> None:
        for element in elements:
            element.outcome = InDoubt(f"{reason}; whether the issue was created is not known yet")
            if element.ready is not None:
                self.probe.lost(element.ready.destination.project)
        self._doubts += 1
        if self._doubts >= _MOST_DOUBTS:
            raise Unavailable("Jira lost several answers in a row")

    def _refused(self, elements: Sequence[_Element], answer: Answer) -> None:
        what = "creating issues"
        if answer.status in _FOR_ALL:
            self._stop(elements, answer, what)
        elif answer.status == 413 and len(elements) > 1:
            half = len(elements) // 2
            self._send(elements[:half])
            self._send(elements[half:])
        else:
            for element in elements:
                element.outcome = Failed(refusal(answer, what))

    def _stop(self, elements: Sequence[_Element], answer: Answer, what: str) -> None:
        """Ask each project by itself where several were asked at once; one that says no gets nothing more."""
        if not self.routed:
            raise rejected(answer, what)
        projects: dict[str, list[_Element]] = {}
        for element in elements:
            projects.setdefault(element.place.destination.project, []).append(element)
        for project, group in projects.items():
            if len(projects) > 1:
                self._send(group)
                continue
            self._stopped[project] = refusal(answer, f"creating issues in {project}")
            for element in group:
                element.outcome = Failed(self._stopped[project])

    def _told(self, group: Sequence[_Element]) -> Iterator[Outcome]:
        """The outcomes, after what was made has been looked at."""
        made = [
            Made(one.draft, one.ready, one.assignment, one.without, *one.made)
            for one in group
            if one.made is not None and one.ready is not None
        ]
        for one in made:
            self.probe.created(one.key)
        verified = self.verification.outcomes(made)
        for element in group:
            if element.made is not None:
                yield verified[element.draft.marker.key]
            elif element.outcome is not None:
                yield element.outcome


def _end(elements: Sequence[_Element], error: TrackerError) -> None:
    """What becomes of those that were drawn and will not be sent."""
    for element in elements:
        if element.waits:
            told = str(error)
            element.outcome = Postponed(told) if isinstance(error, Exhausted) else Failed(told)


def _elements(
    answer: Answer, count: int
) -> list[tuple[tuple[int, str] | None, dict[str, str], str]] | None:
    """What became of each element: id and key, or the complaints about fields and in general; None if it cannot be told.

    Jira tells those that failed by their number, and the others in order.
    """
    data = answer.data
    issues = data.get("issues") if isinstance(data, dict) else None
    errors = data.get("errors") if isinstance(data, dict) else None
    if not isinstance(issues, list) or not isinstance(errors, list | None):
        return None
    try:
        failed = {int(one["failedElementNumber"]): one for one in errors or ()}
        made = [(int(one["id"]), str(one["key"])) for one in issues]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if len(made) + len(failed) != count or any(not 0 <= number < count for number in failed):
        return None
    left = iter(made)
    return [
        _complaint(answer, failed[number]) if number in failed else (next(left), {}, "")
        for number in range(count)
    ]


def _complaint(answer: Answer, error: dict[str, Any]) -> tuple[None, dict[str, str], str]:
    told = error.get("elementErrors") or {}
    inner = Answer(400, {}, told, secrets=answer.secrets)
    return None, inner.errors, inner.message
