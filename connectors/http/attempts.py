"""Reads are tried again, since reading twice does no harm; writes never are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from connectors.http.patience import Limit, Patience
from sync.errors import Exhausted, Unavailable

ATTEMPTS: Final = 5
TIMED_OUT: Final = 408
"""The status of a request that the server gave up on."""

_BACKOFF: Final = 1.0
"""Seconds before the second attempt; doubled each time."""

_T = TypeVar("_T")


class Transient(Exception):
    """A read that may work the next time; `limit` if it was refused for one."""

    def __init__(self, reason: str, limit: Limit | None = None) -> None:
        super().__init__(reason)
        self.limit = limit


def read(once: Callable[[], _T], patience: Patience, service: str) -> _T:
    """What `once` gives, tried again as long as it raises `Transient`.

    Raises `Unavailable` with the service's name after several attempts, `Exhausted` if a limit lasts too long.
    """

    def pause(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, Transient) or state.attempt_number >= ATTEMPTS:
            return
        if error.limit is not None:
            patience.wait_for(error.limit)
            return
        try:
            patience.wait(_BACKOFF * 2 ** (state.attempt_number - 1), f"{service}: {error}")
        except Exhausted as spent:  # a broken server is no limit, however little patience there is
            raise Unavailable(f"{service}: {error}") from spent

    retrying = Retrying(
        retry=retry_if_exception_type(Transient),
        stop=stop_after_attempt(ATTEMPTS),
        sleep=lambda _: None,  # the pause itself is made by `pause`, which may refuse it
        after=pause,
        reraise=True,
    )
    try:
        return retrying(once)
    except Transient as error:
        if error.limit is not None:
            raise patience.lasting(error.limit) from error
        raise Unavailable(f"{service}: {error}") from error
