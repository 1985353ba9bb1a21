"""How long the machine plays: two minutes for all trackers every day, hours by night."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import Phase, settings

LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "long"
EVERYDAY: Final = settings(
    max_examples=150 if LONG else 8,
    stateful_step_count=30 if LONG else 14,
    derandomize=not LONG,  # What is found every day is found by whoever changed something; the nights look for more.
    # A run costs a tenth of a second, and there are dozens in an example: making one smaller takes longer than reading it.
    phases=[Phase.explicit, Phase.generate] + [Phase.reuse] * LONG,
)
