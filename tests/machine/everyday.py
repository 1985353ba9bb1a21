"""How long the machine plays: minutes for all trackers every day, hours by night."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import Phase, settings

LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "long"
EVERYDAY: Final = settings(
    max_examples=int(os.environ.get("EX", 0)) or (1_500 if LONG else 15), stateful_step_count=int(os.environ.get('ST', 0)) or (40 if LONG else 15), report_multiple_bugs=False,
 phases=[Phase.generate] if os.environ.get('EX') else [one for one in Phase if one is not Phase.explain],
)
