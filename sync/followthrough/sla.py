"""Within how many days an item is to be done where nobody named a day: by its priority, in whatever words that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sync.folding import folded

_WORDS: Final = (
    "p0, critical, blocker, urgent, highest, sev0, sev1, 紧急, 緊急, crítica, critique, kritisch",
    "p1, high, high priority, major, must have, sev2, 高, alta, haute, élevée, hoch, высокий, 높음, 상, 大, 重要",
    "p2, medium, med, medium priority, normal, should have, sev3, 中, media, média, moyenne, mittel, средний, 중간, 보통, 중, 一般",
    "p3, low, low priority, minor, nice to have, sev4, 低, baja, baixa, basse, faible, niedrig, gering, bassa, низкий, 낮음, 하, 小",
    "p4, p5, lowest, trivial",
)
"""The words of each rank, the most urgent first."""
_RANKS: Final = MappingProxyType(
    {word: rank for rank, words in enumerate(_WORDS) for word in words.split(", ")}
)
UNRANKED: Final = len(_WORDS)
"""The rank of what is no priority, or one that nobody knows: after all others."""

PRESETS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"pagerduty": (15, 30), "atlassian": (28, 56)}
)
"""Days for the highest rank and the next, as these two write that they ask of themselves."""


def rank(priority: str | None) -> int:
    """How urgent a priority is, 0 for the most; a word beside others counts (`P1 - High`)."""
    plain = folded(priority or "")
    ranks = (_RANKS.get(word) for word in (plain, *plain.split()))
    return next((one for one in ranks if one is not None), UNRANKED)


@dataclass(frozen=True, slots=True)
class Sla:
    """What the settings say; says nothing of anything where they do not."""

    preset: str | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    """By priority, as the settings spell it."""
    default: int | None = None
    """For what has no priority, or one without a rank."""

    def limit(self, priority: str | None) -> int | None:
        """The days for an item of this priority; None if it may take as long as it takes."""
        plain = folded(priority or "")
        own = {folded(word): days for word, days in self.days.items()}
        if plain and plain in own:
            return own[plain]
        place = rank(priority)
        if place == UNRANKED:
            return self.default
        equal = [days for word, days in own.items() if rank(word) == place]
        usual = PRESETS.get(self.preset or "", ())
        return min(equal) if equal else usual[place] if place < len(usual) else None
