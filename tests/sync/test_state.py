"""The memory between runs: written the same, read whatever happened to the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync.model.memory import Base, Doubt, Reading, Remembered, State
from sync.model.postmortem import TicketRef
from sync.state import parse, render, settled

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.datetimes(
    timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(8999, 1, 1)
)
REFS = st.builds(TicketRef, tracker=TEXT, id=TEXT)
TICKETS = st.builds(
    Remembered,
    ref=REFS,
    key=st.none() | TEXT,
    document=TEXT,
    orphan=st.booleans(),
    loose=st.booleans(),
    unlisted=st.booleans(),
    fields=st.dictionaries(TEXT, st.builds(Base, TEXT, TEXT), max_size=3),
)
STATES = st.builds(
    lambda tickets, doubts, readings: State(
        {entry.ref: entry for entry in tickets},
        {doubt.key: doubt for doubt in doubts},
        {reading.tracker: reading for reading in readings},
    ),
    st.lists(TICKETS, max_size=5),
    st.lists(st.builds(Doubt, TEXT, TEXT, TEXT, MOMENTS), max_size=3),
    st.lists(st.builds(Reading, TEXT, MOMENTS, MOMENTS), max_size=2),
)


def a_ticket(number: int = 1, **status: tuple[str, str]) -> Remembered:
    return Remembered(
        TicketRef("local", f"LOCAL-{number}"),
        "key",
        "postmortems/a.md",
        fields={name: Base(*values) for name, values in status.items()},
    )


def a_state(*tickets: Remembered, watermark: datetime = NOW) -> State:
    return State(
        {entry.ref: entry for entry in tickets},
        readings={"local": Reading("local", watermark, watermark)},
    )


@given(STATES)
def test_what_was_written_is_read_again(state: State) -> None:
    assert parse(render(state)) == state


@given(STATES)
def test_equal_states_are_equal_bytes_whatever_the_order_they_were_made_in(state: State) -> None:
    turned = State(
        dict(reversed(list(state.tickets.items()))),
        dict(reversed(list(state.doubts.items()))),
        dict(reversed(list(state.readings.items()))),
    )

    assert render(turned) == render(state)


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    parse(text)


@given(STATES, st.data())
def test_a_truncated_file_gives_back_what_is_whole(state: State, data: st.DataObject) -> None:
    text = render(state)
    cut = data.draw(st.integers(0, len(text)))

    read = parse(text[:cut])

    assert all(state.tickets[ref] == entry for ref, entry in read.tickets.items())
    assert len(read.warnings) <= 1


def test_no_state_writes_no_file() -> None:
    assert render(State()) == ""


def test_a_union_merge_of_two_runs_keeps_both_tickets() -> None:
    ours, theirs = a_state(a_ticket(1)), a_state(a_ticket(2))

    merged = parse(render(ours) + render(theirs))

    assert {entry.ref.id for entry in merged.tickets.values()} == {"LOCAL-1", "LOCAL-2"}


def test_a_ticket_with_two_different_lines_has_no_base_any_more() -> None:
    ours = a_state(a_ticket(status=("open", "open")))
    theirs = a_state(a_ticket(status=("done", "done")))

    merged = parse(render(ours) + render(theirs))

    entry = merged.tickets[TicketRef("local", "LOCAL-1")]
    assert entry.key == "key"
    assert entry.fields == {}


def test_a_line_that_a_merge_doubled_unchanged_keeps_its_base() -> None:
    state = a_state(a_ticket(status=("open", "open")))

    assert parse(render(state) * 2) == state


def test_of_two_watermarks_the_older_counts() -> None:
    older = a_state(watermark=NOW - timedelta(days=2))

    merged = parse(render(a_state()) + render(older))

    assert merged.readings["local"].watermark == NOW - timedelta(days=2)


def test_conflict_marks_cost_their_lines_and_no_others() -> None:
    text = "<<<<<<< HEAD\n" + render(a_state(a_ticket())) + "=======\n>>>>>>> other\n"

    read = parse(text)

    assert len(read.tickets) == 1
    assert len(read.warnings) == 3


def test_a_damaged_file_does_not_say_how_far_a_tracker_was_read() -> None:
    """The damaged line may have been all that told of a ticket which nobody changes any more."""
    text = render(a_state(a_ticket(status=("open", "open"))))

    assert parse(text).readings
    assert not parse(text.rstrip("}\n")).readings


def test_a_file_from_a_newer_version_is_not_used_and_says_so() -> None:
    read = parse('{"pm-sync.state": 2}\n' + render(a_state(a_ticket())))

    assert read.newer
    assert not read.tickets
    assert "newer" in read.warnings[0]


def test_a_run_that_changed_nothing_keeps_the_old_watermark() -> None:
    before = a_state(a_ticket())
    after = a_state(a_ticket(), watermark=NOW + timedelta(days=6))

    assert render(settled(before, after)) == render(before)


def test_a_reading_alone_is_not_worth_a_file() -> None:
    assert settled(State(), a_state()) == State()
    assert settled(a_state(a_ticket()), a_state()) == State()


def test_a_watermark_moves_with_any_other_change_or_after_a_week() -> None:
    before = a_state(a_ticket())
    changed = a_state(a_ticket(), a_ticket(2), watermark=NOW + timedelta(hours=1))
    later = a_state(a_ticket(), watermark=NOW + timedelta(days=7))

    assert settled(before, changed) == changed
    assert settled(before, later) == later
