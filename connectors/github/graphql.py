"""Queries of the GraphQL API: what its errors mean, which come with status 200 and partial data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.github.answer import Answer
from connectors.github.session import Session
from connectors.http.attempts import ATTEMPTS
from connectors.http.patience import Limit
from sync.errors import Rejected, Unavailable

_ABSENT: Final = ("NOT_FOUND", "FORBIDDEN")
"""What was asked for is not there, or not for us: its place in the data is null."""

_LIMITED: Final = ("RATE_LIMITED", "RATE_LIMIT")
_MISHAPS: Final = ("something went wrong", "timeout", "timedout")
_TOO_MUCH: Final = ("RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "ARGUMENT_LIMIT")


class TooMuch(Unavailable):
    """GitHub answers a smaller question of this kind."""


class GraphQL:
    """Sends queries that only read."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.with_duplicates = "(enableDuplicate: true)"
        """Without this argument `stateReason` hides duplicates; old servers do not know it."""

    def ask(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data, null where something is not there.

        Raises `TooMuch`, `Rejected`, `Unavailable`, and `Exhausted` where a limit lasts too long.
        """
        for _ in range(ATTEMPTS):
            answer = self._session.graphql(query, variables)
            kinds = {str(one.get("type") or "") for one in answer.errors}
            if kinds & set(_LIMITED):
                self._session.patience.wait_for(_limit(answer))
            elif kinds & set(_TOO_MUCH):
                raise TooMuch("GitHub: it finds a query too large")
            elif _is_a_mishap(answer):
                self._session.patience.wait(1.0, "GitHub could not answer")
            elif self._is_old(answer, query):
                query = query.replace(self.with_duplicates, "")
                self.with_duplicates = ""
            else:
                return _data(answer, kinds)
        raise Unavailable("GitHub: it does not answer a query, again and again")

    def _is_old(self, answer: Answer, query: str) -> bool:
        return (
            bool(self.with_duplicates)
            and self.with_duplicates in query
            and any("enableDuplicate" in str(one.get("message")) for one in answer.errors)
        )


def _is_a_mishap(answer: Answer) -> bool:
    """Whether something went wrong at GitHub's, which the next attempt may not meet."""
    return any(
        one.get("type") in ("INTERNAL", "SERVICE_UNAVAILABLE")
        or str(one.get("message")).lower().startswith(_MISHAPS)
        for one in answer.errors
    )


def _data(answer: Answer, kinds: set[str]) -> Mapping[str, Any]:
    data = answer.data.get("data") if isinstance(answer.data, dict) else None
    unknown = sorted(kinds - set(_ABSENT))
    if unknown or (not isinstance(data, dict) and kinds):
        told = str(answer.errors[0].get("message") or "no reason is given")[:200]
        kind = unknown[0] if unknown else "no data"
        raise Rejected(answer.told(f"GitHub refuses a query ({kind}): {told}"))
    if not isinstance(data, dict):
        raise Unavailable("GitHub: the answer to a query holds no data")
    return data


def _limit(answer: Answer) -> Limit:
    reset, clock = answer.headers.get("x-ratelimit-reset", ""), answer.date
    spent = answer.headers.get("x-ratelimit-remaining") == "0"
    known = spent and reset.isdigit()
    seconds = max(float(reset) - clock.timestamp(), 0) + 1 if known and clock else None
    return Limit(seconds, "GitHub's limit for GraphQL is used up")
