"""What people wrote, on either side, and nobody else may take away: until the other side says the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.machine.pages import Item, items
from tests.machine.people import STRANGER, Said


@dataclass(frozen=True)
class Pair:
    """An item and the one ticket that it links, which nobody else links."""

    path: str
    item: Item
    ref: str
    said: Said


@dataclass(frozen=True)
class Seen:
    """Both sides, as they are at one moment."""

    rows: tuple[tuple[str, Item, str | None], ...]
    """Path, item, and the ticket that it links."""
    tickets: Mapping[str, Said]

    def known(self) -> dict[str, Item]:
        """The items whose word no other has."""
        counted = Counter(item.word for _, item, _ in self.rows)
        return {item.word: item for _, item, _ in self.rows if counted[item.word] == 1}

    def has_link(self, word: str) -> bool:
        """Whether an item of this word links a ticket."""
        return any(item.word == word and ref is not None for _, item, ref in self.rows)

    def links(self) -> Counter[str]:
        """How many items link a ticket."""
        return Counter(ref for _, _, ref in self.rows if ref is not None)

    def pairs(self) -> list[Pair]:
        """The pairs between which fields flow."""
        links = self.links()
        return [
            Pair(path, item, ref, self.tickets[ref])
            for path, item, ref in self.rows
            if ref is not None and links[ref] == 1 and ref in self.tickets
        ]


def same(field: str, here: str, there: str) -> bool:
    """Whether a document and a ticket say the same; who is unknown to the tracker says nothing there."""
    if field != "owner":
        return here == there
    named = {one for one in here.split(", ") if one and one != STRANGER}
    held = {one for one in there.split(", ") if one and one != STRANGER}
    return named == held


class Ledger:
    """Looks at both sides again and again, and complains about what was taken from people."""

    def __init__(self, fields: Iterable[str], *, status_flows: bool, most_owners: int) -> None:
        self._most_owners = most_owners
        self._fields = frozenset(fields)
        self._status_flows = status_flows
        self._here: dict[tuple[str, str], str] = {}
        self._there: dict[tuple[str, str], str] = {}
        self._weak: set[tuple[str, str]] = set()
        self._said: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._last: Mapping[str, Said] = {}
        self.retitled: dict[str, str] = {}
        self.remembered = False
        """Whether what both sides say is what the state file says."""

    def look(self, seen: Seen) -> None:
        """Complain about what a run took away since the last look, and see who agrees."""
        known = seen.known()
        self._here = {at: told for at, told in self._here.items() if at[0] in known}
        for (word, field), told in self._here.items():
            now = known[word].values.get(field, "")
            assert now == told, f"{field} of {word} was {told!r} by a person, and is {now!r}"
        for (ref, field), told in self._there.items():
            now = seen.tickets[ref].values[field]
            assert now == told, f"{field} of {ref} was {told!r} by a person, and is {now!r}"
        for ref, title in self.retitled.items():
            now = seen.tickets[ref].title
            assert now == title, f"{ref} was called {title!r} by a person, and is {now!r}"
        for ref, said in self._last.items():
            now = seen.tickets[ref].values["status"]
            moved = now != said.values["status"]
            assert self._status_flows or not moved, f"a run made {ref} {now}"
        self._note(seen)

    def _note(self, seen: Seen) -> None:
        self._last = seen.tickets
        for word, item in seen.known().items():
            for field, value in item.values.items():
                self._said[word, field].add(value)
        for pair in seen.pairs():
            for field in self._fields & pair.item.values.keys():
                here, there = pair.item.values[field], pair.said.values[field]
                self._said[pair.item.word, field].add(there)
                self._said[pair.ref, field] |= {here, there}
                if same(field, here, there) or self._is_one_of_them(field, here, there):
                    self._here.pop((pair.item.word, field), None)
                    self._there.pop((pair.ref, field), None)

    def _is_one_of_them(self, field: str, here: str, there: str) -> bool:
        """Whether a ticket that takes one owner has one of those whom the document names."""
        named = here.split(", ")
        return field == "owner" and self._most_owners == 1 < len(named) and there in named

    def claims(self, pair: Pair, field: str) -> bool:
        """Whether a person wrote this field last, on either side, and the other side does not know yet."""
        return (pair.item.word, field) in self._here or (pair.ref, field) in self._there

    def wrote_here(self, seen: Seen, word: str, field: str, value: str) -> None:
        """A person wrote a value into a document; `seen` is as it was before."""
        if field not in self._fields or (field == "status" and not (self._status_flows and value)):
            self._here.pop((word, field), None)
            return
        pair = next((one for one in seen.pairs() if one.item.word == word), None)
        others = {pair.said.values[field]} if pair else set()
        self._protect(self._here, (word, field), value, pair, others)

    def put_back(self, word: str) -> None:
        """An item lost its link together with what it says: it begins anew, and takes what its ticket says where it says nothing."""
        self._here = {at: told for at, told in self._here.items() if at[0] != word}

    def wrote_there(self, seen: Seen, ref: str, field: str, value: str) -> None:
        """A person wrote a value into a ticket."""
        self._last = {one: said for one, said in self._last.items() if one != ref}
        if field == "title":
            self.retitled[ref] = value
            return
        pair = next((one for one in seen.pairs() if one.ref == ref), None)
        others = {pair.item.values.get(field, "")} if pair else set()
        self._protect(self._there, (ref, field), value, pair, others)

    def _protect(
        self,
        side: dict[tuple[str, str], str],
        at: tuple[str, str],
        value: str,
        pair: Pair | None,
        others: set[str],
    ) -> None:
        """What was said before can be told from a lost write only where it is remembered, and nothing is open."""
        field = at[1]
        fresh = bool(value) and value not in self._said[at] | others
        agreed = pair is not None and same(
            field, pair.item.values.get(field, ""), pair.said.values[field]
        )
        side.pop(at, None)
        self._weak.discard(at)
        if fresh or (self.remembered and agreed):
            side[at] = value
        if not fresh:
            self._weak.add(at)

    def forgot(self) -> None:
        """The state file was lost, or merged: what was said before cannot be told any more."""
        self.remembered = False
        for side in (self._here, self._there):
            for at in self._weak & side.keys():
                del side[at]

    def chosen(self, seen: Seen, words: Iterable[str]) -> None:
        """A person chose between two sides of these items, so that one of them gives way."""
        gone = set(words)
        for pair in seen.pairs():
            if pair.item.word in gone:
                self.retitled.pop(pair.ref, None)
                self._there = {at: one for at, one in self._there.items() if at[0] != pair.ref}
        self._here = {at: one for at, one in self._here.items() if at[0] not in gone}
        self._last = {}


def rows_of(files: Mapping[str, bytes]) -> list[tuple[str, Item]]:
    """All items of all documents."""
    return [
        (path, item)
        for path, data in files.items()
        if path.endswith(".md")
        for item in items(data.decode())
    ]
