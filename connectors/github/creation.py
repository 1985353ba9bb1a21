"""Creating issues, one request each, never twice: what may have happened is never sent again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from connectors.github.answer import Answer
from connectors.github.body import Body
from connectors.github.failures import refusal
from connectors.github.home import Home
from connectors.github.issues import Reading
from connectors.github.limits import Pace
from connectors.github.options import LABEL, GitHubOptions
from connectors.github.owners import Assignment, Owners
from connectors.github.preflight import Preflight
from connectors.github.reference import same_repository
from connectors.github.session import Session
from connectors.github.texts import title
from connectors.github.wire import Issue, rest_issue
from connectors.http.transport import Lost, Unsent
from sync.errors import Exhausted, Rejected, Unavailable, UserError
from sync.model.ticket import Done, Draft, Failed, InDoubt, Outcome, Postponed

_OPTIONAL: Final = ("assignees", "milestone", "type")
"""Fields without which an issue is created after GitHub refused it for one of them."""

_MOST_DOUBTS: Final = 2
"""So many lost answers in a row are an outage; each further request could leave another issue that nobody knows."""

_FOR_ALL: Final = (301, 302, 307, 308, 401, 403, 404, 410)
"""What GitHub answers like this, it answers to every creation."""


@dataclass(slots=True)
class Creation:
    """Creates issues in the one repository."""

    session: Session
    home: Home
    reading: Reading
    options: GitHubOptions
    body: Body
    owners: Owners
    preflight: Preflight
    pace: Pace
    _doubts: int = 0

    def labels(self, draft: Draft, assignment: Assignment) -> list[str]:
        """The labels of an issue; the common one first."""
        of_type = self.of_type(draft.type)
        of_priority = self.of_priority(draft.priority)
        wanted = [LABEL, *self.options.labels, of_type, of_priority, *assignment.labels]
        first: dict[str, str] = {}
        for label in wanted:
            if label:
                first.setdefault(label.casefold(), label)
        return list(first.values())

    def of_type(self, word: str | None) -> str | None:
        """The label of a type of action item."""
        return _looked_up(self.options.type_labels, word)

    def of_priority(self, word: str | None) -> str | None:
        """The label of a priority."""
        return _looked_up(self.options.priority_labels, word)

    def outcomes(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """One outcome per draft. Raises, between two drafts, what makes the others pointless to send."""
        for draft in drafts:
            try:
                self.home.check_open()
                self.pace.before_next()
            except Exhausted as error:
                yield Postponed(str(error))
                raise
            except (Unavailable, Rejected) as error:
                yield Failed(str(error))
                raise
            yield from self._outcome(draft)

    def _outcome(self, draft: Draft) -> Iterator[Outcome]:
        try:
            outcome, stop = self._created(draft)
        except Exhausted as error:
            yield Postponed(str(error))
            raise
        except Unsent as error:
            yield Failed(f"GitHub: {error}; nothing was sent")
            raise Unavailable(f"GitHub: {error}") from error
        except (Lost, Unavailable) as error:
            yield InDoubt(f"{error}; whether the issue was created is not known yet")
            self._doubts += 1
            if self._doubts >= _MOST_DOUBTS:
                raise Unavailable("GitHub lost several answers in a row") from error
            return
        self._doubts = 0
        yield outcome
        if stop is not None:
            raise stop

    def _created(self, draft: Draft) -> tuple[Outcome, Rejected | None]:
        """What became of one draft, and the reason why the others are not to be sent, if there is one."""
        left_out: dict[str, str] = {}
        while True:
            refused = draft.owners if "assignees" in left_out else ()
            assignment = self.owners.assignment(draft.owners, [one.identity for one in refused])
            try:
                fields = self._fields(draft, assignment, left_out)
            except UserError as error:  # of a template that fails on this item
                return Failed(str(error)), None
            if not fields["title"]:
                return Failed(
                    "an issue needs a title, and the action item has no readable text"
                ), None
            answer = self._posted(fields)
            if answer.status == 201:
                issue = replace(rest_issue(answer.data), authored=True)
                return self._verified(draft, fields, assignment, left_out, issue)
            if answer.status < 300:
                raise Lost(f"GitHub answered {answer.status} where an issue was to be created")
            at_fault = next((name for name in _fields_at_fault(answer) if name in fields), None)
            if answer.status != 422 or at_fault not in _OPTIONAL:
                return self._refused(answer)
            left_out[at_fault] = refusal(answer, f"`{at_fault}` was left out")

    def _posted(self, fields: dict[str, Any]) -> Answer:
        """Send it; after a limit, which certainly created nothing, once more at a slower pace."""
        try:
            path = f"{self.home.path}/issues"
            answer = self.session.write("POST", path, fields, self.pace.slower)
        except Lost:
            self.pace.sent()
            raise
        self.pace.sent()
        return answer

    def _fields(
        self, draft: Draft, assignment: Assignment, left_out: dict[str, str]
    ) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "title": title(draft.title),
            "body": self.body.text(draft, assignment.shown),
            "labels": self.labels(draft, assignment),
        }
        if assignment.logins:
            fields["assignees"] = list(assignment.logins)
        if self.preflight.milestone is not None:
            fields["milestone"] = self.preflight.milestone
        if self.options.issue_type is not None:
            fields["type"] = self.options.issue_type
        return {name: value for name, value in fields.items() if name not in left_out}

    def _verified(
        self,
        draft: Draft,
        fields: dict[str, Any],
        assignment: Assignment,
        left_out: dict[str, str],
        issue: Issue,
    ) -> tuple[Outcome, Rejected | None]:
        """Compare what GitHub made with what was asked for: it drops without a word what an account may not set."""
        if not same_repository(issue.spot.repository, self.home.name):
            return InDoubt(f"GitHub answered with {issue.spot.ref}, which lies elsewhere"), None
        remarks = [
            *assignment.remarks,
            *(text for name, text in left_out.items() if name != "assignees"),
        ]
        have = {label.casefold() for label in issue.labels}
        if LABEL not in have:
            stop = Rejected(
                f"GitHub dropped the label {LABEL} from {issue.spot.ref}, as it does for accounts without write access"
                f" to {self.home.name}. Without it issues are not found again, so no more are created; give the token"
                " `issues: write`, or its user the triage role"
            )
            return Done(self.reading.ticket(issue), (*remarks, str(stop))), stop
        missing = [label for label in fields["labels"] if label.casefold() not in have]
        if missing:
            remarks.append(f"GitHub did not put these labels on it: {', '.join(missing)}")
        dropped = self.owners.learn_dropped(assignment.logins, issue.assignees)
        if dropped:
            issue, told = self._retold(draft, dropped, issue)
            remarks.extend(told)
        return Done(self.reading.ticket(issue), tuple(remarks)), None

    def _retold(
        self, draft: Draft, dropped: list[str], issue: Issue
    ) -> tuple[Issue, tuple[str, ...]]:
        """The text once more, now that some owners were not assigned; what fails of it is no harm."""
        assignment = self.owners.assignment(draft.owners, dropped)
        body = self.body.text(draft, assignment.shown)
        try:
            path = f"{self.home.path}/issues/{issue.spot.number}"
            answer = self.session.write("PATCH", path, {"body": body})
            if answer.status == 200:
                issue = replace(rest_issue(answer.data), authored=True)
        except (Lost, Unsent, Unavailable):
            pass
        return issue, assignment.remarks

    def _refused(self, answer: Answer) -> tuple[Outcome, Rejected | None]:
        told = refusal(answer, f"creating an issue in {self.home.name}")
        stop = Rejected(told) if answer.status in _FOR_ALL else None
        return Failed(told), stop


def _fields_at_fault(answer: Answer) -> list[str]:
    return [str(one.get("field") or "").removesuffix("_id") for one in answer.errors]


def _looked_up(labels: dict[str, str], word: str | None) -> str | None:
    if word is None:
        return None
    known = {name.casefold(): label for name, label in labels.items()}
    return known.get(word.strip().casefold())
