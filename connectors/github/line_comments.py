"""Comments on the lines of a pull request, for suggestions that somebody can take over with one click."""

from __future__ import annotations

from connectors.github.comments import Writers
from connectors.github.failures import rejected
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Unavailable
from sync.hosting import Line


class LineComments:
    """Fulfils `sync.hosting.LineComments` for `owner/name`."""

    def __init__(self, session: Session, repository: str, writers: Writers) -> None:
        self._session = session
        self._path = f"/repos/{repository}/pulls"
        self._writers = writers

    def bodies(self, number: int) -> list[str]:
        """All of them, page after page."""
        return [
            str(one.get("body") or "")
            for page in self._session.pages(f"{self._path}/{number}/comments", {})
            for one in page.data
            if isinstance(one, dict) and self._writers.is_ours(one.get("user"))
        ]

    def say(self, number: int, line: Line, body: str) -> bool:
        """Say it once; after a lost answer the next run looks whether it is there."""
        what = f"commenting on a line of pull request #{number}"
        given = {
            "body": body,
            "commit_id": line.commit,
            "path": line.path,
            "line": line.number,
            "side": "RIGHT",
        }
        try:
            answer = self._session.write("POST", f"{self._path}/{number}/comments", given)
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}") from error
        if answer.status == 422:
            return False
        if answer.status != 201:
            raise rejected(answer, what)
        return True
