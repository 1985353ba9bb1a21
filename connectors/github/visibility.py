"""Who can read an issue: everybody in a public repository, some in a private or an internal one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from connectors.github.home import Home
from connectors.github.places import Places
from connectors.github.reference import same_repository, spot_of
from connectors.github.session import Session
from connectors.http.address import LOOPBACK
from sync.errors import Rejected
from sync.model.postmortem import TicketRef
from sync.model.ticket import Draft
from sync.ports import Readers

_READERS: Final = {"public": Readers.ALL, "private": Readers.SOME, "internal": Readers.SOME}


@dataclass(slots=True)
class Visibility:
    """Answers for the repositories of issues, and for those in which documents lie; each is asked about once."""

    session: Session
    places: Places
    web: str
    """Where people read issues."""
    _others: dict[str, Home] = field(default_factory=dict)

    def place(self, what: Draft | TicketRef) -> str:
        """The repository of an issue, or of the issue that a draft becomes."""
        if isinstance(what, Draft):
            return self.places.of(what).home.repository
        spot = spot_of(what)
        if spot is None:
            raise Rejected(f"{what} is no issue")
        return spot.repository

    def at(self, page: str) -> str | None:
        """The repository whose page this is; None on any other server."""
        theirs, own = urlsplit(page), urlsplit(self.web)
        path = unquote(theirs.path).strip("/")
        host, _, port = theirs.netloc.partition(":")
        if path.count("/") != 1:
            return None
        if own.hostname in LOOPBACK:
            return path  # A stand-in for the server that the checkout knows.
        if port not in ("", str(own.port)):
            return None
        hosts = {own.hostname, f"www.{own.hostname}", f"ssh.{own.hostname}"}
        return path if host.casefold() in hosts else None

    def readers(self, place: str) -> Readers:
        """What GitHub says of the repository; what it does not say is not known."""
        return _READERS.get(self._home(place).facts.visibility, Readers.UNKNOWN)

    def _home(self, repository: str) -> Home:
        for home in self.places.homes():
            if same_repository(home.repository, repository):
                return home
        return self._others.setdefault(repository.casefold(), Home(self.session, repository))
