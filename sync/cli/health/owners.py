"""The owners of open action items: whose name no tracker knows, how much they own and where, and the lines that would tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sync.cli.health.looked import Looked, Routed
from sync.diagnosis import Area, Finding, Severity
from sync.model.ticket import Owner
from sync.policy import People
from sync.ports import Assigns, Tracker
from sync.render.summary import count

_EXAMPLES: Final = {"github": "LOGIN", "jira": "name@example.com"}


@dataclass(slots=True)
class Owned:
    """What somebody owns that is not finished."""

    owner: Owner
    first: str
    """Path and line of the first item."""
    items: int = 0


def owned(looked: Looked, items: Iterable[Routed], tracker: str) -> dict[str, Owned]:
    """By name, those who own most first; nobody of restricted documents, since owners are told by name."""
    people, found = looked.project.people, dict[str, Owned]()
    for one in items:
        postmortem, item = one.row
        if not one.is_open or one.route.tracker != tracker or not looked.told(postmortem.path):
            continue
        for name in dict.fromkeys(one.owners):
            owner = people.owner(name, tracker)
            known = found.setdefault(owner.name, Owned(owner, f"{postmortem.path}:{item.line}"))
            known.items += 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1].items))


def placed(finding: Finding, known: Mapping[str, Owned]) -> Finding:
    """The finding of an owner, with how much that is and where it begins."""
    own = known.get(finding.owner)
    if own is None:
        return finding
    where = f"{count(own.items, 'item')}, first {own.first}"
    return replace(finding, found=f"{finding.found} ({where})")


def unasked(tracker: Tracker, known: Mapping[str, Owned]) -> Iterator[Finding]:
    """Whom a tracker cannot even be asked about."""
    if not isinstance(tracker, Assigns):
        return
    for name, own in known.items():
        if not tracker.assigning.can(own.owner):
            unknown = not own.owner.known and "/" not in own.owner.identity
            found = f"{name} is not assigned: no name of theirs is known in {tracker.name}"
            yield Finding(
                Severity.DOUBT,
                found,
                f'add {tracker.name} = "…" to [people."{name}"]',
                Area.OWNERS,
                owner=name,
                unknown=unknown,
            )


def lines_to_add(findings: Sequence[Finding], people: People) -> str:
    """The tables of `[people]` that are missing, as TOML; empty if none is. Who has a table already needs a line in that."""
    wanted: dict[str, list[str]] = {}
    for one in findings:
        if one.unknown and people.named(one.owner) is None:
            trackers = wanted.setdefault(one.owner, [])
            if one.tracker not in trackers:
                trackers.append(one.tracker)
    return "\n".join(
        f"[people.{quoted(name)}]\n"
        + "".join(f'{tracker} = "{_EXAMPLES.get(tracker, "NAME")}"\n' for tracker in trackers)
        for name, trackers in wanted.items()
    )


def quoted(text: str) -> str:
    """A string of TOML in which nothing is left that a terminal or a runner obeys."""
    return '"' + "".join(map(_sign, text)).replace("##[", "##\\u005b") + '"'


def _sign(char: str) -> str:
    if char in ('"', "\\"):
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # TOML has no way to write half of a pair
    return f"\\u{code:04x}" if code < 0x1_0000 else f"\\U{code:08x}"
