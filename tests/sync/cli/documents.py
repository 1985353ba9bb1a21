"""The postmortem of those tests."""

DOCUMENT = "# Outage\n\nDate: 2026-11-03\n\n## Action items\n\n- Add an alert (owner: @mara)\n- Fix the retry\n"
