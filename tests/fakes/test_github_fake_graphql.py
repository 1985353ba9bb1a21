"""The GraphQL of the GitHub in memory."""

from __future__ import annotations

import pytest

from tests.fakes.github.asking import ask, query
from tests.fakes.github.exchange import Uncovered
from tests.fakes.github.fake import GitHub

LISTED = """query($first: Int!, $after: String, $filter: IssueFilters) {
  repository(owner: "acme", name: "shop") {
    issues(first: $first, after: $after, filterBy: $filter, orderBy: {field: CREATED_AT, direction: DESC}) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { number }
    }
  }
}"""


def test_a_repository_tells_of_itself_and_of_what_it_offers(github: GitHub) -> None:
    github.assignable("acme/shop", "jo", "mo")
    github.label("acme/shop", "Bug", "ff0000")
    github.milestone("acme/shop", "Q4")
    github.milestone("acme/shop", "Q3", closed=True)
    github.issue_type("acme/shop", "Task")

    told = query(
        github,
        """{
          viewer { login }
          rateLimit { cost limit remaining used resetAt }
          repository(owner: "Acme", name: "Shop", followRenames: true) {
            id nameWithOwner isArchived hasIssuesEnabled isPrivate viewerPermission
            label(name: "BUG") { name color }
            missing: label(name: "nope") { name }
            labels(first: 5) { nodes { name } }
            assignableUsers(first: 5, query: "j") { nodes { login } totalCount }
            milestones(first: 5, query: "q", states: [OPEN]) { nodes { number title state } }
            issueTypes(first: 5) { nodes { id name } }
          }
        }""",
    )["data"]

    home = told["repository"]
    assert told["viewer"] == {"login": "pm-sync[bot]"}
    assert told["rateLimit"]["remaining"] == 4999
    assert (home["nameWithOwner"], home["viewerPermission"]) == ("acme/shop", "WRITE")
    assert (home["hasIssuesEnabled"], home["isArchived"], home["isPrivate"]) == (True, False, False)
    assert (home["label"], home["missing"]) == ({"name": "Bug", "color": "ff0000"}, None)
    assert home["assignableUsers"] == {"nodes": [{"login": "jo"}], "totalCount": 1}
    assert home["milestones"]["nodes"] == [{"number": 1, "title": "Q4", "state": "OPEN"}]
    assert home["issueTypes"]["nodes"][0]["name"] == "Task"


def test_an_issue_tells_all_of_itself(github: GitHub) -> None:
    github.issue(
        "acme/shop",
        labels=["a"],
        assignees=["jo"],
        author="pm-sync[bot]",
        linked_pull_requests=["open", "closed"],
    )
    github.convert_to_discussion("acme/shop", 1)

    told = query(
        github,
        """{ repository(owner: "acme", name: "shop") { issue(number: 1) {
          id number title body url state stateReason createdAt updatedAt locked viewerDidAuthor
          author { __typename login }
          labels(first: 5) { nodes { name } }
          assignees(first: 5) { nodes { login } }
          repository { nameWithOwner }
          discussed: timelineItems(first: 1, itemTypes: [CONVERTED_TO_DISCUSSION_EVENT]) { totalCount }
          reopened: timelineItems(itemTypes: [REOPENED_EVENT]) { totalCount }
          closedByPullRequestsReferences(first: 5) { totalCount }
          all: closedByPullRequestsReferences(first: 5, includeClosedPrs: true) { nodes { state } }
        } } }""",
    )["data"]["repository"]["issue"]

    assert told["author"] == {"__typename": "Bot", "login": "pm-sync"}
    assert (told["viewerDidAuthor"], told["locked"], told["state"]) == (True, True, "CLOSED")
    assert told["url"] == "https://github.com/acme/shop/issues/1"
    assert told["body"] == ""
    assert (told["discussed"]["totalCount"], told["reopened"]["totalCount"]) == (1, 0)
    assert told["closedByPullRequestsReferences"]["totalCount"] == 1
    assert told["all"]["nodes"] == [{"state": "OPEN"}, {"state": "CLOSED"}]


def test_a_duplicate_is_told_to_those_who_ask_for_it(github: GitHub) -> None:
    github.issue("acme/shop")
    github.close("acme/shop", 1, "duplicate")
    text = '{ repository(owner: "acme", name: "shop") { issue(number: 1) { a: stateReason b: stateReason(enableDuplicate: true) } } }'

    told = query(github, text)["data"]["repository"]["issue"]

    assert told == {"a": None, "b": "DUPLICATE"}


def test_a_number_may_be_a_pull_request(github: GitHub) -> None:
    github.issue("acme/shop", pull_request="merged")
    text = """{ repository(owner: "acme", name: "shop") {
      issue(number: 1) { id }
      issueOrPullRequest(number: 1) {
        __typename
        ... on PullRequest { number state merged isDraft url repository { nameWithOwner } }
      }
    } }"""

    told = query(github, text)

    found = told["data"]["repository"]["issueOrPullRequest"]
    assert (found["__typename"], found["state"], found["merged"]) == ("PullRequest", "MERGED", True)
    assert found["url"] == "https://github.com/acme/shop/pull/1"
    assert told["data"]["repository"]["issue"] is None
    assert told["errors"][0]["type"] == "NOT_FOUND"


