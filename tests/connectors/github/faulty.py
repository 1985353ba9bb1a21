"""What goes wrong on the way to GitHub, and what is told of it, for the tests that share it."""

from __future__ import annotations

from connectors.contract.drafts import draft
from connectors.github.tracker import GitHubTracker
from sync.errors import TrackerError
from sync.model.ticket import Outcome
from tests.connectors.github.conftest import SHOP
from tests.fakes.github import faults

CREATE = f"POST /repos/{SHOP}/issues"


LIST = f"GET /repos/{SHOP}/issues"


TOKEN = "ghp_example"


def stepwise(tracker: GitHubTracker, *numbers: int) -> tuple[list[Outcome], TrackerError | None]:
    """What came of the drafts, and what stopped it."""
    outcomes: list[Outcome] = []
    stream = tracker.create(draft(number) for number in numbers)
    try:
        for outcome in stream:
            outcomes.append(outcome)  # noqa: PERF402 - what came before an error counts
    except TrackerError as error:
        return outcomes, error
    return outcomes, None


REFUSALS = [
    (faults.answer(401, {"message": "Bad credentials"}), "does not accept the token"),
    (
        faults.answer(
            403,
            {"message": "Resource not accessible by integration"},
            {"X-Accepted-GitHub-Permissions": "issues=write"},
        ),
        "it needs issues=write",
    ),
    (
        faults.answer(403, {"message": "Must have push"}, {"X-Accepted-OAuth-Scopes": "repo"}),
        "lacks a scope; it needs one of repo",
    ),
    (
        faults.answer(
            403,
            {"message": "Resource protected by organization SAML enforcement."},
            {
                "X-GitHub-SSO": "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"
            },
        ),
        "open https://github.com/orgs/acme/sso?authorization_request=A1",
    ),
    (
        faults.answer(403, {"message": "Repository was archived so is read-only."}),
        "is archived and takes no changes",
    ),
    (faults.answer(404, {"message": "Not Found"}), "the token may not see it"),
    (
        faults.answer(410, {"message": "Issues has been disabled in this repository."}),
        "issues are switched off there",
    ),
    (
        faults.answer(
            307, {"message": "Temporary Redirect"}, {"Location": "/repositories/1/issues"}
        ),
        "it has moved",
    ),
]


LOST = [
    ("a dropped connection", faults.dropped(after=True)),
    ("a time-out", faults.timed_out(after=True)),
    ("a 502 as a page", faults.html(502, after=True)),
    ("a 500", faults.answer(500, after=True)),
    ("half an answer", faults.truncated()),
    ("a page with status 200", faults.html(201, after=True)),
    ("an empty answer", faults.answer(201, "", after=True)),
    ("a status that nobody expects", faults.answer(202, after=True)),
    ("a request that timed out there", faults.answer(408, after=True)),
    ("an answer about something else", faults.answer(201, {"id": 1}, after=True)),
]


NEVER = [
    ("a dropped connection", faults.dropped()),
    ("a time-out", faults.timed_out()),
    ("a 503", faults.answer(503)),
]
