"""Which paragraphs are action items: those with a mark of one, and orders and promises where nothing else is promised."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from connectors.markdown.fields import Fields
from connectors.markdown.inline import Run, sliced
from connectors.markdown.keys import key_at
from connectors.markdown.phrases import sign_at
from connectors.markdown.rules import Rules
from sync.folding import LONGEST_TITLE
from sync.model.postmortem import Status
from sync.vocabulary import Vocabulary

_LOUD: Final = re.compile(
    r"(?:TODO|TO DO|DONE|DOING|OPEN|WIP|IN PROGRESS|FIXED|COMPLETED?|WON'?T DO|DUPLICATE)"
)
_CALLED: Final = re.compile(
    r"\s*(?:ACTION ITEM|Action [Ii]tem|ACTION POINT|Action [Pp]oint|FOLLOW[ -]?UP|Follow[ -]?up action)(?:\([^()\n]{1,40}\))?\s*:\s+"
    r"|\s*(?:AI|TODO)\([^()\n]{1,40}\)\s*:\s+"
)
"""What a paragraph calls itself, before a colon."""
_LONGEST_PROMISE: Final = 1200
"""Characters; a longer paragraph tells a story."""
_MOST_LINES: Final = 40
_FEWEST_WORDS: Final = 2
"""Of a paragraph with an owner that is an item; `Facilitator: @bob` is none."""
_PROMISE: Final = re.compile(
    r"\b(?:will|'ll|should|must|needs? to|(?:are|is|am) going to|plans? to|aims? to|intends? to|ought to|resolves? to)\s+(?:\w+ly\s+)?(?!be\b|have\b|not\b|no\b|never\b|keep you\b)[a-z]"
    r"|\bwe\s+(?:are|['’]re|will(?:\s+also)?\s+be)\s+(?:also\s+|now\s+|currently\s+)?(?:implement|add|work|build|improv|introduc|creat|writ|investigat|plann|review|replac|migrat|mov|updat|sett|roll|develop|chang|re-?evaluat|look|extend|expand|enhanc)\w*ing\b"
    r"|\b(?:will|should|must|needs? to|going to)\s+(?:\w+ly\s+)?be\s+(?:\w+ly\s+)?(?!done\b|needed\b|affected\b|informed\b|asked\b|aware\b|able\b)\w+(?:ed|en|lt|pt|nt|ne|un|ut|de|ught)\b"
    r"|\bfollow[- ]?up (?:is |will be )?needed\b",
    re.IGNORECASE,
)
_NO_PROMISE: Final = re.compile(
    r"\b(?:nothing|no (?:action|further|one|need)|(?:do|does|did|need|will|should|must) not|won't|don't|needn't|(?:should|would|could|must|might) have|have needed"
    r"|apologi[sz]e|in conclusion|the following|what follows|see the|keep you|you (?:should|will|need|can|must)|customers|readers|users (?:should|must)|based on)\b",
    re.IGNORECASE,
)
"""Says that it is a tale, an apology, an introduction, or advice to others."""
_STORY: Final = re.compile(
    r"(?:this|that|these|those|it|they|however|although|while|during|after|before|since|because|unfortunately|as)\b",
    re.IGNORECASE,
)
"""How a sentence begins that goes on with what was said before it."""
_SENTENCE_END: Final = re.compile(r"[.!?。)\]\"'”]\s*$")


def starts_loud(run: Run) -> bool:
    """Whether a paragraph begins with a bold status word in capitals, an item wherever it stands."""
    return any(
        mark.kind == "strong"
        and mark.start == 0
        and _LOUD.fullmatch(run.text[: mark.end].strip(" :"))
        for mark in run.marks
    )


def announces(run: Run) -> int:
    """Where the text begins of a paragraph that calls itself an action item; 0 for others."""
    match = None if starts_loud(run) else _CALLED.match(run.text)
    return match.end() if match is not None else 0


def is_item(run: Run, fields: Fields, vocabulary: Vocabulary, *, alone: bool) -> bool:
    """Whether a paragraph among promised action items is one.

    `alone` tells that there is neither a list nor a table beside it.
    """
    if fields.owners or fields.status is not None or not fields.wanted:
        return len(fields.title.split()) >= _FEWEST_WORDS or bool(fields.references)
    if not alone or fields.title.endswith((":", "?", "？")):
        return False
    if fields.references or fields.unrecognised or fields.due:
        return True
    return len(run.text) <= _LONGEST_PROMISE and is_promise(fields.title, vocabulary)


_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")


def is_promise(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text tells somebody to do something, or says that it will be done."""
    if vocabulary.is_order(text):
        return True
    if _STORY.match(text) is not None:
        return False
    sentences = _BETWEEN_SENTENCES.split(text)
    return any(
        _PROMISE.search(one) is not None and _NO_PROMISE.search(one) is None for one in sentences
    )


