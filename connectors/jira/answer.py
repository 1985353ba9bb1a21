"""One complete answer of Jira's API, and what its headers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from connectors.http.patience import http_date

NOBODY: Final = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED", "AUTHORISATION_FAILED", "OUT")
"""What `X-Seraph-LoginReason` says of credentials that were not taken, also beside a 200."""

_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, and the JSON that was sent; `data` is None for an empty or unreadable body."""

    status: int
    headers: Mapping[str, str]
    data: Any
    readable: bool = True
    """Whether the body was JSON, or empty where nothing has to be said."""
    is_page: bool = False
    """Whether it was a page for people."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The token it was asked with, in every spelling: what is told of an answer must not repeat it."""

    def told(self, text: str) -> str:
        """Words about this answer, without the token."""
        for secret in self.secrets:
            text = text.replace(secret, "***") if len(secret) > 3 else text
        return text

    @property
    def message(self) -> str:
        """Jira's own words, without those of single fields; empty where a page came instead."""
        if not isinstance(self.data, dict):
            return ""
        found = self.data.get("errorMessages") or self.data.get("message") or ""
        listed = found if isinstance(found, list) else [found]
        return self.told("; ".join(str(one) for one in listed))[:_SHOWN]

    @property
    def errors(self) -> dict[str, str]:
        """The complaints about single fields, by the field's id."""
        found = self.data.get("errors") if isinstance(self.data, dict) else None
        if not isinstance(found, dict):
            return {}
        return {str(name): self.told(str(text))[:_SHOWN] for name, text in found.items()}

    @property
    def date(self) -> datetime | None:
        """Jira's clock."""
        return http_date(self.headers.get("date", ""))

    @property
    def denied(self) -> str | None:
        """Why the credentials themselves were refused, such as a CAPTCHA that somebody has to solve; None if they were not."""
        reason = self.headers.get("x-authentication-denied-reason", "")
        if reason:
            return reason.partition(";")[0]
        login = self.headers.get("x-seraph-loginreason", "")
        return next((one for one in NOBODY if one in login.replace(" ", "").split(",")), None)

    @property
    def account(self) -> str | None:
        """Whom it was given to: an account id on Cloud, a login name on Data Center; None where it does not tell."""
        told = self.headers.get("x-aaccountid") or self.headers.get("x-ausername")
        return unquote(told) if told else None
