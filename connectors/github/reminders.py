"""Reminders below issues: comments of this account, or of a bot, that begin with a mark and the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from connectors.github.comments import Writers
from connectors.github.failures import rejected
from connectors.github.limits import Pace
from connectors.github.reference import Spot, spot_of
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Rejected, Unavailable
from sync.harmless import plain
from sync.model.postmortem import TicketRef
from sync.reminding import Nudge, Said

_MARK: Final = re.compile(r"<!-- pm-sync:reminder (\d{4}-\d\d-\d\d) -->")
_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:_[a-z0-9]+)?(?:/[A-Za-z0-9][\w.-]*)?")
_PAGE: Final = re.compile(r"https?://[^\s<>()\\]+")


class Reminders:
    """Fulfils `sync.reminding.Reminds` for the tracker."""

    def __init__(self, session: Session, pace: Pace) -> None:
        self._session = session
        self._writers = Writers(session)
        self._pace = pace

    def said(self, ref: TicketRef) -> list[Said]:
        """Those below the issue, the oldest first; anybody can write a mark, so only ours count."""
        found = []
        for page in self._session.pages(f"{_path(_spot(ref))}/comments", {}):
            for one in page.data:
                day = _day(one)
                if day is not None and self._writers.is_ours(one.get("user")):
                    found.append(Said(str(one.get("id")), day))
        return found

    def say(self, ref: TicketRef, nudge: Nudge) -> None:
        """Write it once; after a lost answer, only look whether it is there."""
        what = f"reminding below {ref.id}"
        self._pace.before_next()
        try:
            answer = self._session.write(
                "POST",
                f"{_path(_spot(ref))}/comments",
                {"body": text_of(nudge)},
                self._pace.slower,
            )
        except Unsent as error:
            raise Unavailable(f"{what}: {error}; nothing was sent") from error
        except Lost as error:
            self._pace.sent()
            if any(one.day == nudge.day for one in self.said(ref)):
                return
            raise Unavailable(
                f"{what}: {error}; it is not there, and the next run looks once more"
            ) from error
        self._pace.sent()
        if answer.status != 201:
            raise rejected(answer, what)

    def unsay(self, ref: TicketRef, said: Said) -> None:
        """Remove it."""
        what = f"removing an older reminder below {ref.id}"
        path = f"/repos/{_spot(ref).repository}/issues/comments/{said.id}"
        try:
            answer = self._session.write("DELETE", path, {})
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}; a later run does it") from error
        if answer.status not in (204, 404, 410):
            raise rejected(answer, what)


def text_of(nudge: Nudge) -> str:
    """The comment. Nothing of people's is markup in it, and nobody is mentioned but those who are meant."""
    return "\n\n".join(_blocks(nudge))


def _blocks(nudge: Nudge) -> Iterator[str]:
    logins = (*nudge.people, *(one.identity for one in nudge.stand_ins))
    people = ", ".join(f"@{one}" if _LOGIN.fullmatch(one) else plain(one) for one in logins)
    yield f"<!-- pm-sync:reminder {nudge.day.isoformat()} -->\n{people}: {plain(nudge.text)}"
    if nudge.sources:
        yield f"From {', '.join(_linked(*one) for one in nudge.sources)}."
    if nudge.closing:
        yield f"<sub>{plain(nudge.closing)}</sub>"


def _linked(title: str, page: str | None) -> str:
    return f"[{plain(title)}](<{page}>)" if page and _PAGE.fullmatch(page) else plain(title)


def _day(comment: Any) -> date | None:  # noqa: ANN401 - whatever GitHub answers
    body = comment.get("body") if isinstance(comment, dict) else None
    found = _MARK.match(body) if isinstance(body, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _spot(ref: TicketRef) -> Spot:
    spot = spot_of(ref)
    if spot is None:
        raise Rejected(f"{ref.id} is no issue")
    return spot


def _path(spot: Spot) -> str:
    return f"/repos/{spot.repository}/issues/{spot.number}"
