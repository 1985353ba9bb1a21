"""Taking back what an earlier run created and wrote: what the journal tells of it, the plan, and carrying that out."""

from sync.undo.carry_out import carry_out, report_of
from sync.undo.past import Past, last_run
from sync.undo.plan import UndoPlan, undo_plan

__all__ = ["Past", "UndoPlan", "carry_out", "last_run", "report_of", "undo_plan"]
