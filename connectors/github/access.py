"""Who pm-sync is at GitHub: a token of any kind, or the installation of a GitHub App."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

import jwt
from github import Auth

from connectors.github.answer import Answer
from connectors.github.options import GitHubOptions
from sync.errors import Rejected, Unavailable, UserError

_TOKEN: Final = re.compile(r"[!-~]+")
_EARLY: Final = timedelta(minutes=5)
"""A token is replaced this long before it expires."""


class Kind(Enum):
    """What kind of token it is, by the beginning that GitHub gives it: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/"""

    INSTALLATION = "ghs_"
    """Of a GitHub App, such as the GITHUB_TOKEN of Actions."""
    FINE_GRAINED = "github_pat_"
    OTHER = ""


@dataclass(slots=True)
class Access:
    """Gives the authentication of the next request."""

    token: Auth.Auth | None
    app: Auth.AppAuth | None = None
    installation: int = 0
    permissions: Mapping[str, str] | None = None
    """What the installation may do, once a token was made for it; None if nobody knows."""
    everywhere: bool = False
    """Whether it is installed on all repositories, as far as a token told."""
    _expires: datetime | None = None

    @property
    def kind(self) -> Kind:
        """What is known of the token by its looks."""
        text = self.token.token if isinstance(self.token, Auth.Token) else ""
        return next(kind for kind in Kind if text.startswith(kind.value))

    def current(
        self, now: datetime, ask: Callable[[Auth.AppAuth, str], Answer]
    ) -> Auth.Auth | None:
        """The authentication; an installation's token is made by `ask(app, path)` when there is none or it ends soon."""
        if self.app is None or (self._expires is not None and now < self._expires - _EARLY):
            return self.token
        answer = ask(self.app, f"/app/installations/{self.installation}/access_tokens")
        if answer.status != 201 or not isinstance(answer.data, dict):
            raise Rejected(
                f"signing in as installation {self.installation} of the GitHub App {self.app.app_id}: GitHub answers"
                f" {answer.status} {answer.told(answer.message[:200])}; look at `app_id`, `installation_id` and the private key, and at"
                " this machine's clock"
            )
        self._take(answer.data)
        return self.token

    def _take(self, data: Mapping[str, Any]) -> None:
        try:
            self.token = Auth.Token(str(data["token"]))
            self._expires = datetime.fromisoformat(str(data["expires_at"]))
        except (KeyError, ValueError) as error:
            raise Unavailable("GitHub: signing in as an App gave no token") from error
        self.everywhere = data.get("repository_selection") == "all"
        permissions = data.get("permissions")
        self.permissions = permissions if isinstance(permissions, dict) else None


def access_of(options: GitHubOptions) -> Access:
    """The access that the settings give. Raises `UserError` if there is none, or the App's key is no key."""
    if options.app_id and options.private_key and options.installation_id:
        key = options.private_key.get_secret_value().replace("\\n", "\n")
        app = Auth.AppAuth(options.app_id, key)
        try:
            app.create_jwt()
        except (ValueError, TypeError, jwt.PyJWTError):
            raise UserError(
                "the private key of the GitHub App cannot be read; set PM_SYNC_TRACKERS__GITHUB__PRIVATE_KEY to"
                " the whole PEM file, from BEGIN to END"
            ) from None
        return Access(None, app, options.installation_id)
    token = options.usable_token
    text = token.get_secret_value().strip() if token else ""
    if not text:
        raise UserError(
            f"no token for {options.api_url}; set PM_SYNC_TRACKERS__GITHUB__TOKEN or GITHUB_TOKEN"
            " (that of a runner is sent to the runner's own server alone)"
        )
    if _TOKEN.fullmatch(text) is None:
        raise UserError(
            "the token for GitHub holds a blank, a line break or a letter that no token has; copy it anew, all of it"
        )
    return Access(Auth.Token(text))
