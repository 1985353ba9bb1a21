"""What GitHub lets pm-sync do, found out by reading alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from connectors.github.access import Kind
from connectors.github.creation import Creation
from connectors.github.home import Facts
from connectors.github.options import LABEL
from sync.errors import TrackerError
from sync.model.ticket import Owner
from sync.ports import Finding, Severity

_WRITERS: Final = ("admin", "maintain", "push")
_CLASSIC: Final = ("repo", "public_repo")
_LOW: Final = 100
_TOLD_AT_MOST: Final = 20


@dataclass(slots=True)
class Diagnosis:
    """Looks at the settings from GitHub's side."""

    creation: Creation

    def findings(self, owners: Collection[Owner]) -> Iterator[Finding]:
        """What is well, what is missing and what to do about it, in the order in which it would stop a run."""
        try:
            facts = self.creation.home.facts
        except TrackerError as error:
            yield _bad(str(error))
            return
        yield from self._repository(facts)
        yield from self._permissions(facts)
        try:
            yield from self._labels_and_owners(owners)
        except TrackerError as error:
            yield _bad(str(error))
        yield from self._limit()

    def _repository(self, facts: Facts) -> Iterator[Finding]:
        asked = self.creation.home.repository
        if facts.name.casefold() != asked.casefold():
            yield _doubt(
                f"{asked} is now called {facts.name}",
                f'write repository = "{facts.name}" under [trackers.github]',
            )
        else:
            yield _well(f"repository {asked} can be read{', private' if facts.private else ''}")
        try:
            self.creation.home.check_open()
        except TrackerError as error:
            yield _bad(str(error))

    def _permissions(self, facts: Facts) -> Iterator[Finding]:
        granted = self.creation.session.access.permissions
        if granted is not None:
            yield from _of_installation(granted.get("issues"))
            return
        if facts.scopes is not None:
            yield from _of_scopes(facts.scopes, _CLASSIC[:1] if facts.private else _CLASSIC)
        yield from self._of_role(facts)

    def _of_role(self, facts: Facts) -> Iterator[Finding]:
        may = facts.permissions
        if any(may.get(role) for role in _WRITERS):
            yield _well(f"this account may write in {facts.name}")
        elif may.get("triage"):
            yield _doubt(
                f"this account has the triage role in {facts.name}: it may not make labels",
                f"make the label {LABEL} there by hand, and those of [trackers.github]",
            )
        elif self.creation.session.access.kind is Kind.INSTALLATION:
            yield _doubt(
                "GitHub does not tell what a token of an installation, such as GITHUB_TOKEN, may do",
                "its workflow needs `permissions: issues: write`",
            )
        else:
            yield _bad(
                f"this account may only read in {facts.name}: GitHub would drop labels and assignees without a word",
                "give it the triage role or more, or the token access to this repository",
            )
        if self.creation.session.access.kind is Kind.FINE_GRAINED:
            yield _doubt(
                "GitHub does not tell what a fine-grained token may do",
                "it needs Issues: read and write, for this repository",
            )

    def _labels_and_owners(self, owners: Collection[Owner]) -> Iterator[Finding]:
        known, preflight = self.creation.owners, self.creation.preflight
        known.repository = self.creation.home.name
        options = self.creation.options
        labels = [
            LABEL,
            *options.labels,
            *options.type_labels.values(),
            *options.priority_labels.values(),
        ]
        missing = preflight.look(labels, known.logins(owners))
        known.assignable.update(preflight.assignable)
        for label in missing:
            yield _doubt(f"there is no label {label!r} yet", "the first run makes it")
        told = dict.fromkeys(
            remark for owner in owners for remark in known.assignment([owner]).remarks
        )
        for remark in list(told)[:_TOLD_AT_MOST]:
            yield _doubt(remark, "")
        if len(told) > _TOLD_AT_MOST:
            yield _doubt(f"{len(told) - _TOLD_AT_MOST} more owners are not assigned", "")
        unknown = known.logins(owners) - known.assignable.keys()
        if unknown:
            yield _doubt("GitHub does not tell who can be assigned", "creating tells")
        elif owners and not told:
            yield _well("every owner of an open item can be assigned")
        if options.issue_type is not None:
            yield _doubt(
                f"the issue type {options.issue_type!r} is not looked up", "creating tells"
            )
        preflight.find_milestone()

    def _limit(self) -> Iterator[Finding]:
        left = self.creation.session.remaining
        if left is not None and left < _LOW:
            yield _doubt(
                f"only {left} requests are left until GitHub's limit",
                "the limit is renewed each hour",
            )
        elif left is not None:
            yield _well(f"{left} requests are left until GitHub's limit")


def _of_installation(issues: str | None) -> Iterator[Finding]:
    if issues == "write":
        yield _well("the GitHub App may write issues")
    else:
        yield _bad(
            f"the GitHub App may not write issues (its permission is {issues or 'none'})",
            "set Issues to read and write in the App's settings, and accept it for the installation",
        )


def _of_scopes(scopes: str, enough: tuple[str, ...]) -> Iterator[Finding]:
    have = {scope.strip() for scope in scopes.split(",")}
    if have & set(enough):
        yield _well(f"the token has the scope {' and '.join(sorted(have & set(enough)))}")
    else:
        yield _bad(
            f"the token lacks the scope {enough[-1]}", "add it to the token, or make a new one"
        )


def _well(found: str) -> Finding:
    return Finding(Severity.WELL, found)


def _doubt(found: str, remedy: str) -> Finding:
    return Finding(Severity.DOUBT, found, remedy)


def _bad(found: str, remedy: str = "") -> Finding:
    return Finding(Severity.BAD, found, remedy)