def sentence_lines(run: Run, vocabulary: Vocabulary) -> list[Run]:
    """The lines of a paragraph that holds one item a line; empty if it does not.

    Each line is a sentence of its own, none goes on with the one before it, and half of them or more are orders or promises.
    """
    text = run.text
    if not 1 <= text.count("\n") < _MOST_LINES:
        return []
    cuts = [-1, *(at for at, char in enumerate(text) if char == "\n"), len(text)]
    parts = [sliced(run, first + 1, last) for first, last in pairwise(cuts)]
    parts = [part for part in parts if part.text]
    if any(key_at(part.text) is not None for part in parts):
        return []  # `Ticket: OPS-12` belongs to the sentence above it.
    whole = all(
        part.text[:1].isupper() and _SENTENCE_END.search(part.text) and not _STORY.match(part.text)
        for part in parts
    )
    promises = sum(is_promise(part.text, vocabulary) for part in parts)
    return parts if whole and len(parts) > 1 and 2 * promises >= len(parts) else []


_INTRODUCES: Final = re.compile(
    r"\b(?:we|i|the team)(?:'ll|’ll| will|'re|’re| are|'ve made|’ve made| have made| plan| intend)\b.{0,80}\b(?:improvements?|changes|steps|actions|measures|following|do|doing|take|make|implement\w*)\b"
    r"|\b(?:created|opened|filed) (?:tickets|issues)\b.*\bto (?:track|address|fill|follow)\b",
    re.IGNORECASE | re.DOTALL,
)
_SURELY: Final = re.compile(
    r"^(?:as )?(?:the|these)? ?(?:following )?(?:action items|follow[- ]?up actions|corrective actions|next steps)\b.{0,60}(?<!taken):$|\b(?:following|several|some|these) (?:action items|next steps|improvements that we (?:will|plan to|want to) make)\b"
    r"|^what we (?:will|['’]ll|are going to|plan to|want to) (?:do|change|improve)\b|\bnext (?:[\w-]+ )?(?:priorities|steps|actions) (?:are|will be)\b"
    r"|^to (?:prevent|avoid|make sure)\b.{0,60}\b(?:again|in (?:the )?future|next time|a repeat|happens)\b.{0,40}\b(?:will|['’]ll|are going to|plan to)\s*:$",
    re.IGNORECASE | re.DOTALL,
)
"""What announces action items beyond doubt."""
_TAKEN: Final = re.compile(
    r"\b(?:taken|took|performed|tried|completed|already|you|your)\b", re.IGNORECASE
)
_AHEAD: Final = re.compile(
    r"\bto (?:help )?(?:prevent|avoid|reduce|stop|make sure|ensure|improve|track|address|fill|follow)\b|\b(?:going|moving) forward\b|\bin (?:the )?future\b"
    r"|\bthe following (?:actions|improvements|measures|changes|follow[- ]?ups)\b|\b(?:improvements|measures) (?:that|which) will\b",
    re.IGNORECASE,
)
_BACK: Final = re.compile(
    r"\b(?:took|taken|did|was|were|had|tried|performed|found|observed|seen|received|learn\w*|lessons?|you|your|customers|readers|questions?|already|reproduce|trigger"
    r"|describe|cover|topics|during the (?:incident|outage)|to (?:resolve|recover|restore|fix|mitigate) (?:the|this) (?:incident|outage|issue|problem))\b",
    re.IGNORECASE,
)
_LAST_SENTENCE: Final = re.compile(r"(?:\A|[.!?]\s+)(?P<last>[^.!?]*:)\s*\Z")


