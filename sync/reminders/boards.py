"""The channel `issue`: one issue that says what is overdue, edited in place, and written only where it says something else.

What people write above and below our part of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.errors import PmSyncError
from sync.followthrough.owners import canonical
from sync.hosting import Board, Posting
from sync.policy import People
from sync.reminders.model import Channel, Duties, Ending, Rules, Told
from sync.reminders.wording import board

TITLE: Final = "Overdue postmortem action items"
HOST: Final = "github"
"""The tracker whose names its mentions are."""
_END: Final = "<!-- pm-sync:overdue end -->"
_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:_[a-z0-9]+)?(?:/[A-Za-z0-9][\w.-]*)?")


@dataclass(slots=True)
class Boards:
    """Writes it, or tells that it would be written."""

    board: Board
    repository: str
    number: int | None
    """Of an issue that the settings name: it keeps its title, and is never closed."""
    marker: str
    people: People
    rules: Rules
    held: str
    send: bool
    against: Callable[[str], str | None]
    """Why what a document says is not to be written there."""
    permit: Callable[[], str] = str

    def tell(self, duties: Duties) -> Told:
        """What became of it."""
        try:
            return self._told(duties)
        except PmSyncError as error:
            where = f"{self.repository}#{self.number}" if self.number else self.repository
            return Told(Channel.ISSUE, Ending.FAILED, where, (), duties.due, str(error))

    def _told(self, duties: Duties) -> Told:
        mention = self._mention(_logins(duties, self.people)) if self.rules.mention else _nobody
        block = f"{self.marker}\n{board(duties, mention)}\n{_END}"
        there = self.board.find(self.marker, self.number)
        ending, reason = self._against(there, block, duties)
        if ending is None and self.send:
            reason = self.permit()
            if reason:
                ending = Ending.HELD
            else:  # what was written while the lock was waited for
                there = self.board.find(self.marker, self.number)
                is_so = there is not None and self._is_so(there, block, duties)
                ending = Ending.KEPT if is_so else Ending.SENT
                there = there if is_so else self._written(there, block, duties)
        where = (
            f"{self.repository}#{there.number}" if there else f"a new issue in {self.repository}"
        )
        return Told(
            Channel.ISSUE, ending or Ending.WOULD, where, (), duties.due, reason, text=block
        )

    def _against(
        self, there: Posting | None, block: str, duties: Duties
    ) -> tuple[Ending | None, str]:
        if duties.unasked:
            names = " and ".join(duties.unasked)
            return Ending.HELD, f"{names} was not asked, so that it stays as it is"
        closed = (self.against(duty.item.document) for duty in duties.due)
        if why := next((one for one in closed if one), ""):
            return Ending.HELD, why
        if there is None and not duties.due:
            return Ending.KEPT, "nothing is overdue, and there is no issue"
        if there is not None and self._is_so(there, block, duties):
            return Ending.KEPT, ""
        return (Ending.HELD, self.held) if self.held else (None, "")

    def _is_so(self, there: Posting, block: str, duties: Duties) -> bool:
        same = _with(there.body, self.marker, block) == _plain(there.body)
        return same and self._is_open(there, duties) == there.is_open

    def _is_open(self, there: Posting, duties: Duties) -> bool:
        return there.is_open if self.number else bool(duties.due)

    def _written(self, there: Posting | None, block: str, duties: Duties) -> Posting:
        if there is None:
            return self.board.open(TITLE, block, self.marker)
        body = _with(there.body, self.marker, block)
        self.board.rewrite(there, body=body, is_open=self._is_open(there, duties))
        return there

    def _mention(self, logins: Mapping[str, str]) -> Callable[[str], str]:
        """Whom to mention for an owner: who has a ticket on GitHub, or is known there by the settings."""

        def mention(name: str) -> str:
            owner = self.people.owner(name, HOST)
            login = logins.get(name) or (owner.identity if owner.known else "")
            return login if _LOGIN.fullmatch(login) else ""

        return mention


def _logins(duties: Duties, people: People) -> dict[str, str]:
    """By the name of the owner, as tickets have them."""
    return {
        canonical(login, ticket, people): login
        for duty in duties.due
        for ticket in duty.tickets
        if ticket.ref.tracker == HOST
        for login in ticket.owners
    }


def _nobody(_name: str) -> str:
    return ""


def _plain(body: str) -> str:
    return body.replace("\r\n", "\n")


def _with(body: str, marker: str, block: str) -> str:
    """The text with our part of it as it is to be: in its place, else behind everything."""
    text = _plain(body)
    begin = text.find(marker)
    end = text.find(_END, begin)
    if begin < 0 or end < 0:
        kept = text.replace(marker, "").rstrip()
        return f"{kept}\n\n{block}" if kept else block
    return f"{text[:begin]}{block}{text[end + len(_END) :]}"
