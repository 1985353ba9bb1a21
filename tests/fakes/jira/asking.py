"""The shortest client there is: asks a Jira without any library between."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import IssueType


@dataclass(frozen=True)
class Told:
    """An answer, read."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def messages(self) -> list[str]:
        return list(self.body["errorMessages"])

    @property
    def errors(self) -> dict[str, str]:
        return dict(self.body["errors"])


def credentials(jira: Jira, token: str | None) -> dict[str, str]:
    """As people of this flavour send them: e-mail and token, or the token alone."""
    if token is None:
        return {}
    if not jira.cloud:
        return {"Authorization": f"Bearer {token}"}
    word = base64.b64encode(f"{jira.me.email}:{token}".encode()).decode()
    return {"Authorization": f"Basic {word}"}


def ask(
    jira: Jira, method: str, path: str, body: object = None, token: str | None = "a-token"
) -> Told:
    """Send a request to a path below the API, which may carry a query."""
    url = urlsplit(path)
    place = f"{urlsplit(jira.url).path}{jira.api}{url.path}"
    sent = None if body is None else json.dumps(body)
    query = dict(parse_qsl(url.query, keep_blank_values=True))
    status, told, text = jira.answer(method, place, query, credentials(jira, token), sent)
    page = told.get("Content-Type", "").startswith("text/html")
    return Told(status, told, text if page or not text else json.loads(text))


def kind(jira: Jira, project: str = "SHOP", name: str = "Task") -> IssueType:
    """The type of this name in a project."""
    found = jira.projects[project].type(name)
    assert found is not None
    return found


def new(jira: Jira, home: str = "SHOP", /, **fields: object) -> dict[str, Any]:
    """The body of a new issue."""
    basic = {"project": {"key": home}, "issuetype": {"id": kind(jira, home).id}}
    return {"fields": basic | {"summary": "Add an alert"} | fields}


def search(jira: Jira, jql: str, **more: object) -> Told:
    """Search in the way of the flavour."""
    return ask(jira, "POST", "/search/jql" if jira.cloud else "/search", {"jql": jql, **more})


def keys(jira: Jira, jql: str, **more: object) -> list[str]:
    """The keys that a search finds."""
    told = search(jira, jql, fields=["key"], **more)
    assert told.status == 200, told.body
    return [one["key"] for one in told.body["issues"]]


def fetched(jira: Jira, *wanted: str, **more: object) -> list[dict[str, Any]]:
    """The issues that a bulk fetch on Cloud finds."""
    body = {"issueIdsOrKeys": list(wanted), "fields": ["summary"], **more}
    return list(ask(jira, "POST", "/issue/bulkfetch", body).body["issues"])
