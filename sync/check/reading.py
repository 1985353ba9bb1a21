"""Rules about what keeps a document from being understood, and about the marks by which findings are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sync.check.rule import Found, Grade, Rule, Subject

_HEAD: Final = "# Checkout was down\n\n## Action items\n\n"


def _unclear(subject: Subject) -> Iterator[Found]:
    for remark in subject.postmortem.remarks:
        yield Found(remark.line, 1, remark.text)


def _unreasoned(subject: Subject) -> Iterator[Found]:
    for one in subject.anatomy.allowances:
        if one.rules and not one.reason:
            yield Found(
                one.line,
                one.column,
                f"say why: `<!-- pm-sync: allow {', '.join(one.rules)}: the reason -->`",
            )


RULES: Final = (
    Rule(
        "document-unclear",
        Grade.WARNING,
        "something that hides or blurs what the document says",
        "A code block that is never closed, front matter that cannot be read, a row with too many cells: pm-sync writes nothing there until it is mended.",
        "pm-sync",
        bad=f"{_HEAD}| Action | Owner |\n|---|---|\n| Page when a|b fails | @ann |\n",
        good=f"{_HEAD}| Action | Owner |\n|---|---|\n| Page when a\\|b fails | @ann |\n",
        find=_unclear,
    ),
    Rule(
        "allowance-without-reason",
        Grade.WARNING,
        "a finding that is accepted without a reason",
        "In a year nobody knows whether it still holds.",
        "pm-sync",
        bad=f"{_HEAD}- Improve monitoring (@ann) <!-- pm-sync: allow item-vague -->\n",
        good=f"{_HEAD}- Improve monitoring (@ann) <!-- pm-sync: allow item-vague: the plan is in acme/shop#12 -->\n",
        find=_unreasoned,
    ),
)

UNKNOWN: Final = Rule(
    "allowance-unknown",
    Grade.WARNING,
    "an accepted rule that does not exist",
    "A slip in its name, and nothing is accepted.",
    "pm-sync",
    bad=f"{_HEAD}- Improve monitoring (@ann) <!-- pm-sync: allow item-vauge: the plan is in acme/shop#12 -->\n",
    good=f"{_HEAD}- Improve monitoring (@ann) <!-- pm-sync: allow item-vague: the plan is in acme/shop#12 -->\n",
    find=lambda _subject: (),
)
UNUSED: Final = Rule(
    "allowance-unused",
    Grade.NOTE,
    "an acceptance of something that is not there any more",
    "It would hide the next one.",
    "pm-sync",
    bad=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann) <!-- pm-sync: allow item-vague: later -->\n",
    good=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann)\n",
    find=lambda _subject: (),
)
"""Both are found by whoever applies the allowances: only there it is known what they cover."""
