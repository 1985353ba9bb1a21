"""Set-up that every test shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

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
