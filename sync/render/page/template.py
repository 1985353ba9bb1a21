"""The template of the page, filled in: what is said of text that comes from elsewhere is said here, for all of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Final
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sync.model.postmortem import Status
from sync.render.escape import safe
from sync.render.summary import count

_STATUS: Final = {Status.IN_PROGRESS: "in progress", Status.WONT_DO: "won't do"}
_GOOD_SCHEMES: Final = ("http", "https")


def rendered(values: Mapping[str, object]) -> str:
    """The page with these values."""
    css, js = _read("page.css"), _read("page.js")
    page = _environment().get_template("page.html")
    return page.render(
        values,
        css=Markup(css),  # noqa: S704 - our own file
        js=Markup(js),  # noqa: S704 - our own file
        policy=_policy(css, js),
    )


@lru_cache(maxsize=4096)
def web_address(url: str | None) -> str | None:
    """The address, if it is one that a page may link to: `javascript:` and what hides characters are text."""
    if not url or safe(url) != url or url.split() != [url]:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in _GOOD_SCHEMES and parts.netloc else None


def _policy(css: str, js: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(js)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "web": web_address,
        "count": count,
        "status": lambda status: _STATUS.get(status, str(status)),
        "moment": _moment,
        "query": lambda value, key: urlencode({key: safe(str(value))}),
        "days": lambda number: "" if number is None else f"{number:.1f}".removesuffix(".0"),
    }
    return made


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _harmless(value: object) -> object:
    """Every value before it is escaped: nothing for None, and no character that is obeyed instead of shown."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return safe(value)
    return value


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at.tzname() or ''}".rstrip()
