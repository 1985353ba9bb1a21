"""Set-up that every test shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.faults.counted import COUNTED, told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many worlds of the enumerated faults there were, since a number that shrinks is a test that went missing."""
    if COUNTED:
        terminalreporter.write_sep("-", "faults enumerated")
        for line in told():
            terminalreporter.write_line(line)


pytest.register_assert_rewrite("connectors.contract", "tests.connectors.markdown.meant")

# Machines differ in speed, and the first run builds tables of Unicode: neither is a fault of a test.
settings.register_profile(
    "quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True)
# For the nightly workflow: twenty times as many examples where a test names no number, other ones each night.
settings.register_profile("long", settings.get_profile("quick"), max_examples=2_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick")
)
