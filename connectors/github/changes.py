"""Changing issues of ours: only what was named, and only where it differs; what people added stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from connectors.github.answer import Answer
from connectors.github.creation import Creation
from connectors.github.failures import refusal
from connectors.github.marker import marks_in, withdrawn
from connectors.github.options import LABEL
from connectors.github.reference import Spot, spot_of
from connectors.github.session import Session
from connectors.github.texts import shown_title, title
from connectors.github.wire import Issue, rest_issue
from connectors.http.transport import Lost, Unsent
from sync.errors import Exhausted, Rejected, Unavailable, UserError
from sync.model.postmortem import Status
from sync.model.ticket import Change, Done, Failed, Outcome, Owner, Postponed

_REASONS: Final = {
    Status.DONE: "completed",
    Status.WONT_DO: "not_planned",
    Status.DUPLICATE: "duplicate",
}


class Refused(Exception):
    """GitHub, or what the issue is, does not allow it."""


@dataclass(slots=True)
class Changes:
    """Changes issues, wherever they are now."""

    session: Session
    creation: Creation

    def outcomes(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """One outcome per change. A lost answer is no doubt: the next run sees what became of it, and repeating does no harm."""
        for change in changes:
            try:
                yield self._changed(change)
            except Exhausted as error:
                yield Postponed(str(error))
                raise
            except (Refused, Rejected, UserError) as error:
                yield Failed(str(error))
            except (Lost, Unsent) as error:
                yield Failed(f"{error}; the next run looks at it again")
            except Unavailable as error:
                yield Failed(str(error))
                raise

    def _changed(self, change: Change) -> Done:
        spot = spot_of(change.ref)
        if spot is None:
            raise Refused(f"{change.ref} is no issue")
        issue = self._as_it_is(spot, change)
        shown = shown_title(issue.title)
        if change.was is not None and shown not in (change.was, shown_title(change.title or "")):
            raise Refused(
                f"{spot.ref} was renamed meanwhile, to {shown!r}; nothing of it is changed"
            )
        if (why := change.overtaken(self.creation.reading.ticket(issue))) is not None:
            raise Refused(why)
        edit = _Edit(
            self.session, f"/repos/{issue.spot.repository}/issues/{issue.spot.number}", issue
        )
        remarks = self._edit(edit, change)
        # Without its label, this answer alone would not tell that it is ours.
        ours = replace(edit.issue, authored=edit.issue.authored or not change.adopted)
        return Done(self.creation.reading.ticket(ours), tuple(remarks))

    def _as_it_is(self, spot: Spot, change: Change) -> Issue:
        """The issue as it is now, if it may be changed."""
        answer = self.session.followed(f"/repos/{spot.repository}/issues/{spot.number}")
        issue = rest_issue(answer.data)
        if issue.spot != spot and issue.spot.ref.id.casefold() != spot.ref.id.casefold():
            raise Refused(f"{spot.ref} has moved to {issue.spot.ref}; the next run follows it")
        if issue.is_pull_request:
            raise Refused(f"{spot.ref} is a pull request, which is only read")
        if marks_in(issue.body).marker is None and not change.adopted:
            raise Refused(f"{spot.ref} is no issue that pm-sync made, so it is not changed")
        return issue

    def _edit(self, edit: _Edit, change: Change) -> list[str]:
        """Send what differs; the remarks tell what could not be done."""
        remarks: list[str] = []
        fields = self._fields(edit.issue, change, remarks)
        if change.withdraw:
            fields["body"] = withdrawn(fields.get("body", edit.issue.body))
        if fields:
            edit.send("PATCH", "", fields | self._original(fields, change))
        remarks.extend(self._assign(edit, change))
        old, new = self._labels(change)
        have = {label.casefold() for label in edit.issue.labels}
        started = [label for label in edit.issue.labels if self._says_started(label)]
        if change.status is Status.IN_PROGRESS and not started:
            new += self.creation.options.in_progress_labels[:1]
        elif change.status is Status.OPEN:
            old += started
        if added := [label for label in new if label.casefold() not in have]:
            edit.send_list("POST", "/labels", {"labels": added})
        for label in old:
            if label.casefold() in have and label not in new and label != LABEL:
                edit.send_list("DELETE", f"/labels/{quote(label, safe='')}", {})
        if added or old:
            edit.read_again()
        return remarks

    def _fields(self, issue: Issue, change: Change, remarks: list[str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if change.title is not None and shown_title(issue.title) != shown_title(
            title(change.title)
        ):
            fields["title"] = title(change.title)
            if not fields["title"]:
                raise Refused(f"{issue.spot.ref}: an issue needs a title")
        if change.text is not None:
            shown = self.creation.owners.assignment(change.text.owners).shown
            body = self.creation.body.renewed(issue.body, change.text, shown)
            if body is None:
                remarks.append(
                    f"the text of {issue.spot.ref} was left as it is: pm-sync's two marks are no longer around its part of it, or there is no room"
                )
            elif body != issue.body:
                fields["body"] = body
        return fields | _state(issue, change.status)

    def _original(self, fields: Mapping[str, Any], change: Change) -> dict[str, Any]:
        """Of an issue that is closed as a duplicate: the id of the one that it repeats, if that can be seen."""
        spot = spot_of(change.duplicate_of) if change.duplicate_of else None
        if spot is None or fields.get("state_reason") != "duplicate":
            return {}
        try:
            answer = self.session.followed(f"/repos/{spot.repository}/issues/{spot.number}")
        except Rejected:
            return {}
        return {"duplicate_issue_id": answer.data["id"]}

    def _assign(self, edit: _Edit, change: Change) -> Iterator[str]:
        owners = self.creation.owners
        assignment = owners.assignment(change.assign)
        yield from assignment.remarks
        have = {login.casefold() for login in edit.issue.assignees}
        asked = [login for login in assignment.logins if login.casefold() not in have]
        unassigned = [login.casefold() for login in _logins(change.unassign)]
        left = [login for login in edit.issue.assignees if login.casefold() not in unassigned]
        # In one request: cut off between two, the issue would have both, as if somebody had wanted that.
        if asked and len(left) < len(have) and edit.replaced({"assignees": [*left, *asked]}):
            dropped = owners.learn_dropped(asked, edit.issue.assignees)
            yield from (f"GitHub did not assign {login}" for login in dropped)
            return
        if asked:
            edit.send("POST", "/assignees", {"assignees": asked})
            dropped = owners.learn_dropped(asked, edit.issue.assignees)
            yield from (f"GitHub did not assign {login}" for login in dropped)
        gone = [login for login in edit.issue.assignees if login.casefold() in unassigned]
        if gone:
            edit.send("DELETE", "/assignees", {"assignees": gone})

    def _says_started(self, label: str) -> bool:
        return label.casefold() in self.creation.reading.in_progress

    def _priority(self, word: str | None) -> str | None:
        """The label of a priority; of an issue that was remembered and not read, the word is the label itself."""
        known = {label for label, _ in self.creation.reading.priorities}
        own = word if word and word.casefold() in known else None
        return self.creation.of_priority(word) or own

    def _labels(self, change: Change) -> tuple[list[str], list[str]]:
        """The labels that the change takes away, and those that it puts there."""
        pairs: list[tuple[str | None, str | None]] = []
        for words, label_of in (
            (change.type, self.creation.of_type),
            (change.priority, self._priority),
        ):
            pairs.extend(_pair(words, label_of))
        return [old for old, _ in pairs if old], [new for _, new in pairs if new]


@dataclass(slots=True)
class _Edit:
    """The requests that change one issue, and the issue as they leave it."""

    session: Session
    path: str
    issue: Issue

    def send(self, verb: str, below: str, fields: Mapping[str, Any]) -> None:
        answer = self._answer(verb, below, fields)
        self.issue = rest_issue(answer.data)

    def replaced(self, fields: Mapping[str, Any]) -> bool:
        """Whether GitHub took all of them; what it finds invalid has no effect."""
        answer = self._answer("PATCH", "", fields, also=422)
        if answer.status == 422:
            return False
        self.issue = rest_issue(answer.data)
        return True

    def send_list(self, verb: str, below: str, fields: Mapping[str, Any]) -> None:
        """One whose answer is not the issue. What is gone already needs no removing."""
        self._answer(verb, below, fields, also=404 if verb == "DELETE" else 200)

    def read_again(self) -> None:
        self.issue = rest_issue(self.session.followed(self.path).data)

    def _answer(self, verb: str, below: str, fields: Mapping[str, Any], also: int = 200) -> Answer:
        answer = self.session.write(verb, f"{self.path}{below}", fields)
        if answer.status >= 300 and answer.status != also:
            raise Refused(refusal(answer, f"changing {self.issue.spot.ref}"))
        return answer


def _state(issue: Issue, status: Status | None) -> dict[str, Any]:
    if status in _REASONS and (issue.is_open or issue.reason != _REASONS[status]):
        return {"state": "closed", "state_reason": _REASONS[status]}
    if status in (Status.OPEN, Status.IN_PROGRESS) and not issue.is_open:
        return {"state": "open", "state_reason": "reopened"}
    return {}


def _logins(owners: Iterable[Owner]) -> list[str]:
    return [owner.identity for owner in owners if owner.known]


def _pair(
    words: tuple[str | None, str | None] | None, label_of: Callable[[str | None], str | None]
) -> list[tuple[str | None, str | None]]:
    return [] if words is None else [(label_of(words[0]), label_of(words[1]))]
