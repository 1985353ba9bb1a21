"""Comments below pull requests: the one that begins with a marker is found again, changed in place, and never written twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.github.answer import Answer
from connectors.github.failures import NotFound, rejected
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Rejected, Unavailable
from sync.hosting import Comment

_NEEDED: Final = "the job needs `permissions: pull-requests: write`; the token of a pull request from a fork only reads"
_SHOWN: Final = 200


class Writers:
    """Whose comments count as ours: those of bots, and of this account; anybody can write a marker."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._login: str | None = None

    def is_ours(self, user: object) -> bool:
        """Whether a bot or this account wrote it."""
        if not isinstance(user, dict):
            return False
        return user.get("type") == "Bot" or user.get("login") == self._own_login()

    def _own_login(self) -> str:
        """Who this account is; the token of an app is nobody, and is not told."""
        if self._login is None:
            try:
                answer = self._session.get("/user")
            except Rejected:
                self._login = ""
            else:
                data = answer.data if isinstance(answer.data, dict) else {}
                self._login = str(data.get("login") or "")
        return self._login


class Comments:
    """Fulfils `sync.hosting.Comments` for `owner/name`."""

    def __init__(self, session: Session, repository: str, writers: Writers) -> None:
        self._session = session
        self._repository = repository
        self._path = f"/repos/{repository}/issues"
        self._writers = writers

    def marked(self, number: int, marker: str) -> Comment | None:
        """The oldest one, on whatever page it is."""
        what = f"reading the comments of {self._repository}#{number}"
        try:
            for page in self._session.pages(f"{self._path}/{number}/comments", {}):
                for one in page.data:
                    if _begins(one, marker) and self._writers.is_ours(one.get("user")):
                        return _comment(one)
        except NotFound as error:
            raise Rejected(
                f"{what}: there is no such pull request, or the token may not see it"
            ) from error
        except Rejected as error:
            raise Rejected(f"{error}; {_NEEDED}") from error
        return None

    def add(self, number: int, body: str, marker: str) -> Comment:
        """Write it; after a lost answer, that which is there."""
        what = f"commenting on {self._repository}#{number}"
        try:
            answer = self._session.write("POST", f"{self._path}/{number}/comments", {"body": body})
        except Unsent as error:
            raise Unavailable(f"{what}: {error}") from error
        except Lost as error:
            there = self.marked(number, marker)
            if there is None:
                raise Unavailable(f"{what}: {error}; run again") from error
            return there
        if answer.status != 201 or not isinstance(answer.data, dict):
            raise _refused(answer, what)
        return _comment(answer.data)

    def rewrite(self, comment: Comment, body: str) -> None:
        """Replace its text."""
        what = f"changing a comment in {self._repository}"
        try:
            answer = self._session.write(
                "PATCH", f"{self._path}/comments/{comment.id}", {"body": body}
            )
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}; the next run does it") from error
        if answer.status != 200:
            raise _refused(answer, what)


def _begins(one: object, marker: str) -> bool:
    return isinstance(one, dict) and str(one.get("body") or "").startswith(marker)


def _comment(data: Mapping[str, Any]) -> Comment:
    try:
        return Comment(int(data["id"]), str(data["html_url"]), str(data.get("body") or ""))
    except (KeyError, ValueError, TypeError) as error:
        raise Unavailable("GitHub: an answer is no comment; is api_url right?") from error


def _refused(answer: Answer, what: str) -> Rejected:
    if answer.status == 403:
        said = answer.told(answer.message[:_SHOWN])
        return Rejected(f"{what}: GitHub refuses it ({said or 403}); {_NEEDED}")
    return rejected(answer, what)
