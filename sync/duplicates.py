"""Asking, before a plan is made, whether people had a hand in the second tickets that it would close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.model.postmortem import Postmortem
from sync.plan import Observed
from sync.plan.duplicates import closable
from sync.plan.matching import match
from sync.policy import Policy
from sync.ports import Tracker
from sync.traces import touched


def with_touched(
    postmortems: Sequence[Postmortem],
    observed: Observed,
    policy: Policy,
    trackers: Mapping[str, Tracker],
) -> Observed:
    """What was observed, with who touched the second tickets; asks nothing where none is to be closed."""
    if not policy.close_duplicates:
        return observed
    refs = closable(match(postmortems, observed, policy.project), policy)
    if not refs:
        return observed
    told = touched(refs, trackers)
    return replace(observed, touched={ref: told.get(ref, "") for ref in refs})
