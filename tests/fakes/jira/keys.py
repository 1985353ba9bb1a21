"""Who is asking: by e-mail and token on Cloud, by a token alone on Data Center, or nobody."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple
from urllib.parse import quote

from tests.fakes.jira.exchange import Refused, Reply, Request
from tests.fakes.jira.model import User
from tests.fakes.jira.world import World
from tests.fakes.wire.exchange import Page

FAILED = "AUTHENTICATED_FAILED"
DENIED = "AUTHENTICATION_DENIED"


class Login(NamedTuple):
    """Who it is, or nobody, and what Jira thinks of the attempt, if there was one."""

    user: User | None
    reason: str | None = None


class Keys:
    """Takes any token until `known` names some. A dead one makes nobody of its owner on Cloud, without any error.

    After `captcha_after` failures in a row, Data Center wants to see a person before it takes a password again.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.known: set[str] | None = None
        self.dead: set[str] = set()
        self.captcha_after = 3
        self.failures = 0
        self.tells = True

    def login(self, request: Request, login_url: str) -> Login:
        scheme, _, word = request.headers.get("authorization", "").partition(" ")
        if not word:
            return Login(None)
        basic = scheme.casefold() == "basic"
        if not self._world.cloud and basic and self.failures >= self.captcha_after:
            reason = f"CAPTCHA_CHALLENGE; login-url={login_url}"
            raise _page(403, DENIED, {"X-Authentication-Denied-Reason": reason})
        user = self._basic(word) if basic else self._bearer(word)
        if user is not None:
            self.failures = 0
            return Login(user, "OK")
        self.failures += basic
        if self._world.cloud and basic:
            return Login(None, FAILED)
        raise _page(401, FAILED, {"WWW-Authenticate": 'OAuth realm="https%3A%2F%2Fjira"'})

    def headers(self, login: Login) -> dict[str, str]:
        """What every answer tells of who asked, unless a proxy on the way takes it off."""
        if not self.tells:
            return {}
        told = {} if login.reason is None else {"X-Seraph-LoginReason": login.reason}
        if not self._world.cloud:
            return told | {"X-AUSERNAME": login.user.id if login.user else "anonymous"}
        return told | ({"X-AACCOUNTID": quote(login.user.id, safe="")} if login.user else {})

    def _basic(self, word: str) -> User | None:
        try:
            name, _, token = base64.b64decode(word).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if not self._is_good(token):
            return None
        if not self._world.cloud:
            return self._world.users.get(name)
        named = [
            one for one in self._world.users.values() if (one.email or "").lower() == name.lower()
        ]
        return named[0] if named else None

    def _bearer(self, token: str) -> User | None:
        return self._world.me if self._is_good(token) else None

    def _is_good(self, token: str) -> bool:
        return token not in self.dead and (self.known is None or token in self.known)


def required(login: Login) -> User:
    """Not everything is for those who do not say who they are."""
    if login.user is None:
        refused = Refused(401)
        message = "Client must be authenticated to access this resource."
        refused.reply = Reply(401, {"message": message, "status-code": 401})
        raise refused
    return login.user


def _page(status: int, reason: str, headers: dict[str, str]) -> Refused:
    refused = Refused(status)
    text = Page(
        f"<html><head><title>Basic Authentication Failure - Reason : {reason}</title></head></html>"
    )
    refused.reply = Reply(status, text, {"X-Seraph-LoginReason": reason, **headers})
    return refused
