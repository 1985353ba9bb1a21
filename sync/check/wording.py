"""Rules about words: items whose end nobody can see, items that are meant to change people, and blame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sync.check.items import named
from sync.check.rule import Found, Grade, Rule, Subject
from sync.model.postmortem import ActionItem
from sync.words import VERBS

_LEAD_IN: Final = r"(?:(?:we|let's|team|they) )?(?:(?:should|must|need to|needs to|have to|will|to|can|could|please|try to|maybe|also|generally) )*"
_VAGUE: Final = re.compile(
    rf"{_LEAD_IN}(?:improv(?:e|ing)|better|enhanc(?:e|ing)|investigat(?:e|ing)|look (?:at|into|closer)|looking into|consider(?:ing)?|think about|explor(?:e|ing)(?! tab)|discuss|evaluate|"
    r"research|optimi[sz]e|strengthen|be (?:more|better|extra) \w+|do better|work on|keep an eye on|raise awareness|pay (?:more|closer) attention|more(?! than)|understand|revisit|rethink)\b",
    re.IGNORECASE,
)
"""Beginnings that name a direction and no end."""
_ALWAYS_VAGUE: Final = re.compile(
    r"\b(?:be (?:more|extra) (?:careful|cautious|vigilant|mindful|diligent|attentive)|pay (?:more|closer) attention|try harder|do better|raise awareness)\b",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"\d|`|#|https?://|\b(?:so that|such that|until|by (?:adding|using|moving|setting|making|having|creating|writing|switching|running|end|the end)|when(?:ever)?|if|whether|for (?:all|every|each)|"
    r"because|since|instead of|rather than|using|with an?|to (?:ensure|prevent|avoid|detect|alert|allow|reject|use|support|include|handle|be able|make|reduce|page)|why|how|e\.g\.|such as|like|document|decide|write (?:up|down))\b",
    re.IGNORECASE,
)
"""What says when it is done, or what is to come of it."""
_MOST_WORDS: Final = 9
"""A longer text mostly says what is meant."""
_SAID: Final = re.compile(r"(?::|\() ?\w+ \w+")
_SECOND: Final = re.compile(r"\band (\w+)")
_PEOPLE: Final = (
    r"(?:engineers?|developers?|devs?|operators?|staff|teams?|people|everyone|everybody|anyone|us|ourselves|on-?callers?|employees?|someone|colleagues?|contributors?|members?|"
    r"reviewers?|maintainers?|admins?|SREs?|responders?|juniors?|newcomers?|new hires?|him|her|them)"
)
_AIMED: Final = re.compile(
    rf"(?i:{_LEAD_IN}(?:(?:re-?)?train|educate|teach|coach|remind|warn|reprimand|discipline|tell|instruct|hold an? \w* ?training for)\s+(?:(?:all|the|our|new|more|other|every|each|whole|entire|on-call|support)\s+)*)"
    rf"(?:(?i:{_PEOPLE})\b|@\w+)"
    rf"|(?i:{_LEAD_IN}(?:(?:re-?)?train|educate|coach|reprimand|discipline)\s+)(?!The\b)[A-Z][a-z]+\b(?!\s+(?:model|classifier|pipeline|system))",
)
_BY_MACHINE: Final = re.compile(
    r"\bin CI\b|\b(?:bots?|hooks?|lint\w*|automatic\w*)\b|\bwhen(?:ever)?\b|\bon (?:merge|deploy|commit|push)\b|\bin the (?:prompt|UI|CLI)\b",
    re.IGNORECASE,
)
"""What makes it a change of a system: a bot that reminds does not forget."""
_CARE: Final = re.compile(
    r"\b(?:be (?:more|extra) (?:careful|cautious|vigilant|mindful|diligent|attentive)|pay (?:more|closer) attention|remember to|don'?t forget|not forget|try harder|double[- ]check (?:everything|before|your|all))\b",
    re.IGNORECASE,
)
_ROLE: Final = r"(?:engineers?|operators?|developers?|admins?|team|he|she|they|you|interns?|contractors?|on-?call|colleagues?|[A-Z][a-z]+ (?:himself|herself))"
_BLAME: Final = re.compile(
    rf"\b(?P<words>human error|operator error|user error|pilot error|careless(?:ly|ness)?|negligen(?:t|ce|tly)|incompeten(?:t|ce)|stupid(?:ly|ity)?|"
    rf"sloppy|sloppiness|fat[- ]?finger(?:ed|ing)|should have known(?: better)?|{_ROLE} (?:is|are|was|were) (?:solely |entirely |clearly )?to blame|"
    r"(?:his|her|their|\w+'s) (?:own )?(?:fault|carelessness|negligence|incompetence)|at fault for|failed to follow (?:the )?(?:process|procedure|instructions|runbook))\b"
    r"(?!\s+(?:tolerance|tolerant|domains?|injection|rates?|logs?|budgets?|reports?|protection|handling|messages?|lines?)\b)(?!\s+(?:is|was)\s+(?:not|never)\b)",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"\b(?:no|not|never|without|nobody|neither|isn['’]t|wasn['’]t|weren['’]t)\b(?:\W+\w+){0,4}\W+$",
    re.IGNORECASE,
)
"""What stands before words that blame, and takes them back."""
_STEMS: Final = (
    "human error", "operator error", "user error", "pilot error", "careless", "negligen", "incompeten", "stupid", "slopp", "finger",
    "should have known", "to blame", "fault", "failed to follow",
)  # fmt: skip
"""Without one of these there is no blame: most documents are passed by that."""
_NO_BLAME: Final = re.compile(
    r"blameless|no[- ]?(?:one|body) (?:is|was|to)|not (?:a |about |because of |due to )?(?:human error|to blame)|n['’]t to blame|(?:rather|more) than|instead of|avoid|root cause is never",
    re.IGNORECASE,
)
_THING: Final = re.compile(
    r"(?:it|that|one|what|let|there|system|server|network|vendor|provider)'s (?:own )?fault",
    re.IGNORECASE,
)
_BOOK: Final = "Google, Site Reliability Engineering, chapter 15 (blameless postmortems)"
_ARTICLE: Final = "Lunney, Lueder, Beyer: Postmortem Action Items (actionable, specific, bounded)"


def _text(item: ActionItem) -> str:
    return " ".join(item.title.split())


def _vague(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        text = _text(item)
        lead, _, rest = text.partition(": ")
        own = rest if rest and len(lead.split()) <= 4 and _VAGUE.match(rest) else text
        if _is_vague(own) and not item.references:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} has no end that somebody else could check; say what will be different, with a number if there is one",
            )


def _is_vague(text: str) -> bool:
    if _ALWAYS_VAGUE.search(text):
        return True
    if _VAGUE.match(text) is None or len(text.split()) > _MOST_WORDS or _BOUND.search(text):
        return False
    # What follows a colon or stands in brackets, or another thing to do, says what is meant.
    return _SAID.search(text) is None and not any(
        word in VERBS for word in _SECOND.findall(text.casefold())
    )


def _aimed(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        text = _text(item)
        aimed = _AIMED.match(text) and _BY_MACHINE.search(text) is None
        if aimed or _CARE.search(text):
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} is meant to change people; change what let them fail: the tool, the check, the default",
            )


def _blame(subject: Subject) -> Iterator[Found]:
    prose = subject.anatomy.prose
    text = "\n".join(prose).casefold()
    if not any(stem in text for stem in _STEMS):
        return
    for number, line in enumerate(prose, 1):
        match = _BLAME.search(line)
        if match is None or _NO_BLAME.search(line) or _THING.match(match[0]):
            continue
        if _DENIED.search(line[: match.start()]) is not None:
            continue
        yield Found(
            number,
            match.start() + 1,
            f'"{match["words"]}" says who was wrong and not what let it happen; tell which check, tool or knowledge was missing',
        )


_HEAD: Final = "# Checkout was down\n\n## Action items\n\n"

RULES: Final = (
    Rule(
        "item-vague",
        Grade.WARNING,
        "an action item whose end nobody can see",
        '"Improve monitoring" is never done, or done at once. An item says what will be different, so that somebody else can check it: an alert with its threshold, a test with its name.',
        _ARTICLE,
        bad=f"{_HEAD}- Improve monitoring (@ann)\n",
        good=f"{_HEAD}- Page when more than 1 % of payments fail for 5 minutes (@ann)\n",
        find=_vague,
    ),
    Rule(
        "item-aimed-at-person",
        Grade.WARNING,
        "an action item that is meant to change people",
        "People err, and the next ones will again. Humans cannot be fixed, systems can: a check, a safe default, a tool that refuses.",
        _ARTICLE + "; " + _BOOK,
        bad=f"{_HEAD}- Train engineers to run migrations carefully (@ann)\n",
        good=f"{_HEAD}- Refuse migrations that lock a table for more than 5 s (@ann)\n",
        find=_aimed,
    ),
    Rule(
        "blame-language",
        Grade.WARNING,
        "words that blame somebody",
        "Where people fear to be blamed they hide what happened, and nobody learns. Ask what let it happen: every cause that ends with a person has another one behind it.",
        _BOOK,
        bad="# Checkout was down\n\n## Root causes\n\nHuman error: the engineer was careless.\n",
        good="# Checkout was down\n\n## Root causes\n\nThe tool deletes without asking, and shows production and staging alike.\n",
        find=_blame,
    ),
)
