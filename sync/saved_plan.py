"""A plan in a file: `plan --out` writes it, and `apply` carries it out only if planning again gives the same actions.

The file holds the actions that write, drafts included, and a fingerprint over them that tells when somebody edited it. It
holds no secrets, and no settings: those are read anew. Of what is done for restricted documents it holds hashes only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias, TypeGuard

from sync.errors import Problem, UserError
from sync.identity import digest
from sync.model.action import CreateTicket, Plan, UpdateTicket, WriteCell

VERSION: Final = 1

_VERSION_KEY: Final = "pm-sync.plan"
_REMEDY: Final = "plan again with --out, and apply the new file"
_KINDS: Final[Mapping[type, str]] = {
    CreateTicket: "create_ticket",
    UpdateTicket: "update_ticket",
    WriteCell: "write_cell",
}

_SEALED: Final = "restricted"

Entry: TypeAlias = Mapping[str, Any]
"""An action as JSON has it: its kind, and its fields by name."""


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a file holds."""

    path: str
    actions: tuple[Entry, ...]
    fingerprint: str


def dump(plan: Plan, restricted: Set[str] = frozenset()) -> str:
    """The text of the file. Equal plans give equal texts."""
    entries = _entries(plan, restricted)
    content = {_VERSION_KEY: VERSION, "fingerprint": _fingerprint(entries), "actions": entries}
    return json.dumps(content, indent=2) + "\n"


def is_saved_plan(beginning: bytes) -> bool:
    """Whether a file that begins so was written by `dump`, of whatever version."""
    return f'"{_VERSION_KEY}"'.encode() in beginning[:100]


def fingerprint(plan: Plan, restricted: Set[str] = frozenset()) -> str:
    """A short hash over everything that the plan would write; the order does not matter."""
    return _fingerprint(_entries(plan, restricted))


def load(text: str, path: str) -> SavedPlan:
    """Read the text of the file at `path`. Raises `UserError` if it is not what `dump` wrote."""
    content = _parsed(text, path)
    if not isinstance(content, dict) or _VERSION_KEY not in content:
        raise _unusable(path, "is no saved plan", "name the file that `plan --out` wrote")
    if content[_VERSION_KEY] != VERSION:
        found = (
            f"is a saved plan of version {content[_VERSION_KEY]!r}; this pm-sync reads {VERSION}"
        )
        raise _unusable(path, found, _REMEDY)
    entries, expected = content.get("actions"), content.get("fingerprint")
    if not _are_entries(entries) or _fingerprint(entries) != expected:
        raise _unusable(path, "was changed after it was saved: its fingerprint is wrong", _REMEDY)
    return SavedPlan(path, tuple(entries), expected)


def differences(
    saved: SavedPlan, plan: Plan, restricted: Set[str] = frozenset()
) -> tuple[str, ...]:
    """What is new, gone or different in `plan`, a line for each; empty if it would write exactly what was saved.

    The lines quote documents and trackers as they are: escape them for where they are shown.
    """
    old, new = saved.actions, tuple(_entries(plan, restricted))
    gone, come = _by_identity(_without(old, new)), _by_identity(_without(new, old))
    lines: list[str] = []
    first = {identity: _line(entries[0]) for identity, entries in {**gone, **come}.items()}
    for identity in sorted(first, key=lambda one: (one[0], first[one], one)):
        lines.extend(_compared(gone.get(identity, []), come.get(identity, [])))
    return tuple(lines)


def _entries(plan: Plan, restricted: Set[str]) -> list[dict[str, Any]]:
    """The actions as they are after JSON was written and read, so that both sides of a comparison are alike."""
    entries = [{"kind": _KINDS[type(action)], **asdict(action)} for action in plan.writes]
    read: list[dict[str, Any]] = json.loads(json.dumps(entries))
    return [_sealed(entry) if entry["document"] in restricted else entry for entry in read]


def _sealed(entry: Entry) -> dict[str, Any]:
    """An action of which only a hash is kept: enough to tell whether it is still the same."""
    return {"kind": _SEALED, "hash": digest("action", _canonical(entry))}


def _canonical(entry: Entry) -> str:
    return json.dumps(entry, sort_keys=True)


def _fingerprint(entries: Iterable[Entry]) -> str:
    return digest("plan", *sorted(_canonical(entry) for entry in entries))


def _parsed(text: str, path: str) -> object:
    try:
        content: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise _unusable(path, f"is not JSON ({error.msg})", _REMEDY, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, "is not JSON that can be read", _REMEDY) from error
    return content


def _unusable(path: str, found: str, remedy: str, line: int | None = None) -> UserError:
    return UserError([Problem(path, line, found, remedy)])


def _are_entries(value: object) -> TypeGuard[list[Entry]]:
    """Whether everything is there by which actions are compared and named."""
    try:
        return isinstance(value, list) and all(
            entry["kind"] in (*_KINDS.values(), _SEALED) and _identity(entry) and _named(entry)
            for entry in value
        )
    except (KeyError, TypeError):
        return False


def _without(entries: Iterable[Entry], others: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, less one for each equal one among the others."""
    left = Counter(_canonical(other) for other in others)
    for entry in entries:
        text = _canonical(entry)
        if left[text]:
            left[text] -= 1
        else:
            yield entry


def _by_identity(entries: Iterable[Entry]) -> dict[tuple[str, ...], list[Entry]]:
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_identity(entry), []).append(entry)
    return groups


def _identity(entry: Entry) -> tuple[str, ...]:
    """What an action is about, whatever its values: the item of a creation, the field of a ticket or of a place."""
    if entry["kind"] == _SEALED:
        return "", _SEALED, str(entry["hash"])
    if entry["kind"] == _KINDS[CreateTicket]:
        return str(entry["document"]), "create", str(entry["draft"]["marker"]["key"])
    ticket = entry["ticket"]
    return str(entry["document"]), str(entry["field"]), str(ticket["tracker"]), str(ticket["id"])


def _line(entry: Entry) -> int:
    line = entry.get("line")
    return line if isinstance(line, int) else 0


def _compared(gone: list[Entry], come: list[Entry]) -> Iterator[str]:
    pairs = min(len(gone), len(come))
    for old, new in zip(gone, come, strict=False):
        yield f"different: {_named(new)}: {_changes(old, new)}"
    for old in gone[pairs:]:
        yield f"gone: {_named(old)}"
    for new in come[pairs:]:
        yield f"new: {_named(new)}"


def _named(entry: Entry) -> str:
    if entry["kind"] == _SEALED:
        return "something for a restricted document"
    place = f'{entry["document"]}:{entry["line"]} "{entry["title"]}"'
    if entry["kind"] == _KINDS[CreateTicket]:
        return f"{place}: create {entry['tracker']} ticket"
    return f"{place}: {entry['field']} of {entry['ticket']['id']} → {entry['new']}"


def _changes(old: Entry, new: Entry) -> str:
    before, after = dict(_flat(old)), dict(_flat(new))
    return ", ".join(
        f"{name} was {_shown(before.get(name))}, is {_shown(after.get(name))}"
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )


def _flat(entry: Entry, prefix: str = "") -> Iterator[tuple[str, object]]:
    """The fields with dotted names, such as `draft.due`."""
    for name, value in entry.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, part in enumerate(value, 1):
                yield from _flat({str(number): part}, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _shown(value: object) -> str:
    return "absent" if value is None else json.dumps(value, ensure_ascii=False)