def introduces(run: Run) -> bool:
    """Whether a paragraph ends by announcing what will be done: `To prevent this in future, we will:`."""
    match = _LAST_SENTENCE.search(run.text)
    if match is None:
        return False
    text = match["last"]
    told = _INTRODUCES.search(text) is not None and _AHEAD.search(text) is not None
    if _SURELY.search(text.strip()) is not None and _TAKEN.search(text) is None:
        return True
    return told and _BACK.search(text) is None


_ALL_DONE: Final = re.compile(
    r"\b(?:already|have been|has been|were|was|are now)\b.{0,40}\b(?:completed?|done|implemented|fixed|deployed|finished|resolved)(?: already| so far| by now)?$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_ALL: Final = re.compile(
    r"\b(?:not|none|no|never|but|except|started|will|we|once|after|when|until|before|while|remain\w*|yet|should|supposed|could|partially|half|assigned|needs?|to be|outage|incident|rollback)\b",
    re.IGNORECASE,
)


_ALL_REFUSED: Final = re.compile(
    r"\b(?:we|i|the team) (?:will not|won['’]t|are not going to|aren['’]t going to|do not plan to|(?:decided|agreed|chose|opted) (?:not to|against))\b(?!.*\b(?:until|before|unless)\b)|\b(?:were|was|are|been)\b.{0,30}\brejected$",
    re.IGNORECASE | re.DOTALL,
)
_WE_DID: Final = re.compile(
    r"(?:we|i|the team)(?:['’]ve| have)? (?:already )?(?:did|done|completed|finished|implemented|made|taken|took) (?:the following|these)\b|(?:we|i|the team)(?:['’]ve| have)? already (?:did|done|completed|finished|implemented|made|fixed|deployed|added|rolled out|shipped|merged)\b"
    r"|the following (?:are|is|were|have been) (?:already )?done\b",
    re.IGNORECASE,
)
_VETO: Final = re.compile(
    r"\b(?:except|remain\w*|started|part\w*|but|tickets?|issues?|still|yet)\b", re.IGNORECASE
)
_DETAILS: Final = re.compile(
    r"(?:details (?:for|of|on|about)|acceptance criteria|definition of done|rationale|background|examples?)\b",
    re.IGNORECASE,
)
_ASKS_BACK: Final = re.compile(
    r"(?:why|how did|what (?:happened|went|was|caused))\b", re.IGNORECASE
)


def asks_back(text: str) -> bool:
    """Whether a line over a list asks for what was, or announces details: `Why did this happen?`, `Acceptance criteria:`."""
    if text.endswith((":", "：")) and _DETAILS.match(text) is not None:
        return True
    return text.endswith(("?", "？")) and _ASKS_BACK.match(text) is not None


def told_of_all(text: str, rules: Rules) -> Status | None:
    """The status that a line over a list gives to all its entries: `✅ Done:`, `The following are already completed:`."""
    bare = text.rstrip(" :：")
    sign = sign_at(bare, 0, rules.vocabulary)
    words = rules.vocabulary.group_status(bare[sign[1] :] if sign else bare)
    if words is not None:
        return words
    if len(bare) <= LONGEST_TITLE and _ALL_REFUSED.search(bare) is not None:
        return Status.WONT_DO
    if len(bare) <= LONGEST_TITLE and _WE_DID.match(bare) is not None and not _VETO.search(bare):
        return Status.DONE
    whole = len(bare) <= LONGEST_TITLE and _NOT_ALL.search(bare) is None
    return Status.DONE if whole and _ALL_DONE.search(bare) else None
