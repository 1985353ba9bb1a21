"""Jira's refusals in words that say what to do. None of them repeats a header, a cookie or a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from connectors.jira.answer import Answer
from sync.errors import Rejected

_REMEDY: Final = (
    "make a new one and set PM_SYNC_TRACKERS__JIRA__TOKEN or JIRA_API_TOKEN (on Cloud with PM_SYNC_TRACKERS__JIRA__EMAIL"
    " or JIRA_EMAIL, on Data Center without; a scoped token needs the gateway's address as `url`)"
)


class NotFound(Rejected):
    """There is no such thing, or it cannot be seen with this token."""


class Elsewhere(Rejected):
    """Something else than Jira answered, such as a page where people log in: it says nothing about what was asked for."""


class Nobody(Rejected):
    """Jira answers, and not to us: whatever it says would look like an empty Jira."""


def nobody(answer: Answer) -> Nobody:
    """The error for an answer that was given to nobody."""
    reason = answer.denied
    if reason is not None and "CAPTCHA" in reason:
        return Nobody(
            "Jira wants a person to solve a CAPTCHA for this account after failed logins: log in once in a browser, mend the"
            " token, and run again; nothing is tried until then"
        )
    quietly = ", and Jira answers as if nobody asked" if answer.status < 400 else ""
    return Nobody(
        f"Jira does not accept the token: it is wrong, expired or revoked{quietly}; {_REMEDY}"
    )


def rejected(answer: Answer, what: str) -> Rejected:
    """The error for an answer that says no to `what`, such as "reading issues"."""
    if answer.status == 401 or (answer.status == 403 and answer.denied):
        return nobody(answer)
    if answer.status < 400:
        return Elsewhere(refusal(answer, what))
    kind = NotFound if answer.status in (404, 410) else Rejected
    return kind(refusal(answer, what))


def refusal(answer: Answer, what: str, names: Mapping[str, str] | None = None) -> str:
    """The same in one sentence; `names` tells what people call fields."""
    return answer.told(f"{what}: {_remedy(answer, names or {})}")


def complaints(errors: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What Jira finds wrong with single fields."""
    return ", ".join(f"{names.get(field, field)}: {text}" for field, text in errors.items())


def _remedy(answer: Answer, names: Mapping[str, str]) -> str:
    said = f" ({answer.status}{': ' if answer.message else ''}{answer.message})"
    if answer.errors:
        return f"Jira finds it invalid: {complaints(answer.errors, names)}{said}"
    match answer.status:
        case 401:
            return (
                f"Jira does not accept the token: it is wrong, expired or revoked; {_REMEDY}{said}"
            )
        case 403:
            return f"the account lacks the permission; ask for it in the project's settings{said}"
        case 404:
            return f"it does not exist, or the account may not see it{said}"
        case 410:
            return f"Jira no longer has this; is `url` right?{said}"
        case 413:
            return f"Jira finds it too large{said}"
        case status if status < 400:
            return f"Jira leads elsewhere, as to a page where people log in; is `url` right?{said}"
        case _:
            return f"Jira said no{said}"
