"""The pull requests of a repository, as `--publish pull-request` needs them: those that come from branches of our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.github.answer import Answer
from connectors.github.failures import rejected
from connectors.github.graphql import GraphQL
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Rejected, Unavailable
from sync.hosting import PullRequest

_OPEN: Final = """
query($owner: String!, $name: String!, $branch: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(headRefName: $branch, states: [OPEN], first: 50, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number url title body baseRefName headRefName isCrossRepository
        reviewDecision isInMergeQueue autoMergeRequest { enabledAt }
        latestOpinionatedReviews(first: 50, writersOnly: true) { nodes { state } }
      }
    }
  }
}
"""
_MERGED: Final = """
query($owner: String!, $name: String!, $branch: String!, $base: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(
      headRefName: $branch, baseRefName: $base, states: [MERGED], first: 50, after: $after
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { headRefOid isCrossRepository }
    }
  }
}
"""
_PAGES: Final = 100
_NOT_PERMITTED: Final = "not permitted to create"
_SETTING: Final = (
    "GitHub Actions may not open pull requests in this repository: allow it under Settings, Actions, General, Workflow"
    " permissions, or give the token of a GitHub App"
)


class Pulls:
    """Fulfils `sync.hosting.PullRequests` for `owner/name`."""

    def __init__(self, session: Session, repository: str) -> None:
        self._session = session
        self._graphql = GraphQL(session)
        self._repository = repository
        self._path = f"/repos/{repository}/pulls"

    def from_branch(self, branch: str) -> PullRequest | None:
        """The open one from this branch; the oldest, should there be several to different bases."""
        own = [_pull_request(one) for one in self._from(branch, _OPEN)]
        return min(own, key=lambda one: one.number, default=None)

    def merged_from(self, branch: str, base: str) -> str:
        """The last commit of the one that was merged last."""
        merged = [str(one["headRefOid"]) for one in self._from(branch, _MERGED, base=base)]
        return merged[-1] if merged else ""

    def _from(self, branch: str, query: str, **more: str) -> list[Mapping[str, Any]]:
        """What the query finds from a branch of the repository itself: forks have branches of the same name."""
        owner, _, name = self._repository.partition("/")
        given = {"owner": owner, "name": name, "branch": branch, **more}
        own: list[Mapping[str, Any]] = []
        after: str | None = None
        for _ in range(_PAGES):
            repository = self._graphql.ask(query, {**given, "after": after}).get("repository")
            if not isinstance(repository, dict):
                raise Rejected(
                    f"GitHub: {self._repository} does not exist, or the token may not read its pull requests; it needs"
                    " `pull-requests: read`"
                )
            found = repository.get("pullRequests") or {}
            nodes = found.get("nodes") or ()
            own += [one for one in nodes if one and not one.get("isCrossRepository")]
            page = found.get("pageInfo") or {}
            after = page.get("endCursor")
            if not page.get("hasNextPage") or not after:
                return own
        raise Unavailable(
            f"GitHub: more pull requests come from branches called {branch} than can be read"
        )

    def open(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open it; after a lost answer, or if somebody was faster, that which is there."""
        given = {"title": title, "body": body, "head": branch, "base": base}
        what = f"opening a pull request from {branch}"
        try:
            answer = self._session.write("POST", self._path, given)
        except Unsent as error:
            raise Unavailable(f"{what}: {error}") from error
        except Lost as error:
            there = self.from_branch(branch)
            if there is None:
                raise Unavailable(f"{what}: {error}; run again") from error
            return there
        if answer.status == 201 and isinstance(answer.data, dict):
            return PullRequest(
                int(answer.data["number"]), str(answer.data["html_url"]), branch, base, title, body
            )
        there = self.from_branch(branch) if answer.status == 422 else None
        if there is None:
            raise _refused(answer, what)
        return there

    def rewrite(self, number: int, title: str, body: str) -> None:
        """Change title and text."""
        self._patch(number, {"title": title, "body": body}, f"changing pull request #{number}")

    def close(self, number: int) -> None:
        """Close it."""
        self._patch(number, {"state": "closed"}, f"closing pull request #{number}")

    def _patch(self, number: int, given: Mapping[str, str], what: str) -> None:
        try:
            answer = self._session.write("PATCH", f"{self._path}/{number}", given)
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}; the next run does it") from error
        if answer.status != 200:
            raise _refused(answer, what)


def _pull_request(node: Mapping[str, Any]) -> PullRequest:
    return PullRequest(
        number=int(node["number"]),
        url=str(node["url"]),
        branch=str(node["headRefName"]),
        base=str(node["baseRefName"]),
        title=str(node["title"]),
        body=str(node["body"]),
        waits=_waits(node),
    )


def _waits(node: Mapping[str, Any]) -> str:
    """Why it is left alone. Without a rule that asks for reviews there is no decision, so that the reviews count."""
    if node.get("isInMergeQueue"):
        return "is in the merge queue"
    if node.get("autoMergeRequest"):
        return "is set to be merged as soon as it may"
    decision = node.get("reviewDecision")
    if decision == "APPROVED":
        return "is approved"
    reviews = (node.get("latestOpinionatedReviews") or {}).get("nodes") or ()
    states = {str(one.get("state")) for one in reviews if one}
    if decision is None and "APPROVED" in states and "CHANGES_REQUESTED" not in states:
        return "is approved"
    return ""


def _refused(answer: Answer, what: str) -> Rejected:
    if answer.status == 403 and _NOT_PERMITTED in answer.message:
        return Rejected(f"{what}: {_SETTING}")
    return rejected(answer, what)
