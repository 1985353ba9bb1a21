"""GitHub's refusals in words that say what to do. None of them repeats a token."""

from __future__ import annotations

import re
from typing import Final

from connectors.github.answer import Answer
from sync.errors import Rejected

_SSO: Final = re.compile(r"url=(https://[^\s;,]+)")
_SHOWN: Final = 200


class NotFound(Rejected):
    """There is no such thing, or it cannot be seen with this token."""


def rejected(answer: Answer, what: str) -> Rejected:
    """The error for an answer that says no to `what`, such as "creating an issue in acme/shop"."""
    kind = NotFound if answer.status in (404, 410) else Rejected
    return kind(refusal(answer, what))


def refusal(answer: Answer, what: str) -> str:
    """The same in one sentence."""
    said = f" ({answer.status}{': ' if answer.message else ''}{answer.message[:_SHOWN]})"
    return answer.told(f"{what}: {_remedy(answer)}{said}")


def _remedy(answer: Answer) -> str:
    match answer.status:
        case 401:
            return (
                "GitHub does not accept the token: it is wrong, expired or revoked; make a new one and set"
                " PM_SYNC_TRACKERS__GITHUB__TOKEN or GITHUB_TOKEN"
            )
        case 403:
            return _forbidden(answer)
        case 404:
            return "it does not exist, or the token may not see it; give the token access to the repository"
        case 410:
            if "disabled" in answer.message.lower():
                return "issues are switched off there; switch them on in the repository's settings"
            return "it was deleted"
        case 422:
            return f"GitHub finds it invalid: {_details(answer)}"
        case 301 | 302 | 307 | 308:
            return "it has moved; the next run finds it where it is now"
        case _:
            return "GitHub said no"


def _forbidden(answer: Answer) -> str:
    message = answer.message.lower()
    sso = _SSO.search(answer.headers.get("x-github-sso", ""))
    if sso is not None:
        return (
            f"the token has to be authorised for the organisation's single sign-on: open {sso[1]}"
        )
    if "saml" in message:
        return (
            "the token has to be authorised for the organisation's single sign-on, in its settings"
        )
    if "archived" in message:
        return "the repository is archived and takes no changes; unarchive it, or name another one"
    needed = answer.headers.get("x-accepted-github-permissions")
    if needed:
        return f"the token lacks a permission; it needs {needed[:_SHOWN]}"
    scopes = answer.headers.get("x-accepted-oauth-scopes")
    if scopes:
        return f"the token lacks a scope; it needs one of {scopes[:_SHOWN]}"
    return "the token lacks the permission; it needs `issues: write` for the repository"


def _details(answer: Answer) -> str:
    told = [
        str(
            one.get("message")
            or " ".join(str(one.get(key, "")) for key in ("field", "code", "value"))
        )
        for one in answer.errors
    ]
    return (
        ", ".join(part.strip()[:_SHOWN] for part in told if part.strip()) or "it does not say why"
    )
