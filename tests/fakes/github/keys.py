"""Who is asking: tokens that are known, that expire, and that were never sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.fakes.github.exchange import Refused, Request

LIFE = timedelta(hours=1)


class Keys:
    """Takes any token until `known` names some; installation tokens are given out here and end after an hour."""

    def __init__(self) -> None:
        self.known: set[str] | None = None
        self._given: dict[str, datetime] = {}

    def give(self, now: datetime) -> tuple[str, datetime]:
        token = f"ghs_{len(self._given) + 1:036d}"
        self._given[token] = now + LIFE
        return token, now + LIFE

    def check(self, request: Request, now: datetime) -> str | None:
        """The token, or None of an anonymous reader."""
        token = request.headers.get("authorization", "").partition(" ")[2].strip()
        if not token:
            return None
        if token in self._given:
            good = now < self._given[token]
        else:
            good = self.known is None or token in self.known or token.count(".") == 2
        if not good:
            raise Refused(401, "Bad credentials")
        return token


def required(token: str | None) -> str:
    """Writing and GraphQL are for those who say who they are."""
    if token is None:
        raise Refused(401, "Requires authentication")
    return token


def required_app(token: str | None) -> None:
    """Some questions only an app may ask, with a JSON web token it signed itself."""
    if token is None or token.count(".") != 2:
        raise Refused(401, "A JSON web token could not be decoded")
