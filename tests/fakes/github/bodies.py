"""The JSON in which GitHub's REST answers tell accounts, labels, milestones and issues."""

from __future__ import annotations

from typing import Any

from tests.fakes.github.model import Account, Issue, IssueType, Label, Milestone, Repository, stamp

Json = dict[str, Any]


class Bodies:
    """Writes bodies with URLs of the GitHub that answers: clients refuse those of another host."""

    def __init__(self, api_url: str, web_url: str) -> None:
        self.api_url = api_url.rstrip("/")
        self.web_url = web_url.rstrip("/")

    def home(self, repository: Repository) -> str:
        return f"{self.api_url}/repos/{repository.full_name}"

    def web(self, repository: Repository) -> str:
        return f"{self.web_url}/{repository.full_name}"

    def issue_page(self, issue: Issue) -> str:
        kind = "issues" if issue.pull_request is None else "pull"
        return f"{self.web(issue.repository)}/{kind}/{issue.number}"

    def user(self, account: Account) -> Json:
        name = account.login.replace("[", "%5B").replace("]", "%5D")
        url = f"{self.api_url}/users/{name}"
        return {
            "login": account.login,
            "id": account.id,
            "node_id": account.node_id,
            "avatar_url": f"{self.web_url}/avatars/u/{account.id}?v=4",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.web_url}/{name}",
            "followers_url": f"{url}/followers",
            "following_url": f"{url}/following{{/other_user}}",
            "gists_url": f"{url}/gists{{/gist_id}}",
            "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
            "subscriptions_url": f"{url}/subscriptions",
            "organizations_url": f"{url}/orgs",
            "repos_url": f"{url}/repos",
            "events_url": f"{url}/events{{/privacy}}",
            "received_events_url": f"{url}/received_events",
            "type": "Bot" if account.is_bot else "User",
            "user_view_type": "public",
            "site_admin": False,
        }

    def someone(self, account: Account | None) -> Json | None:
        """An account, or nothing where it was deleted."""
        return None if account is None else self.user(account)

    def label(self, repository: Repository, label: Label) -> Json:
        return {
            "id": label.id,
            "node_id": label.node_id,
            "url": f"{self.home(repository)}/labels/{label.name.replace(' ', '%20')}",
            "name": label.name,
            "color": label.color,
            "default": False,
            "description": label.description,
        }

    def milestone(self, repository: Repository, milestone: Milestone) -> Json:
        url = f"{self.home(repository)}/milestones/{milestone.number}"
        held = [one for one in repository.issues.values() if one.milestone is milestone]
        return {
            "url": url,
            "html_url": f"{self.web(repository)}/milestone/{milestone.number}",
            "labels_url": f"{url}/labels",
            "id": milestone.id,
            "node_id": milestone.node_id,
            "number": milestone.number,
            "title": milestone.title,
            "description": None,
            "creator": self.user(repository.owner),
            "open_issues": sum(one.state == "open" for one in held),
            "closed_issues": sum(one.state == "closed" for one in held),
            "state": milestone.state,
            "created_at": stamp(milestone.created_at),
            "updated_at": stamp(milestone.created_at),
            "due_on": None,
            "closed_at": None if milestone.closed_at is None else stamp(milestone.closed_at),
        }

    def type(self, kind: IssueType) -> Json:
        return {
            "id": kind.id,
            "node_id": kind.node_id,
            "name": kind.name,
            "description": None,
            "color": "blue",
            "is_enabled": True,
        }

    def issue(self, issue: Issue) -> Json:
        home, url = issue.repository, f"{self.home(issue.repository)}/issues/{issue.number}"
        assignees = [self.user(one) for one in issue.assignees]
        milestone = issue.milestone
        told: Json = {
            "url": url,
            "repository_url": self.home(home),
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "html_url": self.issue_page(issue),
            "timeline_url": f"{url}/timeline",
            "id": issue.id,
            "node_id": issue.node_id,
            "number": issue.number,
            "title": issue.title,
            "user": self.someone(issue.author),
            "labels": [self.label(home, one) for one in issue.labels],
            "state": issue.state,
            "state_reason": issue.state_reason,
            "locked": issue.locked,
            "active_lock_reason": None,
            "assignee": assignees[0] if assignees else None,
            "assignees": assignees,
            "milestone": None if milestone is None else self.milestone(home, milestone),
            "comments": 0,
            "created_at": stamp(issue.created_at),
            "updated_at": stamp(issue.updated_at),
            "closed_at": None if issue.closed_at is None else stamp(issue.closed_at),
            "closed_by": self.someone(issue.closed_by),
            "author_association": "NONE",
            "body": issue.body,
            "reactions": self._reactions(url),
            "performed_via_github_app": None,
        }
        if home.types:
            told["type"] = None if issue.type is None else self.type(issue.type)
        if issue.pull_request is not None:
            told |= self._pull_request(issue)
        return told

    def _pull_request(self, issue: Issue) -> Json:
        """The one key that tells a pull request from an issue; issues do not have it, not even as null."""
        page = self.issue_page(issue)
        merged = issue.closed_at if issue.pull_request == "merged" else None
        return {
            "draft": False,
            "pull_request": {
                "url": f"{self.home(issue.repository)}/pulls/{issue.number}",
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
                "merged_at": None if merged is None else stamp(merged),
            },
        }

    @staticmethod
    def _reactions(url: str) -> Json:
        kinds = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
        return {"url": f"{url}/reactions", "total_count": 0} | dict.fromkeys(kinds, 0)
