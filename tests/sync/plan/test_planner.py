"""What the plan says of documents as a whole."""

from __future__ import annotations

from datetime import date

from sync.model.action import Concern, Notice
from sync.model.postmortem import (
    Remark,
)
from sync.policy import Policy
from tests.sync.plan.making import a_postmortem, actions_for, only


def test_what_a_document_hides_is_told_unless_the_document_takes_no_part() -> None:
    unclear = a_postmortem(remarks=(Remark(7, "a fence is open"),))

    notice = only(actions_for(unclear))
    assert isinstance(notice, Notice)
    assert (notice.concern, notice.line, notice.reason) == (Concern.UNCLEAR, 7, "a fence is open")
    assert actions_for(unclear, policy=Policy(since=date(2999, 1, 1))) == ()
