"""Who an owner is in Jira: one question per person, and nobody is assigned on a guess. An owner never blocks a ticket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.jira.failures import Elsewhere, NotFound
from connectors.jira.server import Server
from connectors.jira.texts import one_line
from connectors.jira.wire import User, users_in
from sync.errors import Rejected
from sync.model.ticket import Assigning, Owner

_ACCOUNT: Final = re.compile(r"[0-9a-f]{24}|\d{1,10}:[0-9a-f-]{36}|qm:[0-9a-f-]+(?::[0-9a-f-]+)?")
"""An account id of Cloud's: https://developer.atlassian.com/cloud/jira/platform/deprecation-notice-user-privacy-api-migration-guide/"""

_MAIL: Final = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;]+")
_LOGIN: Final = re.compile(r"[\w.@+-]{1,255}")
_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why somebody is not assigned: what everybody may read in the issue, and what to do about it."""

    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What becomes of the owners of one item."""

    account: str | None = None
    """Whom to assign: Jira takes one."""
    name: str = ""
    """What the document calls that person."""
    shown: tuple[str, ...] = ()
    """Every owner, with the reason where one is not assigned."""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class People:
    """Looks people up, and remembers them for the rest of the run."""

    server: Server
    refused: set[tuple[str, str]] = field(default_factory=set)
    """Project and account of whom Jira would not have there: they are not tried again in this run."""
    _known: dict[str, str | Hindrance] = field(default_factory=dict)
    """By identity in small letters: the account, or why there is none."""

    def assignment(self, owners: Sequence[Owner], project: str) -> Assignment:
        """Whom to assign in a project, and what to say of the others."""
        account, chosen = None, ""
        shown: list[str] = []
        remarks: list[str] = []
        for owner in owners:
            name = one_line(owner.name)
            found = self.account(owner)
            if isinstance(found, str) and (project, found) in self.refused:
                found = Hindrance(
                    f"Jira lets nobody assign them in {project}",
                    "give them the permission to be assigned there",
                )
            if isinstance(found, Hindrance):
                shown.append(f"{name} (not assigned: {found.found})")
                told = f"{found.found}; {found.advice}" if found.advice else found.found
                remarks.append(f"{name} is not assigned: {told}")
            elif account is None:
                account, chosen = found, name
                shown.append(name)
            else:
                shown.append(f"{name} (not assigned: Jira takes one assignee)")
        return Assignment(account, chosen, tuple(shown), tuple(remarks))

    def account(self, owner: Owner) -> str | Hindrance:
        """The account of an owner, asked for once."""
        identity = owner.identity.strip()
        key = identity.casefold()
        if key not in self._known:
            self._known[key] = self._looked_up(owner, identity)
        return self._known[key]

    @property
    def assigning(self) -> Assigning:
        """Whom Jira can assign, as far as nobody has to be asked: it takes one."""
        return Assigning(_is_nameable, most=1)

    def reference(self, account: str) -> dict[str, str]:
        """How a user is named in what is sent."""
        return {"accountId": account} if self.server.is_cloud else {"name": account}

    def _looked_up(self, owner: Owner, identity: str) -> str | Hindrance:
        unknown = Hindrance(
            "nobody knows who that is in Jira",
            f'add jira = "mail@…" to [people."{one_line(owner.name)}"]',
        )
        if "/" in identity:
            return Hindrance("a team cannot be assigned")
        if _MAIL.fullmatch(identity):
            return self._by_mail(identity)
        if self.server.is_cloud:
            is_account = owner.known and _ACCOUNT.fullmatch(identity)
            return identity if is_account else unknown
        if owner.known and _LOGIN.fullmatch(identity):
            return self._by_login(identity)
        return unknown

    def _by_mail(self, mail: str) -> str | Hindrance:
        """The one active person with this address. Where Jira hides addresses, who else was found is only told."""
        found = self._search(mail)
        if found is None:
            return Hindrance("this account may not look for people", "grant it Browse users")
        equal = [one for one in found if _folded(one.mail) == mail.casefold()]
        if not equal and not self.server.is_cloud:
            equal = [one for one in found if _folded(one.name) == mail.casefold()]
        if len(equal) == 1:
            return self._id(equal[0])
        if equal:
            return Hindrance(
                f"several people in Jira have the address {mail}",
                "give the account itself in [people]",
            )
        hidden = [one for one in found if not one.mail and self.server.is_cloud]
        if len(hidden) == 1:
            return Hindrance(
                f"Jira does not show whose address {mail} is",
                f'if {one_line(hidden[0].shown)!r} is meant, write jira = "{self._id(hidden[0])}" in [people]',
            )
        return Hindrance(
            f"nobody in Jira has the address {mail}",
            "correct it in [people], or give the account itself there",
        )

    def _by_login(self, login: str) -> str | Hindrance:
        found = self._search(login)
        if found is None:
            return login  # creating tells
        equal = [one for one in found if _folded(one.name) == login.casefold()]
        if len(equal) == 1:
            return self._id(equal[0])
        return Hindrance(f"nobody in Jira has the login {login}", "correct it in [people]")

    def _search(self, text: str) -> list[User] | None:
        """The active users that Jira finds; it compares beginnings, so finding proves nothing. None if it may not be asked."""
        name = "query" if self.server.is_cloud else "username"
        parameters = {name: text, "maxResults": _FOUND}
        session = self.server.session
        try:
            try:
                data = session.get("/user/search", parameters).data
            except (NotFound, Elsewhere):  # more likely of something in between, which may pass
                data = session.get("/user/search", parameters).data
        except Rejected:
            if session.is_refused:
                raise
            return None
        return [one for one in users_in(data) if one.is_person and self._id(one)]

    def _id(self, user: User) -> str:
        return (user.account_id if self.server.is_cloud else user.name) or ""


def _is_nameable(owner: Owner) -> bool:
    """Whether somebody may be found by what is known of them."""
    identity = owner.identity.strip()
    return "/" not in identity and (owner.known or _MAIL.fullmatch(identity) is not None)


def _folded(value: str | None) -> str:
    return (value or "").casefold()
