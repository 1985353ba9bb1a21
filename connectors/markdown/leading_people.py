"""Owners at the beginning of an item's text: `@x: …`, `Runtime team — …`, `Ann to review it`."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.groups import Meaning
from connectors.markdown.phrases import HANDLE, MAIL, SUFFIX, are_known, is_name, owners, people
from connectors.markdown.working import Working

_PEOPLE_FIRST: Final = re.compile(
    rf"(?:{MAIL}|{HANDLE}|{SUFFIX})(?:\s*(?:,|/|&|\band\b|\+)\s*(?:{MAIL}|{HANDLE}|{SUFFIX})|\s+{HANDLE})*"
)


def start_people(work: Working) -> bool:
    """`@x: …` is cut, `@x to do …` stays in the sentence; both own the item."""
    if "@" not in work.text[work.low : work.low + 80] or work.meaning.owners:
        return False
    match = _PEOPLE_FIRST.match(work.text, work.low, work.high)
    if match is None:
        return False
    names = people(match.group())
    after = work.text[match.end() : work.high].lstrip()
    if names is None or not after:
        return False
    apart = after[0] in ":-–—"
    work.take(Meaning(owners=names), *match.span(), cut=apart)
    return apart


def start_several(work: Working) -> bool:
    """`Ed and Caroline to write it`, `Ann to review it`: names that an order follows; they stay in the sentence."""
    if work.meaning.owners:
        return False
    match = _ORDERED.match(work.text, work.low, work.high)
    if match is None:
        return False
    vocabulary = work.rules.vocabulary
    names = owners(match["names"], vocabulary)
    alone = len(names) == 1
    ordered = vocabulary.is_order(match["verb"].capitalize())
    if not names or (alone and (names[0].endswith("s") or not ordered)):
        return False
    if is_name(match["names"], vocabulary) and not any(
        vocabulary.is_order(name) or vocabulary.is_type(name) for name in names
    ):
        work.take(Meaning(owners=list(names)), match.start(), match.end("names"), cut=False)
    return False


_ORDERED: Final = re.compile(
    r"(?P<names>[A-Z][\w.'’-]{1,20}(?:(?:, | and | & |/)[A-Z][\w.'’-]{1,20}){0,3}) to (?P<verb>(?!be\b)[a-z]+)\b"
)


def start_known(work: Working) -> bool:
    """`Jane: …` is cut, `Jane to do …` stays in the sentence, where the settings know Jane."""
    vocabulary = work.rules.vocabulary
    if not vocabulary.people or work.meaning.owners:
        return False
    match = _KNOWN.match(work.text, work.low, work.high)
    if match is None or not are_known(match["names"], vocabulary):
        return False
    cut = match["mark"].strip() in (":", "-", "–", "—", "→", "->")
    names = list(owners(match["names"], vocabulary))
    work.take(Meaning(owners=names), match.start(), match.end(), cut=cut)
    return cut


_KNOWN: Final = re.compile(
    r"(?P<names>[^\W\d_][^:,\n–—→]{0,40}?(?:(?:, | and |/)[^:,\n–—→]{1,40}?){0,3})(?P<mark>:\s|\s[-–—→]\s|\s->\s|\s(?:to|will|should)\s)"
)


def start_team(work: Working) -> bool:
    """`Runtime team — …`, `Ops team: …`"""
    match = _TEAM.match(work.text, work.low, work.high)
    if match is None or work.meaning.owners or match.end() >= work.high:
        return False
    if " the " in match["name"] or work.rules.vocabulary.is_order(match["name"]):
        return False  # `Train the team — twice a year`
    work.take(Meaning(owners=[match["name"]]), match.start(), match.end())
    return True


_TEAM: Final = re.compile(
    r"(?P<name>[A-Z][\w/&-]*(?: [\w/&-]+){0,2} (?:[Tt]eam|[Ss]quad|[Gg]uild|[Cc]rew))(?::|\s[–—-])\s"
)