def test_issues_are_listed_page_by_page_without_pull_requests(github: GitHub) -> None:
    for _ in range(3):
        github.issue("acme/shop", labels=["a", "b"])
    github.issue("acme/shop", labels=["a"])
    github.issue("acme/shop", labels=["a"], pull_request="open")
    wanted = {"labels": ["a", "b"], "states": ["OPEN"], "since": "2026-11-23T08:00:00Z"}

    first = query(github, LISTED, first=2, filter=wanted)["data"]["repository"]["issues"]
    cursor = first["pageInfo"]["endCursor"]
    rest = query(github, LISTED, first=2, after=cursor, filter=wanted)["data"]["repository"][
        "issues"
    ]

    assert first["totalCount"] == 3
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [one["number"] for one in first["nodes"] + rest["nodes"]] == [3, 2, 1]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("issues(first: 101) { nodes { id } }", "EXCESSIVE_PAGINATION"),
        ("issues { nodes { id } }", "MISSING_PAGINATION_BOUNDARIES"),
        ("issue(number: 9) { id }", "NOT_FOUND"),
        ("issueOrPullRequest(number: 9) { __typename }", "NOT_FOUND"),
    ],
)
def test_errors_come_inside_of_a_200(github: GitHub, asked: str, kind: str) -> None:
    told = query(github, f'{{ repository(owner: "acme", name: "shop") {{ {asked} }} }}')

    (error,) = told["errors"]
    assert error["type"] == kind
    assert error["path"][0] == "repository"
    assert error["message"]


def test_what_is_not_there_is_null_beside_what_is(github: GitHub) -> None:
    github.repository("acme/hidden", access="none")
    ids = [github.issue("acme/shop").node_id, "I_kwDOnone", github.at("acme/shop").node_id]
    text = """query($ids: [ID!]!) {
      nodes(ids: $ids) { __typename ... on Issue { number } }
      none: repository(owner: "acme", name: "none") { id }
      hidden: repository(owner: "acme", name: "hidden") { id }
    }"""

    told = query(github, text, ids=ids)

    assert told["data"]["nodes"] == [
        {"__typename": "Issue", "number": 1},
        None,
        {"__typename": "Repository"},
    ]
    assert (told["data"]["none"], told["data"]["hidden"]) == (None, None)
    paths = sorted(error["path"] for error in told["errors"])
    assert paths == [["hidden"], ["nodes", 1], ["none"]]
    assert {error["type"] for error in told["errors"]} == {"NOT_FOUND"}


def test_nodes_takes_a_hundred_ids(github: GitHub) -> None:
    ids = [github.issue("acme/shop").node_id] * 101
    text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    assert query(github, text, ids=ids)["errors"][0]["type"] == "ARGUMENT_LIMIT"
    assert len(query(github, text, ids=ids[:100])["data"]["nodes"]) == 100


@pytest.mark.parametrize("followed", [False, True])
def test_a_transferred_issue_is_not_found_by_its_old_number(github: GitHub, followed: bool) -> None:
    github.repository("acme/other")
    old = github.issue("acme/shop").node_id
    github.transfer("acme/shop", 1, "acme/other")
    github.follows_old_ids = followed
    text = """query($ids: [ID!]!) {
      nodes(ids: $ids) { ... on Issue { repository { nameWithOwner } } }
      repository(owner: "acme", name: "shop") { issue(number: 1) { id } }
    }"""

    told = query(github, text, ids=[old])["data"]

    assert told["repository"] == {"issue": None}
    there = {"repository": {"nameWithOwner": "acme/other"}}
    assert told["nodes"] == [there if followed else None]


def test_renamed_repositories_are_followed_and_urls_resolved(github: GitHub) -> None:
    github.issue("acme/shop")
    github.issue("acme/shop", pull_request="open")
    github.rename("acme/shop", "corp/store")
    text = """{
      repository(owner: "acme", name: "shop") { nameWithOwner }
      strict: repository(owner: "acme", name: "shop", followRenames: false) { id }
      issue: resource(url: "https://github.com/corp/store/issues/1") { ... on Issue { number } }
      pull: resource(url: "https://github.com/corp/store/pull/2") { __typename }
      home: resource(url: "https://github.com/corp/store") { ... on Repository { name } }
      none: resource(url: "https://github.com/corp/store/issues/9") { url }
      elsewhere: resource(url: "https://example.com/corp/store/issues/1") { url }
    }"""

    told = query(github, text)["data"]

    assert told == {
        "repository": {"nameWithOwner": "corp/store"},
        "strict": None,
        "issue": {"number": 1},
        "pull": {"__typename": "PullRequest"},
        "home": {"name": "store"},
        "none": None,
        "elsewhere": None,
    }


def test_a_server_of_ones_own_has_graphql_beside_rest() -> None:
    github = GitHub("https://ghes.example/api/v3", "https://ghes.example")
    github.repository("acme/shop")

    assert query(github, "{ viewer { login } }")["data"] == {"viewer": {"login": "pm-sync[bot]"}}
    assert github.graphql_url == "https://ghes.example/api/graphql"
    assert ask(github, "GET", "/api/v3/repos/acme/shop").status == 200


@pytest.mark.parametrize("text", ["{ viewer { shoe } }", "{ viewer ", "{ viewer { id(size: 1) } }"])
def test_a_query_beyond_the_schema_fails_the_test(text: str) -> None:
    github = GitHub()

    with pytest.raises(Uncovered):
        query(github, text)
    with pytest.raises(Uncovered):
        query(github, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }")
