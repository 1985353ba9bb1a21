"""The long JSON in which GitHub tells a repository."""

from __future__ import annotations

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.model import Repository, stamp

TEMPLATES = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}
COUNTS = (
    "forks",
    "forks_count",
    "stargazers_count",
    "watchers",
    "watchers_count",
    "subscribers_count",
    "network_count",
    "size",
)


def repository_body(bodies: Bodies, repository: Repository) -> Json:
    """The whole of it, since clients read more than they need."""
    home, web = bodies.home(repository), bodies.web(repository)
    made, opened = stamp(repository.created_at), _open_issues(repository)
    return {
        "id": repository.id,
        "node_id": repository.node_id,
        "name": repository.name,
        "full_name": repository.full_name,
        "owner": bodies.user(repository.owner),
        "private": repository.private,
        "visibility": _visibility(repository),
        "html_url": web,
        "url": home,
        "git_url": f"git:{web.partition(':')[2]}.git",
        "ssh_url": f"git@{web.partition('://')[2].replace('/', ':', 1)}.git",
        "clone_url": f"{web}.git",
        "svn_url": web,
        "mirror_url": None,
        "homepage": None,
        "description": None,
        "fork": False,
        "language": None,
        "license": None,
        "default_branch": "main",
        "open_issues_count": opened,
        "open_issues": opened,
        "has_issues": repository.has_issues,
        "has_projects": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "archived": repository.archived,
        "disabled": False,
        "pushed_at": made,
        "created_at": made,
        "updated_at": made,
        "permissions": dict(repository.permissions),
        **{f"{name}_url": f"{home}{rest}" for name, rest in TEMPLATES.items()},
        **dict.fromkeys(COUNTS, 0),
    }


def _open_issues(repository: Repository) -> int:
    return sum(issue.state == "open" for issue in repository.issues.values())


def _visibility(repository: Repository) -> str:
    if repository.internal:
        return "internal"
    return "private" if repository.private else "public"
