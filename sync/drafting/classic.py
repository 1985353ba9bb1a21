"""The template for teams that have none: the structure of the example postmortem in Google's SRE book, with what to write in our own words."""

from __future__ import annotations

from typing import Final

CLASSIC: Final = """\
# {title}

**Date:** {date}

**Authors:** {author}

**Status:** Draft
{severity}
## Summary

[Two or three sentences for somebody who was not there: what broke, for whom, for how long, and why]

## Impact

**Duration:** [From the first user who noticed until the last one who did: 10:12 to 11:40 UTC, 88 minutes]

**Users:** [Who could not do what, in numbers: requests, orders, people]

**Financial:** [Lost or delayed revenue, credits, fees, or why it is not known]

**Other:** [Trust, data, commitments to customers, time of people on call]

## Root causes

[Why it could happen: the conditions of the system, not the person who was there; keep asking why until the answer is something that can be changed]

## Trigger

[What set it off at that moment: a change, a load, a date]

## Resolution

[What ended it, who did it, and what was tried before that did not help]

## Detection

[How it was noticed, by whom, how long that took, and what should have told earlier]

## Action items

| Action item | Type | Priority | Owner | Ticket | Status |
|-------------|------|----------|-------|--------|--------|
| [What will be different, so that somebody else can check it] | [prevent, detect, mitigate] | [P1] | [@owner] | | |

## Lessons learned

### What went well

[What kept it from being worse]

### What went wrong

[What made it worse, or longer]

### Where we got lucky

[What nobody had planned, and helped; next time it may not]

## Timeline

All times in UTC.

- [10:12] [What happened, or what was done, and how it was known; from the first cause to the all-clear]
"""

UNNAMED: Final = "[Who writes it]"
