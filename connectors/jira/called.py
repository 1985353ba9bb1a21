"""What documents call the people whom Jira shows: nobody is mentioned by it, and one person reads as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from connectors.jira.texts import one_line

_MENTION: Final = re.compile(r"(?<![\w.+-])@+(?=\w)")
_DIRECTORY: Final = re.compile(r"([^\W\d_][\w .'’-]*?)\s*,\s*([^\W\d_][\w .'’-]*)")
"""`Doe, Jane`, as directories sort their people."""
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "esq"))


def called(shown: Iterable[str]) -> tuple[str, ...]:
    """What somebody is known as, the best for documents first: Jira's names without mentions, those of directories the way they are said."""
    names = [_MENTION.sub("", one_line(name)) for name in shown]
    said = [_said(name) for name in names]
    return tuple(dict.fromkeys(name for name in (*said[:1], *names) if name.strip()))


def _said(name: str) -> str:
    """`Jane Doe`."""
    found = _DIRECTORY.fullmatch(name)
    if found is None or found[2].strip(" .").casefold() in _SUFFIXES:
        return name
    return f"{found[2].strip()} {found[1].strip()}"
