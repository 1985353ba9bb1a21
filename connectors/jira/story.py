"""What the description of an issue says, before it takes the form of either Jira."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from connectors.jira.texts import one_line, shortened, units
from sync.model.ticket import Draft

CLOSING: Final = "pm-sync keeps the text above this line; write below it, or in comments."
"""The last line of our part of a description; what stands below it is people's."""

LONGEST: Final = 30_000
"""UTF-16 units of a whole description as it is stored. Jira's limit is 32,767, and trimming to just below it was seen to fail."""

LONGEST_SUMMARY: Final = 2_000
"""Characters of what happened: a paragraph, not the whole story."""

CUT: Final = "Cut here: Jira keeps no longer text. The postmortem has all of it."

_LONGEST_TEXT: Final = 8_000
"""UTF-16 units of the item's own text; with every sign escaped it still fits beside the rest."""
_LONGEST_NAME: Final = 200
_LONGEST_PATH: Final = 300
_LONGEST_LINK: Final = 1_000
_MOST_OWNERS: Final = 10
"""All of these together leave room for a text, even if every sign takes six in storage."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; a link if it leads somewhere."""

    text: str
    link: str | None = None
    strong: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The blocks of a description, in their order."""

    text: Line
    promised: Line
    happened: Line = ()
    """What happened; empty where the postmortem has no summary."""
    facts: tuple[Line, ...] = ()
    """Owners, type, priority, due date: one line each."""
    cut: bool = False
    """Whether some of the text had to go."""

    def shorter(self, room: int) -> Story:
        """The same with at most `room` UTF-16 units of the item's text, and half as many of what happened."""
        text = tuple(replace(run, text=shortened(run.text, room)) for run in self.text)
        happened = tuple(
            replace(run, text=shortened(run.text, room // 2)) for run in self.happened[1:]
        )
        return replace(self, text=text, happened=(*self.happened[:1], *happened), cut=True)


def story(draft: Draft, owners: Sequence[str], link: str | None) -> Story:
    """What the issue of a draft says; `owners` are ready sentences, `link` leads to the line of the postmortem."""
    usable = link if link and link.startswith(("https://", "http://")) else None
    usable = usable if usable is None or len(usable) <= _LONGEST_LINK else None
    if draft.restricted:
        where = (Run("Promised in "), Run("a restricted postmortem", link=usable), Run("."))
        return Story(text=(Run(shortened(one_line(draft.title), _LONGEST_TEXT)),), promised=where)
    name = shortened(one_line(draft.postmortem_title or "the postmortem"), _LONGEST_NAME)
    date = f" ({one_line(draft.postmortem_date)})" if draft.postmortem_date else ""
    document = shortened(one_line(draft.document), _LONGEST_PATH)
    place = Run(f"{date}, {document}, line {draft.line}.")
    text = one_line(draft.text)
    told = one_line(draft.summary or "")
    summary = shortened(told, LONGEST_SUMMARY)
    return Story(
        text=(Run(shortened(text, _LONGEST_TEXT)),),
        promised=(Run("Promised in "), Run(name, link=usable), place),
        happened=(Run("What happened:", strong=True), Run(f" {summary}")) if summary else (),
        facts=tuple(_facts(draft, owners)),
        cut=units(text) > _LONGEST_TEXT or units(told) > LONGEST_SUMMARY,
    )


def _facts(draft: Draft, owners: Sequence[str]) -> list[Line]:
    facts = [("Owner", owner) for owner in owners[:_MOST_OWNERS]]
    facts += [
        ("Type", draft.type or ""),
        ("Priority", draft.priority or ""),
        ("Due", draft.due or ""),
    ]
    told = [(name, shortened(one_line(value), _LONGEST_NAME)) for name, value in facts]
    return [(Run(f"{name}:", strong=True), Run(f" {value}")) for name, value in told if value]
