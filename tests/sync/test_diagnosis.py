"""When a clock is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sync.diagnosis import Area, Severity, of_clock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("off", "severity", "told"),
    [
        (timedelta(), Severity.WELL, "is that of GitHub"),
        (timedelta(seconds=60), Severity.WELL, "is that of GitHub"),
        (timedelta(seconds=61), Severity.DOUBT, "61 seconds ahead of that of GitHub"),
        (timedelta(seconds=-119), Severity.DOUBT, "119 seconds behind that of GitHub"),
        (timedelta(minutes=10), Severity.DOUBT, "10 minutes ahead"),
        (timedelta(minutes=-11), Severity.BAD, "11 minutes behind"),
        (timedelta(hours=3), Severity.BAD, "3 hours ahead"),
        (timedelta(days=400), Severity.BAD, "400 days ahead"),
    ],
)
def test_a_minute_is_doubtful_and_ten_are_wrong(
    off: timedelta, severity: Severity, told: str
) -> None:
    found = of_clock(NOW, NOW + off, "GitHub")

    assert (found.severity, found.area) == (severity, Area.CLOCK)
    assert told in found.found
    assert bool(found.remedy) == (severity is not Severity.WELL)


def test_a_server_that_tells_no_time_is_a_doubt() -> None:
    assert of_clock(None, NOW, "Jira").severity is Severity.DOUBT
