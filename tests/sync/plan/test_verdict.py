"""Who wins where document and ticket differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.model.memory import Base
from sync.plan.verdict import Sides, Verdict, verdict
from sync.policy import Side, Wins

VALUES = st.sampled_from(["", "ann", "bob", "carl"])
BASES = st.none() | st.builds(Base, st.none() | VALUES, VALUES)
WINS = st.sampled_from(list(Wins))
TAKEN = st.none() | st.sampled_from(list(Side))


@st.composite
def sides(draw: st.DrawFn) -> Sides:
    document, ticket = draw(VALUES), draw(VALUES)
    return Sides(document, ticket, document == ticket, draw(BASES))


def applied(of: Sides, what: Verdict) -> Sides:
    """Both sides after it was carried out, and the base that is remembered then."""
    document = of.ticket if what is Verdict.TO_DOCUMENT else of.document
    ticket = of.document if what is Verdict.TO_TICKET else of.ticket
    base = of.base if what is Verdict.CONFLICT else Base(document, ticket)
    return Sides(document, ticket, document == ticket, base)


@given(sides(), WINS, TAKEN)
def test_once_it_was_carried_out_there_is_nothing_left_to_do(
    of: Sides, wins: Wins, taken: Side | None
) -> None:
    what = verdict(of, wins, taken)

    after = verdict(applied(of, what), wins)

    assert after is (Verdict.CONFLICT if what is Verdict.CONFLICT else Verdict.SETTLED)


@given(sides(), TAKEN)
def test_a_value_that_somebody_changed_is_never_overwritten_unless_somebody_chose(
    of: Sides, taken: Side | None
) -> None:
    what = verdict(of, Wins.BOTH, taken)

    lost = {Verdict.TO_TICKET: Side.TICKET, Verdict.TO_DOCUMENT: Side.DOCUMENT}.get(what)
    if lost is not None and of.said(lost) and of.changed(lost):
        assert taken is not None


@given(sides())
def test_values_that_differ_are_carried_over_told_or_differed_before(of: Sides) -> None:
    if verdict(of, Wins.BOTH) is Verdict.SETTLED and not of.agree:
        assert of.known == Base(of.document, of.ticket)


@given(sides(), st.sampled_from([Wins.DOCUMENT, Wins.TICKET]), TAKEN)
def test_where_one_side_decides_nothing_flows_towards_it(
    of: Sides, wins: Wins, taken: Side | None
) -> None:
    towards = {Wins.DOCUMENT: Verdict.TO_DOCUMENT, Wins.TICKET: Verdict.TO_TICKET}[wins]

    assert verdict(of, wins, taken) not in (towards, Verdict.CONFLICT)


@given(sides(), TAKEN)
def test_a_field_that_is_off_is_let_be(of: Sides, taken: Side | None) -> None:
    assert verdict(of, Wins.OFF, taken) is Verdict.SETTLED


@given(VALUES, VALUES)
def test_what_could_not_be_taken_over_is_not_tried_again(document: str, ticket: str) -> None:
    of = Sides(document, ticket, agree=False, base=Base(document, ticket))

    assert {verdict(of, wins) for wins in Wins} == {Verdict.SETTLED}


def test_a_login_in_other_letters_is_nobodys_edit() -> None:
    """GitHub shows logins in the letters that their owners chose last."""
    of = Sides("", "Ann", agree=False, base=Base("", "ann"))

    assert all(verdict(of, wins) is Verdict.SETTLED for wins in Wins)
