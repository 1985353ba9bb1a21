"""Changing issues of ours: only what was named, and only where it differs; what people added stays. Nobody gets a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from connectors.http.transport import Lost, Unsent
from connectors.jira import ending
from connectors.jira.answer import Answer
from connectors.jira.drafting import Drafting
from connectors.jira.failures import complaints, refusal
from connectors.jira.issues import Reading
from connectors.jira.lookup import Lookup
from connectors.jira.moves import Moves
from connectors.jira.options import folded
from connectors.jira.people import Hindrance
from connectors.jira.reference import key_of, parts_of
from connectors.jira.texts import one_line, summary
from connectors.jira.wire import Issue
from sync.days import day_of
from sync.errors import Exhausted, Rejected, Unavailable
from sync.model.postmortem import Status
from sync.model.ticket import Change, Done, Failed, Outcome, Owner, Postponed


class Refused(Exception):
    """Jira, or what the issue is, does not allow it."""


@dataclass(slots=True)
class Changes:
    """Changes issues, whatever they are called now."""

    lookup: Lookup
    drafting: Drafting
    reading: Reading
    moves: Moves

    def outcomes(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """One outcome per change. A lost answer is no doubt: the next run sees what became of it, and repeating does no harm."""
        for change in changes:
            try:
                yield self._changed(change)
            except Exhausted as error:
                yield Postponed(str(error))
                raise
            except (Refused, Rejected) as error:
                yield Failed(str(error))
                if self.lookup.session.is_refused:
                    raise
            except (Lost, Unsent) as error:
                yield Failed(f"{error}; the next run looks at it again")
            except Unavailable as error:
                yield Failed(str(error))
                raise

    def _changed(self, change: Change) -> Done:
        key = key_of(change.ref)
        if key is None:
            raise Refused(f"{change.ref} is no issue")
        issue = self._as_it_is(key, change)
        shown, new = one_line(issue.summary), summary(change.title or "")
        if change.was is not None and shown not in (summary(change.was), change.was, new):
            raise Refused(f"{key} was renamed meanwhile, to {shown!r}; nothing of it is changed")
        if (why := change.overtaken(self.reading.ticket(issue))) is not None:
            raise Refused(why)
        remarks: list[str] = []
        sent = self._fields(issue, change, remarks)
        sent = self._assign(issue, change, remarks) or sent
        if change.status is not None:
            remarks.extend(ending.link(self.lookup.session, issue, change))
            sent = self._move(issue, change, change.status, remarks) or sent
        if change.withdraw:
            self.lookup.withdrawn.add(issue.id)
            answer = self._answer("PUT", _path(issue), ending.withdrawn(issue))
            if answer.status >= 300:
                raise Refused(refusal(answer, f"taking the mark off {issue.key}"))
            sent = True
        after = self.lookup.one(key) if sent else issue
        if after is None:
            raise Refused(f"{key} was changed, and cannot be seen any more")
        return Done(self.reading.ticket(after), tuple(remarks))

    def _move(self, issue: Issue, change: Change, status: Status, remarks: list[str]) -> bool:
        """Move it; what is withdrawn stays open where no way leads to its end, and that is told."""
        try:
            return self.moves.move(issue, status)
        except Rejected as error:
            if not change.withdraw or self.lookup.session.is_refused:
                raise
            remarks.append(f"{issue.key} is not closed: {error}")
            return False

    def _as_it_is(self, key: str, change: Change) -> Issue:
        """The issue as it is now, if it may be changed."""
        issue = self.lookup.one(key, description=True)
        if issue is None:
            raise Refused(f"{key} does not exist, or this account may not see it")
        if issue.key != key:
            raise Refused(f"{key} has moved to {issue.key}; the next run follows it")
        if issue.marker is None and not change.adopted:
            raise Refused(f"{key} is no issue that pm-sync made, so it is not changed")
        return issue

    def _fields(self, issue: Issue, change: Change, remarks: list[str]) -> bool:
        """Change what stands in fields, with one request; whether anything was sent."""
        fields: dict[str, Any] = {}
        if change.title is not None and one_line(issue.summary) != summary(change.title):
            fields["summary"] = summary(change.title)
            if not fields["summary"]:
                raise Refused(f"{issue.key}: an issue needs a summary")
        fields |= self._priority(issue, change, remarks)
        fields |= _due(issue, change, remarks)
        fields |= self._description(issue, change, remarks)
        return self._put(issue, fields, remarks)

    def _put(self, issue: Issue, fields: dict[str, Any], remarks: list[str]) -> bool:
        """Write the fields; what the screen for editing lacks is told, and the rest is written. Whether anything was."""
        if not fields:
            return False
        answer = self._answer("PUT", _path(issue), {"fields": fields})
        lacking = [name for name in _OPTIONAL if name in fields and name in answer.errors]
        if answer.status == 400 and lacking and set(answer.errors) <= set(lacking):
            told = complaints({name: answer.errors[name] for name in lacking}, {})
            remarks.append(f"{issue.key} keeps what it has there: {told}")
            rest = {name: value for name, value in fields.items() if name not in lacking}
            return self._put(issue, rest, remarks)
        if answer.status >= 300:
            raise Refused(refusal(answer, f"changing {issue.key}"))
        return True

    def _description(self, issue: Issue, change: Change, remarks: list[str]) -> dict[str, Any]:
        draft = change.text
        if draft is None:
            return {}
        project, _ = parts_of(issue.key)
        shown = self.drafting.people.assignment(draft.owners, project).shown
        new = self.drafting.descriptions.renewed(issue, draft, shown)
        if new is None:
            remarks.append(
                f"the description of {issue.key} was left as it is: the line that ends pm-sync's part of it is no longer there, or"
                " there is no room"
            )
        return {} if new is None or new == issue.description else {"description": new}

    def _priority(self, issue: Issue, change: Change, remarks: list[str]) -> dict[str, Any]:
        """The new priority, by the name that the settings have for it or that Jira knows."""
        if change.priority is None:
            return {}
        word = change.priority[1]
        if not word:
            return {"priority": None} if issue.priority else {}
        if change.text is not None:
            found = self.drafting.ready(change.text).priority(word)
            if found is None:
                remarks.append(
                    f"{word!r} is none of Jira's priorities, so {issue.key} keeps its own"
                )
            return {"priority": found} if found else {}
        names = {folded(one): name for one, name in self.drafting.options.priorities.items()}
        return {"priority": {"name": names.get(folded(word), word)}}

    def _assign(self, issue: Issue, change: Change, remarks: list[str]) -> bool:
        """Jira has one assignee: a new one takes the place of the old, and an old one goes only if it still is theirs."""
        project, _ = parts_of(issue.key)
        people = self.drafting.people
        assignment = people.assignment(change.assign, project)
        remarks.extend(assignment.remarks)
        account = assignment.account
        if account is not None and issue.assignee != account:
            body = people.reference(account)
            answer = self._answer("PUT", f"{_path(issue)}/assignee", body)
            if answer.status >= 300:
                people.refused.add((project, account))
                remarks.append(refusal(answer, f"{assignment.name} is not assigned"))
            return answer.status < 300
        gone = account is None and issue.assignee in self._accounts(change.unassign)
        if gone and issue.assignee is not None:
            name = "accountId" if self.lookup.server.is_cloud else "name"
            answer = self._answer("PUT", f"{_path(issue)}/assignee", {name: None})
            if answer.status >= 300:
                remarks.append(refusal(answer, f"{issue.key} keeps its assignee"))
            return answer.status < 300
        return False

    def _accounts(self, owners: Sequence[Owner]) -> list[str]:
        """Their accounts."""
        found = (self.drafting.people.account(owner) for owner in owners)
        known = [one for one in found if not isinstance(one, Hindrance)]
        return [*known, *(owner.identity for owner in owners if owner.known)]

    def _answer(self, verb: str, path: str, body: dict[str, Any]) -> Answer:
        return self.lookup.session.write(verb, path, body)


def _due(issue: Issue, change: Change, remarks: list[str]) -> dict[str, Any]:
    if change.due is None:
        return {}
    text = change.due[1]
    day = day_of(text)
    if text and day is None:
        remarks.append(f"{text!r} names no day, so the due date of {issue.key} stays as it is")
        return {}
    wanted = day.isoformat() if day else None
    return {} if wanted == (issue.due or None) else {"duedate": wanted}


_OPTIONAL: Final = ("priority", "duedate")
"""Fields without which the others are written."""


def _path(issue: Issue) -> str:
    return f"/issue/{quote(issue.key, safe='')}"
