"""One issue that is kept up to date: found by its label and a mark, or by its number; only the part between our marks is ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.github.answer import Answer
from connectors.github.failures import NotFound, rejected
from connectors.github.home import Home
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Rejected, Unavailable
from sync.hosting import Posting

LABEL: Final = "pm-sync-reminders"
"""Another label than that of tickets, so that no run takes the issue for one."""


class Board:
    """Fulfils `sync.hosting.Board` for `owner/name`."""

    def __init__(self, session: Session, repository: str) -> None:
        self._session = session
        self._home = Home(session, repository)

    def find(self, marker: str, number: int | None = None) -> Posting | None:
        """The oldest with our label and the mark, open or closed; or the one of that number, whatever it says."""
        if number is not None:
            return self._numbered(number)
        parameters = {"labels": LABEL, "state": "all", "sort": "created", "direction": "asc"}
        for page in self._session.pages(f"{self._home.path}/issues", parameters):
            for one in page.data:
                if "pull_request" not in one and marker in str(one.get("body") or ""):
                    return _posting(one)
        return None

    def open(self, title: str, body: str, marker: str) -> Posting:
        """Make it; after a lost answer, that which is there."""
        what = f"opening an issue in {self._home.name}"
        self._home.check_open()
        self._check_labels()
        fields = {"title": title, "body": body, "labels": [LABEL]}
        try:
            answer = self._session.write("POST", f"{self._home.path}/issues", fields)
        except Unsent as error:
            raise Unavailable(f"{what}: {error}; nothing was sent") from error
        except Lost as error:
            there = self.find(marker)
            if there is None:
                raise Unavailable(f"{what}: {error}; the next run looks once more") from error
            return there
        if answer.status != 201:
            raise rejected(answer, what)
        return _posting(answer.data)

    def rewrite(self, posting: Posting, *, body: str, is_open: bool) -> None:
        """Replace its text, and open or close it."""
        what = f"changing {self._home.name}#{posting.number}"
        fields: dict[str, Any] = {}
        if body != posting.body:
            fields["body"] = body
        if is_open != posting.is_open:
            fields["state"] = "open" if is_open else "closed"
        try:
            path = f"{self._home.path}/issues/{posting.number}"
            answer = self._session.write("PATCH", path, fields)
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}; the next run looks at it again") from error
        if answer.status != 200:
            raise rejected(answer, what)

    def _numbered(self, number: int) -> Posting:
        try:
            answer: Answer = self._session.get(f"{self._home.path}/issues/{number}")
        except NotFound as error:
            raise Rejected(
                f"{self._home.name}#{number}: there is no such issue, or the token may not see it; correct `issue` under [remind]"
            ) from error
        return _posting(answer.data)

    def _check_labels(self) -> None:
        """GitHub drops labels without a word for who may not set them, and then nobody would find the issue again."""
        may = self._home.facts.permissions
        if may and not (may.get("triage") or may.get("push")):
            raise Rejected(
                f"this account may set no labels in {self._home.name}, and without its label the issue is not found again; open"
                f' an issue by hand, and name it: issue = "{self._home.name}#…" under [remind]'
            )


def _posting(data: object) -> Posting:
    one: Mapping[str, Any] = data if isinstance(data, dict) else {}
    try:
        return Posting(
            number=int(one["number"]),
            url=str(one["html_url"]),
            body=str(one.get("body") or ""),
            is_open=one.get("state") != "closed",
        )
    except (KeyError, ValueError, TypeError) as error:
        raise Unavailable("GitHub: an answer is no issue; is api_url right?") from error
