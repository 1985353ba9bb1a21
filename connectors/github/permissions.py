"""What a token may do at GitHub, what it lacks, what it may do too much, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from connectors.github.access import Access, Kind
from connectors.github.home import Facts
from connectors.github.options import LABEL
from sync.diagnosis import Area, Finding, bad, doubt, well

_WRITERS: Final = ("admin", "maintain", "push")
_CLASSIC: Final = frozenset({"repo", "public_repo"})
"""https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps"""
_OF_APPS: Final = {
    "issues": "write",
    "metadata": "read",
    "contents": "write",
    "pull_requests": "write",
    "actions": "read",
}
"""The most that any command of pm-sync makes use of: tickets, the lock, `--publish`, the runs of its workflows."""
_SOON: Final = timedelta(days=14)
_SHOWN: Final = 10


def of_token(access: Access, facts: Sequence[Facts], now: datetime) -> Iterator[Finding]:
    """What is found of the token itself, for all the repositories that it serves."""
    if access.permissions is not None:
        yield from _of_installation(access.permissions, everywhere=access.everywhere)
    elif access.kind is Kind.INSTALLATION:
        yield _doubt(
            "GitHub does not tell what a token of an installation, such as GITHUB_TOKEN, may do",
            "its workflow needs `permissions: issues: write`",
        )
    elif access.kind is Kind.FINE_GRAINED:
        yield _doubt(
            "GitHub does not tell what a fine-grained token may do",
            "it needs Issues: read and write, for this repository, and nothing besides",
        )
    elif facts and facts[0].scopes is not None:
        yield from _of_scopes(facts[0].scopes, private=any(one.private for one in facts))
    yield from _of_life(facts, now)


def of_role(access: Access, facts: Facts) -> Iterator[Finding]:
    """What the account may do in one repository. Of an installation GitHub does not tell it."""
    may = facts.permissions
    if access.permissions is not None or access.kind is Kind.INSTALLATION:
        return
    if any(may.get(role) for role in _WRITERS):
        yield _well(f"this account may write in {facts.name}")
    elif may.get("triage"):
        yield _doubt(
            f"this account has the triage role in {facts.name}: it may not make labels",
            f"make the label {LABEL} there by hand, and those of [trackers.github]",
        )
    else:
        yield _bad(
            f"this account may only read in {facts.name}: GitHub would drop labels and assignees without a word",
            "give it the triage role or more, or the token access to this repository",
        )
    if may.get("admin") and facts.scopes is not None:
        yield _doubt(
            f"this account is an administrator of {facts.name}, which is more than is needed",
            "use a token of an account with the role write, or one that is fine-grained",
        )


def may_label(access: Access, facts: Facts) -> bool:
    """Whether labels can be made, as far as GitHub tells."""
    told = bool(facts.permissions) and access.kind is not Kind.INSTALLATION
    return not told or any(facts.permissions.get(role) for role in _WRITERS)


def _of_installation(may: Mapping[str, str], *, everywhere: bool) -> Iterator[Finding]:
    issues = may.get("issues")
    if issues == "write":
        yield _well("the GitHub App may write issues")
    else:
        yield _bad(
            f"the GitHub App may not write issues (its permission is {issues or 'none'})",
            "set Issues to read and write in the App's settings, and accept it for the installation",
        )
    more = sorted(
        f"{name} ({level})"
        for name, level in may.items()
        if level not in ("read", _OF_APPS.get(name, "read")) or name not in _OF_APPS
    )
    if more:
        yield _doubt(
            f"the GitHub App may do more than is needed: {_listed(more)}",
            "take it away in the App's settings",
        )
    if everywhere:
        yield _doubt(
            "the GitHub App is installed on all repositories of its owner",
            "choose those with postmortems and tickets, in the settings of the installation",
        )


def _of_scopes(told: str, *, private: bool) -> Iterator[Finding]:
    have = {scope.strip() for scope in told.split(",")} - {""}
    enough = {"repo"} if private else _CLASSIC
    if have & enough:
        yield _well(f"the token has the scope {' and '.join(sorted(have & enough))}")
    else:
        lacking = "repo" if private else "public_repo"
        yield _bad(f"the token lacks the scope {lacking}", "add it to the token, or make a new one")
    if more := sorted(have - _CLASSIC):
        yield _doubt(
            f"the token may do more than is needed: it has the scope {_listed(more)}",
            "take that off the token, or make one that is fine-grained",
        )
    if "repo" in have and not private:
        yield _doubt(
            "the token's scope repo reaches every private repository of its owner, and tickets go to public ones only",
            "public_repo is enough, unless --publish pull-request needs it for documents in a private one",
        )


def _of_life(facts: Sequence[Facts], now: datetime) -> Iterator[Finding]:
    ends = min((one.expires for one in facts if one.expires is not None), default=None)
    if ends is None:
        return
    told = f"{ends:%Y-%m-%d}"
    if ends - now <= _SOON:
        yield _doubt(
            f"the token ends on {told}, in {max((ends - now).days, 0)} days",
            "make a new one in time, and put it where this one is kept",
        )
    else:
        yield _well(f"the token is good until {told}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _well(found: str) -> Finding:
    return well(Area.ACCESS, found)


def _doubt(found: str, remedy: str) -> Finding:
    return doubt(Area.ACCESS, found, remedy)


def _bad(found: str, remedy: str) -> Finding:
    return bad(Area.ACCESS, found, remedy)
