"""A small part of JQL, executed for real. What this part does not have fails the test, and what Jira refuses is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.fakes.jira.exchange import Refused, Uncovered
from tests.fakes.jira.model import Issue
from tests.fakes.jira.world import World

TOKEN = re.compile(
    r"""\s*(?: "(?P<quoted>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)'
    | (?P<sign><=|>=|!=|[=<>(),]) | (?P<word>[^\s"'=<>!(),]+) )""",
    re.VERBOSE,
)
RELATIVE = re.compile(r"([+-]?\d+)([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
MOST_ORDERED = 7
# Some of Jira's reserved words, among them those that are keys of projects now and then.
WORDS = """
abort access add after alias all alter and any as asc audit before begin between boolean by cf char check
collate column commit connect continue count create current date decimal declare default delete desc
difference distinct divide do double drop else empty end equals escape exec exists explain false fetch file
first float for from function go goto grant greater group having identified if immediate in increment index
initial inner input insert int integer intersect intersection into is isempty isnull join last left less like
limit lock long max min minus mode modify modulo more multiply next noaudit not notin nowait null number
object of on option or order outer output power previous prior privileges public raise raw remainder rename
resource return returns revoke right row rowid rownum rows select session set share size sqrt start strict
string subtract sum synonym table then to trans transaction trigger true uid union unique update user validate
values view when whenever where while with
"""
RESERVED = frozenset(WORDS.split())
FIELDS = {"labels", "project", "key", "issuekey", "issue", "id", "updated", "created"}
SAME = {"issuekey": "key", "issue": "key"}


class Token(NamedTuple):
    """A sign, a word, or a value in quotes."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Clause:
    """One restriction."""

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What was asked: restrictions that all hold, and fields to order by, those that descend with True."""

    clauses: tuple[Clause, ...]
    order: tuple[tuple[str, bool], ...]


def parse(text: str) -> Query:
    """Read a query."""
    tokens = list(_tokens(text))
    clauses: list[Clause] = []
    while tokens and not _is(tokens, "order"):
        if clauses:
            _take(tokens, text, "and")
        clauses.append(_clause(tokens, text))
    return Query(tuple(clauses), tuple(_order(tokens, text)))


class Searcher:
    """Finds issues by what searches see of them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def run(self, text: str, *, validate: bool, live: frozenset[int] = frozenset()) -> list[Issue]:
        """The issues that fit, in order; those of `live` are looked at as they are and not as they were."""
        query = parse(text)
        if self._world.cloud and not query.clauses:
            raise Refused(
                400,
                "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
            )
        tests = [self._test(clause, validate) for clause in query.clauses]
        found = [one for one in self._seen(live) if all(test(one) for test in tests)]
        found.sort(key=lambda one: one.id, reverse=True)
        for field, descends in reversed(query.order):
            found.sort(key=ORDERS[field], reverse=descends)
        return found

    def _seen(self, live: frozenset[int]) -> Iterator[Issue]:
        fresh = [one for one in map(self._world.known, map(str, live)) if one is not None]
        yield from (one for one in self._world.indexed() if one.id not in live)
        yield from (one for one in fresh if not one.archived)

    def _test(self, clause: Clause, validate: bool) -> Callable[[Issue], bool]:
        if clause.field == "labels":
            wanted = set(clause.values)
            return lambda one: bool(wanted & set(one.labels))
        if clause.field in {"created", "updated"}:
            (value,) = clause.values
            moment = self._moment(value)
            compared = COMPARED[clause.operator]
            return lambda one: compared(getattr(one, clause.field).timestamp(), moment.timestamp())
        if clause.operator not in {"=", "in"}:
            number = int(clause.values[0])
            return lambda one: COMPARED[clause.operator](one.id, number)
        if clause.field == "project":
            homes = {self._project(value) for value in clause.values}
            return lambda one: one.project.id in homes
        numbers = self._numbers(clause, validate)
        return lambda one: one.id in numbers

    def _project(self, value: str) -> int:
        for one in self._world.projects.values():
            named = {one.key.casefold(), one.name.casefold(), str(one.id)}
            if value.casefold() in named and one.access != "none":
                return one.id
        raise Refused(400, f"The value '{value}' does not exist for the field 'project'.")

    def _numbers(self, clause: Clause, validate: bool) -> set[int]:
        """On Data Center one that nobody may see spoils the query, unless that is not validated; on Cloud nothing is found."""
        found = set()
        for value in clause.values:
            issue = self._world.known(value)
            if issue is not None and not issue.hidden and issue.project.access != "none":
                found.add(issue.id)
            elif self._world.cloud:
                return set()
            elif validate:
                if clause.field == "id":
                    raise Refused(
                        400, f"A value with ID '{value}' does not exist for the field 'id'."
                    )
                raise Refused(400, f"An issue with key '{value}' does not exist for field 'key'.")
        return found

    def _moment(self, value: str) -> datetime:
        """Relative to now, or as the clock on the wall of who asks shows it."""
        relative = RELATIVE.fullmatch(value)
        if relative:
            return self._world.clock + timedelta(**{UNITS[relative[2]]: int(relative[1])})
        if self._world.cloud and value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, ZoneInfo("UTC"))
        for form in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"):
            try:
                read = datetime.strptime(value, form)
            except ValueError:
                continue
            return read.replace(tzinfo=ZoneInfo(self._world.me.time_zone))
        raise Refused(
            400,
            f"Date value '{value}' for field 'updated' is invalid. Valid formats include: "
            "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
        )


COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": lambda one, other: one == other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
}
ORDERS: dict[str, Callable[[Issue], tuple[str, float]]] = {
    "id": lambda one: ("", one.id),
    "key": lambda one: (one.project.key, one.number),
    "created": lambda one: ("", one.created.timestamp()),
    "updated": lambda one: ("", one.updated.timestamp()),
}


def _tokens(text: str) -> Iterator[Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = TOKEN.match(text, place)
        if found is None:
            raise Uncovered(f"JQL that this Jira does not read: {text!r} at {place}")
        place = found.end()
        quoted = found["quoted"] if found["quoted"] is not None else found["single"]
        if quoted is not None:
            yield Token(re.sub(r"\\(.)", r"\1", quoted), quoted=True)
        else:
            yield Token(found["sign"] or found["word"])


def _is(tokens: list[Token], word: str) -> bool:
    return bool(tokens) and not tokens[0].quoted and tokens[0].text.casefold() == word


def _take(tokens: list[Token], text: str, *wanted: str) -> str:
    for word in wanted:
        if _is(tokens, word):
            return tokens.pop(0).text.casefold()
    raise Uncovered(
        f"JQL that this Jira does not read: {text!r}, where {' or '.join(wanted)} was expected"
    )


def _clause(tokens: list[Token], text: str) -> Clause:
    field = _take(tokens, text, *sorted(FIELDS))
    field = SAME.get(field, field)
    signs = ["=", "in"]
    if field == "id":
        signs += [">", ">=", "<", "<="]
    if field in {"created", "updated"}:
        signs = [">", ">=", "<", "<="]
    operator = _take(tokens, text, *signs)
    if operator != "in":
        return Clause(field, operator, (_value(tokens, text),))
    _take(tokens, text, "(")
    values = [_value(tokens, text)]
    while _take(tokens, text, ",", ")") == ",":
        values.append(_value(tokens, text))
    return Clause(field, operator, tuple(values))


def _value(tokens: list[Token], text: str) -> str:
    if not tokens:
        raise Uncovered(f"JQL that this Jira does not read: {text!r} ends before a value")
    token = tokens.pop(0)
    if not token.quoted and token.text.casefold() in RESERVED:
        raise Refused(
            400,
            f"Error in the JQL Query: '{token.text}' is a reserved JQL word. You must surround it in "
            "quotation marks to use it in a query.",
        )
    return token.text


def _order(tokens: list[Token], text: str) -> Iterator[tuple[str, bool]]:
    if not tokens:
        return
    _take(tokens, text, "order")
    _take(tokens, text, "by")
    for number in range(1, 1_000):
        if number > MOST_ORDERED:
            raise Refused(400, "The maximum number of fields in the ORDER BY clause is 7.")
        field = _take(tokens, text, *sorted(ORDERS), "issuekey")
        descends = (_is(tokens, "asc") or _is(tokens, "desc")) and tokens.pop(0).text.casefold()
        yield SAME.get(field, field), descends == "desc"
        if not tokens:
            return
        _take(tokens, text, ",")
