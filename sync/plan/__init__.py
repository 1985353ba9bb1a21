"""What to do, decided without touching anything: `plan(postmortems, observed, policy)`."""

from sync.plan.observed import Observed
from sync.plan.planner import plan

__all__ = ["Observed", "plan"]
