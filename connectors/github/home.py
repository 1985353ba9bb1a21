"""The repository that new issues go to: its name of today, and what may be done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from connectors.github.answer import Answer
from connectors.github.failures import NotFound
from connectors.github.reference import same_repository
from connectors.github.session import Session
from sync.errors import Rejected, Unavailable

EXPIRES: Final = "github-authentication-token-expiration"
"""https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What GitHub says of the repository."""

    name: str
    """`owner/name` as it is called now."""
    has_issues: bool = True
    archived: bool = False
    private: bool = False
    visibility: str = ""
    """`public`, `private` or `internal`; empty where GitHub does not say."""
    permissions: Mapping[str, bool] = field(default_factory=dict)
    """Of this account, by role: `push`, `triage`; empty where GitHub does not say."""
    scopes: str | None = None
    """Of a classic token; None for every other kind."""
    expires: datetime | None = None
    """When the token ends; None where GitHub does not say, and for one that never does."""
    date: datetime | None = None
    """GitHub's clock when it said all this."""
    asked_at: datetime | None = None
    """Ours at the same moment."""


class Home:
    """Finds out once what the repository is called now: a POST to an old name does nothing, without an error."""

    def __init__(self, session: Session, repository: str) -> None:
        self.repository = repository
        """As the settings call it."""
        self._session = session
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """What GitHub says; asked once. Raises `Rejected` if the repository cannot be seen."""
        if self._facts is None:
            try:
                answer = self._session.followed(f"/repos/{self.repository}")
            except NotFound as error:
                raise Rejected(
                    f"GitHub: there is no repository {self.repository}, or the token may not see it; look at"
                    " `repository` under [trackers.github], and at what the token has access to"
                ) from error
            self._facts = replace(_facts(answer), asked_at=self._session.patience.now())
        return self._facts

    @property
    def name(self) -> str:
        """What it is called now, in the spelling of the settings if that is the same."""
        now = self.facts.name
        return self.repository if same_repository(now, self.repository) else now

    def is_here(self, repository: str) -> bool:
        """Whether that is a name of this repository, as far as is known without asking."""
        now = self._facts.name if self._facts else self.repository
        return same_repository(repository, self.repository) or same_repository(repository, now)

    @property
    def path(self) -> str:
        """Where its resources lie in the API."""
        return f"/repos/{self.name}"

    def check_open(self) -> None:
        """Raise `Rejected` if no issue can be created there, whoever asks."""
        if self.facts.archived:
            raise Rejected(
                f"{self.name} is archived and takes no changes; unarchive it, or name another repository"
            )
        if not self.facts.has_issues:
            raise Rejected(
                f"issues are switched off in {self.name}; switch them on in its settings, or name another repository"
            )


def _facts(answer: Answer) -> Facts:
    data = answer.data if isinstance(answer.data, dict) else {}
    name = data.get("full_name")
    if not isinstance(name, str) or name.count("/") != 1:
        raise Unavailable("GitHub: an answer is no repository; is api_url right?")
    permissions = data.get("permissions")
    return Facts(
        name=name,
        has_issues=data.get("has_issues") is not False,
        archived=bool(data.get("archived")),
        private=bool(data.get("private")),
        visibility=_visibility(data),
        permissions=permissions if isinstance(permissions, dict) else {},
        scopes=answer.headers.get("x-oauth-scopes"),
        expires=_moment(answer.headers.get(EXPIRES, "")),
        date=answer.date,
    )


def _moment(text: str) -> datetime | None:
    """As in `2026-12-24 08:00:00 UTC`, or with `+0100` in the place of the zone."""
    try:
        moment = datetime.fromisoformat(
            text.replace(" UTC", "+00:00").replace(" +", "+").replace(" -", "-")
        )
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _visibility(data: Mapping[str, object]) -> str:
    """The more closed of what GitHub says twice; an old server says only whether it is private."""
    said, private = data.get("visibility"), data.get("private")
    if private is True:
        return "internal" if said == "internal" else "private"
    if private is False and said is None:
        return "public"
    return said if isinstance(said, str) else ""
