"""What is wrong with the settings of a destination, found on its create screen before anything is created there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from connectors.jira.meta import EPIC_LINK, FieldMeta, Meta, Screen, listed
from connectors.jira.options import Destination, folded
from connectors.jira.people import Hindrance, People
from connectors.jira.values import Document, Unfit, value_for
from sync.errors import Rejected
from sync.model.ticket import Owner

_OURS: Final = frozenset({"project", "issuetype", "summary", "description", "labels", "reporter"})
"""Fields that every issue gets, from us or from Jira itself."""

_OWN: Final = _OURS - {"reporter"}
"""Fields that no setting may fill: what an issue is found again by stands in them."""

_INSTEAD: Final = {"labels": "labels", "project": "project", "issuetype": "issue_type"}
"""Settings of their own."""

_SETTINGS: Final = {
    "parent": "parent` or `epic",
    "security": "security_level",
    "components": "components",
}
"""Which setting fills a field, where it has another name or a setting of its own."""

_NEEDED: Final = ("summary", "labels")


class Unready(Rejected):
    """Nothing can be created in a destination; `problems` are the things to mend, each with what to do."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        super().__init__(f"{name}: {'; '.join(problems)}")
        self.problems = tuple(f"{name}: {one}" for one in problems)


@dataclass(frozen=True, slots=True)
class Ready:
    """A destination that issues can be created in, and what its settings put into every one."""

    destination: Destination
    screen: Screen
    values: Mapping[str, Any] = field(default_factory=dict)
    """By field: what is the same for all."""
    must_assign: bool = False
    """Whether the screen demands an assignee: Jira chooses one where nobody is known."""

    def has(self, name: str) -> bool:
        """Whether the screen has that field."""
        return name in self.screen.fields

    @property
    def priorities(self) -> list[str]:
        """What the screen takes as a priority; empty if it has none."""
        meta = self.screen.fields.get("priority")
        return meta.choices() if meta else []

    def priority(self, word: str | None) -> dict[str, str] | None:
        """What a document's priority is in Jira; None where nobody says so."""
        meta = self.screen.fields.get("priority")
        if word is None or meta is None:
            return None
        wanted = self.destination.priorities.get(word.strip().casefold(), word.strip())
        found = meta.choice(wanted)
        return {"id": str(found["id"])} if found else None


@dataclass(slots=True)
class Preflight:
    """Looks at destinations, each once."""

    meta: Meta
    people: People
    document: Document
    """What a long text is sent as."""
    _known: dict[str, Ready | Rejected] = field(default_factory=dict)

    def ready(self, destination: Destination) -> Ready:
        """The destination, if issues can be created there. Raises `Rejected` with everything that is to be mended."""
        key = repr(destination)
        if key not in self._known:
            try:
                self._known[key] = self._checked(destination)
            except Rejected as error:
                if self.meta.session.is_refused:
                    raise
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, Rejected):
            raise found
        return found

    def _checked(self, destination: Destination) -> Ready:
        screen = self.meta.screen(destination.project, destination.issue_type, destination.table)
        values: dict[str, Any] = {}
        problems = [*_missing_of_ours(screen)]
        if screen.is_subtask and not destination.parent:
            problems.append(
                f'it is a sub-task; write parent = "{destination.project}-1" in {destination.table}'
            )
        asked = _asked(destination, screen)
        for name, value in asked.items():
            found = self._value(screen, name, value, destination.table)
            if isinstance(found, str):
                problems.append(found)
            else:
                values |= found
        problems += _priorities(destination, screen)
        tried = [screen.field(name) for name in (*destination.later, *asked)]
        filled = {*_filled(destination), *(meta.id for meta in tried if meta)}
        problems += _unfilled(screen, filled, destination.table)
        if problems:
            raise Unready(screen.name, problems)
        assignee = screen.fields.get("assignee")
        must = assignee is not None and assignee.required and not assignee.has_default
        return Ready(destination, screen, values, must)

    def _value(self, screen: Screen, name: str, value: Any, table: str) -> dict[str, Any] | str:  # noqa: ANN401
        """What is sent for one setting, or what is wrong with it."""
        meta = screen.field(name)
        if meta is None:
            return _no_field(screen, name, table)
        if meta.id in _OWN:
            return f"the field {meta.name!r} is filled by pm-sync itself; take it out of `fields` in {table}{_instead(meta.id)}"
        try:
            if meta.takes_people and not isinstance(value, dict):
                return {meta.id: self._people(meta, value)}
            return {meta.id: value_for(meta, value, self.document)}
        except Unfit as error:
            return f"the field {meta.name!r} {error}; correct it in {table}"

    def _people(self, meta: FieldMeta, value: Any) -> Any:  # noqa: ANN401 - one, or a list
        named = value if isinstance(value, list | tuple) else [value]
        found = [one if isinstance(one, dict) else self._user(str(one)) for one in named]
        if meta.kind == "array":
            return found
        if len(found) != 1:
            raise Unfit("takes one person, not several")
        return found[0]

    def _user(self, identity: str) -> dict[str, str]:
        found = self.people.account(Owner(identity, identity, known=True))
        if isinstance(found, Hindrance):
            raise Unfit(f"takes a person, and {found.found}")
        return self.people.reference(found)


