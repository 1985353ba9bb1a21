"""What goes wrong on the way to Jira, and what is told of it, for the tests that share it."""

from __future__ import annotations

from connectors.contract.drafts import draft
from connectors.jira.tracker import JiraTracker
from sync.errors import TrackerError
from sync.model.ticket import Outcome
from tests.fakes.jira import faults

CREATE = "POST /issue/bulk"
SEARCH = "POST /search*"
TOKEN = "a-token"


def stepwise(tracker: JiraTracker, *numbers: int) -> tuple[list[Outcome], TrackerError | None]:
    """What came of the drafts, and what stopped it."""
    outcomes: list[Outcome] = []
    stream = tracker.create([draft(number) for number in numbers])
    try:
        for outcome in stream:
            outcomes.append(outcome)  # noqa: PERF402 - what came before an error counts
    except TrackerError as error:
        return outcomes, error
    return outcomes, None


def said(*messages: str, **errors: str) -> dict[str, object]:
    """What Jira says in an answer that says no."""
    return {"errorMessages": list(messages), "errors": errors}


REFUSALS = [
    (faults.answer(401, said("Client must be authenticated.")), "Jira does not accept the token"),
    (faults.html(401), "Jira does not accept the token"),
    (
        faults.answer(403, said("You do not have permission.")),
        "the account lacks the permission; ask for it in the project's settings (403: You do not have permission.)",
    ),
    (
        faults.answer(
            403, "", {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=x"}
        ),
        "Jira wants a person to solve a CAPTCHA for this account after failed logins",
    ),
    (
        faults.answer(404, said("Nothing here.")),
        "it does not exist, or the account may not see it (404: Nothing here.)",
    ),
    (
        faults.answer(410, said("Removed.")),
        "Jira no longer has this; is `url` right? (410: Removed.)",
    ),
]

LOST = [
    ("a dropped connection", faults.dropped(after=True)),
    ("a time-out", faults.timed_out(after=True)),
    ("a 502 as a page", faults.html(502, after=True)),
    ("a 500", faults.answer(500, after=True)),
    ("a 503 with a time", faults.unavailable(5, after=True)),
    ("half an answer", faults.truncated()),
    ("a page with status 201", faults.html(201, after=True)),
    ("a page to log in", faults.login_page(after=True)),
    ("an empty answer", faults.answer(201, "", after=True)),
    ("a status that nobody expects", faults.answer(202, {}, after=True)),
    ("a request that timed out there", faults.answer(408, after=True)),
    ("an answer about something else", faults.answer(201, {"id": 1}, after=True)),
    ("an answer that counts wrongly", faults.answer(201, {"issues": [], "errors": []}, after=True)),
    ("an answer without keys", faults.answer(201, {"issues": [{"id": "x"}]}, after=True)),
]

NEVER = [
    ("a connection that never came about", faults.unreachable()),
]

PASSING = [
    ("a dropped connection", faults.dropped()),
    ("a time-out", faults.timed_out()),
    ("a 502 as a page", faults.html(502)),
    ("a 503", faults.unavailable()),
    ("half an answer", faults.truncated()),
    ("an empty answer", faults.empty()),
]
"""What is over when it is read again."""
