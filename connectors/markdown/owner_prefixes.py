"""Lists whose entries begin with who owns them: `Hypha + ICL: investigate it`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from connectors.markdown.inline import Run
from connectors.markdown.phrases import is_name, owners
from sync.vocabulary import Vocabulary

_PREFIX: Final = re.compile(r"(?P<names>[A-Z@][^:,.\n]{1,40}):\s+")
_JOINED: Final = re.compile(r"\S\s*(?:\+|&|/|,|\band\b)\s*\S")
_MOST_WORDS: Final = 5


class Prefix(NamedTuple):
    """Who owns an entry, and where its own text begins."""

    owners: tuple[str, ...]
    end: int


def owner_prefixes(runs: Sequence[Run], vocabulary: Vocabulary) -> dict[int, Prefix]:
    """The prefixes by the identity of the run, if the whole list is written so; else nothing.

    A word before a colon may as well be a component. That they are owners shows where every entry has one, some name two,
    and some come twice.
    """
    if len(runs) < 2 or any(run.box for run in runs):
        return {}
    found: dict[int, Prefix] = {}
    names: list[str] = []
    joined = False
    for run in runs:
        match = _PREFIX.match(run.text)
        if match is None or len(match["names"].split()) > _MOST_WORDS:
            return {}
        if not is_name(match["names"], vocabulary):
            return {}
        joined = joined or _JOINED.search(match["names"]) is not None
        found[id(run)] = Prefix(owners(match["names"], vocabulary), match.end())
        names.extend(found[id(run)].owners)
    return found if joined and len(set(names)) < len(names) else {}
