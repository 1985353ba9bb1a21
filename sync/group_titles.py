"""What the titles of groups say of all that stands below them: `Completed (2)`, `Follow-ups - done`, `What we have done so far`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sync.folding import folded
from sync.model.postmortem import Status


def status_of_all(title: str, status_of: Callable[[str], Status | None]) -> Status | None:
    """The status that a title gives to all below it, by `status_of` words; None if it gives none."""
    bare = _COUNT.sub("", title)
    if _WHAT_IS_DONE.fullmatch(folded(bare)):
        return Status.DONE
    status = status_of(bare)
    if status is not None:
        return None if folded(bare) in _NO_GROUP else status
    for words in (
        _OF_ALL.fullmatch(folded(bare)),
        _LAST_ASIDE.search(bare),
        _FIRST.match(bare),
    ):
        if words is not None and folded(words[1]) in _OF_GROUPS:
            return status_of(folded(words[1]).removeprefix("all "))
    return None


_OF_ALL: Final = re.compile(
    r"(.{2,40}?)(?: (?:action|follow up))? (?:items?|actions?|tasks?|work|follow ups)"
)
_OF_GROUPS: Final = frozenset(
    "in progress, done, all done, complete, completed, all complete, all completed, all closed, all fixed, all resolved, already completed, finished, implemented, closed, resolved, fixed, won't do, wontdo,"
    " cancelled, canceled, rejected, dropped, abandoned".replace(", ", ",").split(",")
)
"""Words for a status that tell it of a whole group beside other words."""
_NO_GROUP: Final = frozenset(["review", "in review", "active", "live", "documented", "verified"])
"""Words for a status that are names of parts as well."""
_LAST_ASIDE: Final = re.compile(r"(?:\(|\s[-–—]\s|:\s)([^():]{2,40}?)\)?\s*:?$")
_FIRST: Final = re.compile(r"([^():–—-]{2,40}?)\s[-–—]\s")
_COUNT: Final = re.compile(r"\s*[(\[](?:as of |on |since |by |until )?[\d\s/.,:-]+[)\]]")
"""How many there are, or of which day."""
_WHAT_IS_DONE: Final = re.compile(
    r"(?:what|things|items|actions|work|all)(?: that)?(?: we(?: have|'ve)?| has been| have been| was| were)?(?: already)? (?:done|completed|finished)(?: already| so far| by now)?"
    r"|(?:completed|done|finished|fixed|implemented) (?:during|in|on|within|right after|after) .*\b(?:incident|outage|first \w+|last \w+|same day|\d+ (?:hours|days))(?: after the (?:incident|outage))?|(?:done|completed|finished|fixed) (?:already|so far|by now)"
)
"""Groups of what was done, in the words of a sentence."""
