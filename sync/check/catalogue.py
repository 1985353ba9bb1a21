"""All rules, in the order of their page."""

from __future__ import annotations

from typing import Final

from sync.check import head, items, parts, reading, timeline, urgency, wording
from sync.check.rule import Rule

CATALOGUE: Final[dict[str, Rule]] = {
    rule.id: rule
    for rule in (
        *parts.RULES,
        *head.RULES,
        *timeline.RULES,
        *items.RULES,
        *urgency.RULES,
        *wording.RULES,
        *reading.RULES,
        reading.UNKNOWN,
        reading.UNUSED,
    )
}
