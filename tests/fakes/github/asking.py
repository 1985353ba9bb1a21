"""The shortest client there is: asks a GitHub without any library between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.github.fake import GitHub

SHOP = "/repos/acme/shop"


@dataclass(frozen=True)
class Told:
    """An answer, read."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def message(self) -> str:
        return str(self.body["message"])

    @property
    def refused(self) -> tuple[str, str]:
        """The field of a refusal, and its code."""
        (error,) = self.body["errors"]
        return error["field"], error["code"]

    def link(self, rel: str) -> str | None:
        """Where a link leads, below the host."""
        for one in self.headers.get("Link", "").split(", "):
            if one.endswith(f'rel="{rel}"'):
                url = urlsplit(one[1 : one.index(">")])
                return f"{url.path}?{url.query}"
        return None


def ask(
    github: GitHub, method: str, path: str, body: object = None, token: str | None = "a-token"
) -> Told:
    """Send a request; the path may carry a query."""
    url = urlsplit(path)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    sent = None if body is None else json.dumps(body)
    status, told, text = github.answer(method, url.path, dict(parse_qsl(url.query)), headers, sent)
    return Told(status, told, json.loads(text) if text else None)


def query(github: GitHub, text: str, **variables: object) -> Any:
    """Send a query of GraphQL, and read the body of its 200."""
    path = urlsplit(github.graphql_url).path
    told = ask(github, "POST", path, {"query": text, "variables": variables})
    assert told.status == 200
    return told.body
