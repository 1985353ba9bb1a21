"""The text of one item while its marks are being taken off."""

from __future__ import annotations

from connectors.markdown.groups import Meaning, Named
from connectors.markdown.inline import Run
from connectors.markdown.keys import last_key
from connectors.markdown.rules import Rules

_SEPARATORS = " \t\n-–—:,;|·•→⇒"


class Working:
    """The text of one item while marks are being taken off it."""

    __slots__ = (
        "cuts",
        "high",
        "low",
        "marks",
        "meaning",
        "named",
        "origins",
        "remark",
        "remarks",
        "rule",
        "rules",
        "run",
        "taken",
        "text",
    )

    def __init__(self, run: Run, rules: Rules) -> None:
        self.run = run
        self.text = run.text
        self.rules = rules
        self.low = 0
        self.high = len(run.text)
        self.marks = run.marks
        self.cuts: list[tuple[int, int]] = []
        self.meaning = Meaning()
        self.named: list[Named] = []
        """All references of the text."""
        self.taken: list[Named] = []
        """The references that stand apart from the sentence."""
        self.remarks: list[tuple[int, int, Meaning]] = []
        """Remarks in brackets that count only at an end of the text."""
        self.rule = "a remark in brackets"
        """The rule that is being tried, for whoever asks where a field comes from."""
        self.origins: dict[str, str] = {}
        self.remark: tuple[int, int] | None = None
        """The last remark or mark that holds references."""

    def take(self, meaning: Meaning, start: int, end: int, *, cut: bool = True) -> None:
        """Make the meaning of `text[start:end]` the item's, and cut it out."""
        mine = self.meaning
        self._note_origins(meaning)
        known = {owner.strip("@").casefold() for owner in meaning.owners}
        mine.owners = [one for one in mine.owners if one.strip("@").casefold() not in known]
        mine.owners.extend(meaning.owners)
        if meaning.status is not None and mine.status is None:
            mine.status, mine.status_at = meaning.status, meaning.status_at
            mine.qualified = meaning.qualified
        mine.due = mine.due or meaning.due
        mine.priority = mine.priority or meaning.priority
        mine.type = mine.type or meaning.type
        mine.unwanted = mine.unwanted or meaning.unwanted
        mine.slot = mine.slot or meaning.slot
        if meaning.named:
            self.taken.extend(meaning.named)
            if self.remark is None or start > self.remark[0]:
                self.remark = (start, end)
        if cut:
            self.cuts.append((start, end))

    def _note_origins(self, meaning: Meaning) -> None:
        mine = self.meaning
        told = {
            "owner": meaning.owners and not mine.owners,
            "status": meaning.status is not None and mine.status is None,
            "due": meaning.due and not mine.due,
            "priority": meaning.priority and not mine.priority,
            "type": meaning.type and not mine.type,
            "ticket": (meaning.named or meaning.unwanted) and not self.taken,
        }
        self.origins.update((name, self.rule) for name, new in told.items() if new)

    def drop(self, meaning: Meaning, start: int, *, separators: str = _SEPARATORS) -> bool:
        """Cut everything from `start` on, and the separators before it; a full stop of the sentence stays."""
        self.take(meaning, start, self.high)
        self.high = start
        while self.high > self.low and self.text[self.high - 1] in separators:
            self.high -= 1
        if self.text.endswith(("->", "=>"), self.low, self.high):
            self.high = self.low + len(self.text[self.low : self.high - 2].rstrip(separators))
        if self.text[self.high : self.high + 1] == ":":
            self._keep_colon()
        return True

    def _keep_colon(self) -> None:
        """Give back the colon of a field that was left empty: `Ticket:` before `Due: 2026-12-15`."""
        key = last_key(self.text, self.low, self.high + 1)
        if key is not None and key.end > self.high:
            self.high += 1
