"""What was read lately saves requests and decides nothing: whatever changed is read, and without the file all is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira import KIND
from connectors.jira.options import JiraOptions
from connectors.jira.recent import NAME, doubtful
from connectors.jira.tracker import JiraTracker
from sync.model.postmortem import Status
from tests.connectors.jira.conftest import MAIL, Desk
from tests.fakes.jira.fake import Jira

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLOUD = pytest.mark.parametrize("flavour", ["cloud"], indirect=True)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def read(order: list[int], known: dict[int, datetime], true: dict[int, datetime]) -> set[int]:
    """Whom a listing reads, ten with one request, until nobody is in doubt."""
    versions, asked = dict(known), set[int]()
    while doubts := doubtful(order, versions, asked):
        spare = (one for one in order if one not in asked and one not in doubts)
        few = [*doubts, *islice(spare, -len(doubts) % 10)]
        asked.update(few)
        for one in few:
            if true[one] != versions.get(one):
                versions.pop(one, None)
    return asked


TIMES = st.lists(st.integers(0, 3000), min_size=1, max_size=60)


@given(TIMES, st.data())
def test_whoever_changed_since_all_were_read_is_read_again(
    times: list[int], data: st.DataObject
) -> None:
    known = {number: at(seconds / 10) for number, seconds in enumerate(times)}
    later = st.integers(10_000, 20_000)
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(known)), later, max_size=20))
    true = {**known, **{number: at(seconds) for number, seconds in changed.items()}}
    order = sorted(true, key=lambda one: true[one], reverse=True)

    assert set(changed) <= read(order, known, true)


@given(TIMES, st.data())
def test_whoever_changed_while_others_were_still_written_is_read_again(
    times: list[int], data: st.DataObject
) -> None:
    known = {number: at(seconds / 10) for number, seconds in enumerate(times)}
    number = data.draw(st.sampled_from(sorted(known)))
    # More than a moment later: within one second, and in a pause of two, nobody tells.
    changed = known[number] + timedelta(seconds=data.draw(st.integers(35, 4000)) / 10)
    true = {**known, number: changed}
    order = sorted(true, key=lambda one: true[one], reverse=True)

    assert number in read(order, known, true)


@given(TIMES)
def test_where_nobody_changed_one_request_suffices(times: list[int]) -> None:
    known = {number: at(index + times[0] / 10) for index, number in enumerate(range(len(times)))}
    order = sorted(known, key=lambda one: known[one], reverse=True)

    assert len(read(order, known, known)) <= 10


def test_who_was_never_read_is_read() -> None:
    assert list(doubtful([3, 2, 1], {2: at(2), 1: at(1)}, set())) == [3, 2]


def tracker(desk: Desk, cache: Path) -> JiraTracker:
    options = JiraOptions.model_validate(
        {"url": desk.jira.url, "project": "OPS", "token": "a-token", "email": MAIL}
    )
    found = KIND.open(options, replace(desk.context(), cache=cache))
    assert isinstance(found, JiraTracker)
    return found


def filed(desk: Desk, cache: Path, count: int = 250) -> datetime:
    """So many tickets, made by one run; from when on the next one lists."""
    one = tracker(desk, cache)
    since = desk.jira.clock
    made(one, *(replace(draft(number), owners=()) for number in range(1, count + 1)))
    one.close()
    return since


@CLOUD
def test_what_a_run_made_is_not_read_again_by_the_next(jira: Jira, desk: Desk) -> None:
    since = filed(desk, desk.root)
    jira.transition("OPS-7", "Done", "Done")
    jira.edit("OPS-249", summary="Another")
    one = tracker(desk, desk.root)

    listing = one.find(PROJECT, since)

    found = {ticket.ref.id: ticket for ticket in listing.tickets}
    assert len(found) == 250
    assert found["OPS-7"].status is Status.DONE
    assert found["OPS-249"].title == "Another"
    assert found["OPS-8"].title == "Add alert 8"
    assert found["OPS-8"].marker == draft(8).marker
    assert one.requests == 3


@CLOUD
@pytest.mark.parametrize("spoilt", ["", "{", '["https://other.test", []]', "[1, 2]"])
def test_without_a_usable_file_all_is_read(jira: Jira, desk: Desk, spoilt: str) -> None:
    since = filed(desk, desk.root)
    (desk.root / NAME).write_text(spoilt)
    jira.transition("OPS-7", "Done", "Done")
    one = tracker(desk, desk.root)

    listing = one.find(PROJECT, since)

    assert len(listing.tickets) == 250
    assert one.requests == 2 + 3


@CLOUD
def test_a_deleted_ticket_is_not_told_from_memory(jira: Jira, desk: Desk) -> None:
    since = filed(desk, desk.root)
    jira.delete("OPS-7")

    listing = tracker(desk, desk.root).find(PROJECT, since)

    assert "OPS-7" not in {ticket.ref.id for ticket in listing.tickets}


@CLOUD
def test_while_the_search_lags_a_change_is_told_as_soon_as_it_knows_it(
    jira: Jira, desk: Desk
) -> None:
    since = filed(desk, desk.root)
    jira.lag = 300
    jira.transition("OPS-7", "Done", "Done")
    first, second = tracker(desk, desk.root), tracker(desk, desk.root)
    first.find(PROJECT, since)
    first.close()
    jira.wait(600)

    found = {ticket.ref.id: ticket for ticket in second.find(PROJECT, since).tickets}

    assert found["OPS-7"].status is Status.DONE


@CLOUD
def test_where_nothing_can_be_kept_nothing_fails(desk: Desk, tmp_path: Path) -> None:
    one = tracker(desk, tmp_path / "nowhere")
    made(one, draft())

    one.close()

    assert not (tmp_path / "nowhere").exists()


@CLOUD
def test_a_renamed_project_that_changes_no_issue_is_noticed(jira: Jira, desk: Desk) -> None:
    since = filed(desk, desk.root)
    path = desk.root / NAME
    path.write_text(path.read_text().replace("OPS-", "OLD-"))

    listing = tracker(desk, desk.root).find(PROJECT, since)

    assert {ticket.ref.id.partition("-")[0] for ticket in listing.tickets} == {"OPS"}
    assert len(listing.tickets) == 250


@CLOUD
def test_a_title_that_is_no_text_spoils_no_run(jira: Jira, desk: Desk) -> None:
    one = tracker(desk, desk.root)
    made(one, draft())
    jira.edit("OPS-1", summary="half \ud83d")
    one.find(PROJECT)

    one.close()

    assert not (desk.root / NAME).exists()
