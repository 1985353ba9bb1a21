"""What `remind` goes by: of what people are told, when, how often, and through what."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from config.table import Table
from config.values import Texts, listed

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)")


def _hours(value: str) -> str:
    if _HOURS.fullmatch(value) is None:
        raise ValueError('should be hours like "18:00-08:00"')
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError) as error:
        raise ValueError('should be a time zone like "Europe/Berlin"') from error
    return value


def _issue(value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9][\w-]*/[\w.-]+#[1-9]\d{0,8}", value) is None:
        raise ValueError("should be an issue like acme/shop#7")
    return value


def _variable(value: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value) is None:
        raise ValueError("should be the name of a variable, which holds the address")
    return value


class Remind(Table):
    """`[remind]`: overdue and soon-due items, told to whoever has them."""

    soon: int = Field(3, ge=0, le=365, examples=[3])
    """Days before its day from which on an item counts as due soon."""
    every: int = Field(7, ge=1, le=365, examples=[7])
    """Days in which there is at most one reminder of an item through one channel."""
    most: int = Field(25, ge=1, le=1_000, examples=[25])
    """Comments in one run."""
    channels: Annotated[
        tuple[Literal["comment", "issue", "notify"], ...], BeforeValidator(listed)
    ] = Field(("comment",), examples=[["comment"]])
    quiet: Annotated[str, AfterValidator(_hours)] | None = Field(None, examples=["18:00-08:00"])
    timezone: Annotated[str, AfterValidator(_zone)] = Field("UTC", examples=["Europe/Berlin"])
    weekends: bool = Field(False, examples=[False])
    skip_owners: Texts = Field((), examples=[["Dana W"]])
    skip_tickets: Texts = Field((), examples=[["acme/shop#12"]])
    issue: Annotated[str, AfterValidator(_issue)] | None = Field(None, examples=["acme/shop#7"])
    """None: one that is made, and found again by its label and mark."""
    mention: bool = Field(False, examples=[False])
    """Whether the issue mentions owners."""
    urls: SecretStr | None = None
    """Addresses for Apprise, with blanks or line ends between them; from a variable only."""
    urls_of: dict[str, Annotated[str, AfterValidator(_variable)]] = Field(
        {}, examples=[{"Ann Lee": "ANN_URLS"}]
    )
    """Owners with addresses of their own: the names of the variables that hold them."""

    @property
    def hours(self) -> tuple[time, time] | None:
        """From when to when nobody is told."""
        found = _HOURS.fullmatch(self.quiet or "")
        if found is None:
            return None
        numbers = [int(one) for one in found.groups()]
        return time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