def _asked(destination: Destination, screen: Screen) -> dict[str, Any]:
    """What the settings want in every issue, by field."""
    asked: dict[str, Any] = dict(destination.fields)
    if destination.components:
        asked["components"] = list(destination.components)
    if destination.security_level:
        asked["security"] = destination.security_level
    if destination.parent:
        epic = next((one for one in screen.fields.values() if one.custom == EPIC_LINK), None)
        if epic is not None and not screen.is_subtask:
            asked[epic.id] = destination.parent
        else:
            asked["parent"] = {"key": destination.parent}
    return asked


def _filled(destination: Destination) -> set[str]:
    """What single action items fill, or Jira does."""
    return set(_OURS) | {"assignee"} | ({"priority"} if destination.priorities else set())


def _missing_of_ours(screen: Screen) -> Iterator[str]:
    for name in _NEEDED:
        if name not in screen.fields:
            yield (
                f"its create screen has no field {name.title()}, without which issues are not found again; ask an administrator"
                " to put it there"
            )


def _no_field(screen: Screen, name: str, table: str) -> str:
    if screen.is_ambiguous(name):
        ids = [one.id for one in screen.fields.values() if folded(one.name) == folded(name)]
        return f"several fields are called {name!r}; write one of {listed(ids)} in {table}"
    if name in _SETTINGS:
        return f"its create screen has no field for `{_SETTINGS[name]}`, which {table} sets"
    names = [one.name for one in screen.fields.values()]
    near = get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; it has {listed(names)}"
    return f"its create screen has no field {name!r}, which {table} sets{hint}"


def _instead(name: str) -> str:
    return f" and use `{_INSTEAD[name]}`" if name in _INSTEAD else ""


def _priorities(destination: Destination, screen: Screen) -> Iterator[str]:
    meta = screen.fields.get("priority")
    for word, name in destination.priorities.items():
        if meta is not None and meta.allowed is not None and meta.choice(name) is None:
            yield (
                f"there is no priority {name!r}, to which `priorities` in {destination.table} leads from {word!r}; it has"
                f" {listed(meta.choices())}"
            )


def _unfilled(screen: Screen, filled: set[str], table: str) -> Iterator[str]:
    for meta in screen.fields.values():
        if meta.required and not meta.has_default and meta.id not in filled:
            yield _to_fill(meta, table)


def _to_fill(meta: FieldMeta, table: str) -> str:
    choices = meta.choices()
    takes = f" (one of {listed(choices)})" if choices else ""
    example = choices[0] if choices else "…"
    name = f"{meta.name!r}" + (f" ({meta.id})" if meta.custom else "")
    line = f'fields = {{ "{meta.name}" = "{example}" }}'
    if meta.id == "duedate":
        return f"it requires a due date, which not every action item has; write {line} in {table}"
    return f"it requires {name}{takes}, and nothing fills it; write {line} in {table}"
