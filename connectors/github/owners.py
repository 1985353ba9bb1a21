"""Who of an item's owners can be assigned, and what the issue says of the others. An owner never blocks a ticket."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.github.options import Team
from sync.harmless import plain
from sync.model.ticket import Assigning, Owner

MOST_ASSIGNEES: Final = 10
"""Of one issue: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/assigning-issues-and-pull-requests-to-other-github-users"""

_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]+)?(?:\[bot\])?")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why somebody is not assigned: what everybody may read in the issue, and what to do about it."""

    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What becomes of the owners of one item."""

    logins: tuple[str, ...] = ()
    """To assign."""
    labels: tuple[str, ...] = ()
    """Of teams."""
    shown: tuple[str, ...] = ()
    """Every owner in Markdown, with the reason where one is not assigned."""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Owners:
    """Knows teams from the settings, and logins from GitHub."""

    teams: Mapping[str, Team]
    repository: str
    assignable: dict[str, bool] = field(default_factory=dict)
    """Logins in lower case; what is not in it is tried."""
    most: int = MOST_ASSIGNEES
    """Private repositories of free accounts take one assignee, and drop the others silently."""

    def logins(self, owners: Iterable[Owner]) -> set[str]:
        """Who may have to be assigned, in lower case."""
        return {
            owner.identity.casefold()
            for owner in owners
            if owner.known and _LOGIN.fullmatch(owner.identity) and self._team(owner) is None
        }

    def assignment(self, owners: Collection[Owner], refused: Collection[str] = ()) -> Assignment:
        """Whom to assign, and what to say of the others; `refused` are logins that GitHub just would not have."""
        logins: list[str] = []
        labels: list[str] = []
        shown: list[str] = []
        remarks: list[str] = []
        for owner in owners:
            team = self._team(owner)
            if team is not None:
                labels.extend([team.label] if team.label else [])
                shown.append(self._mentioned(owner) if team.mention else plain(owner.name))
                continue
            why = self._hindrance(owner, refused, len(logins))
            if why is None:
                logins.append(owner.identity)
                shown.append(_named(owner))
            else:
                shown.append(f"{_named(owner)} *(not assigned: {plain(why.found)})*")
                told = f"{why.found}; {why.advice}" if why.advice else why.found
                remarks.append(f"{owner.name} is not assigned: {told}")
        return Assignment(tuple(dict.fromkeys(logins)), tuple(labels), tuple(shown), tuple(remarks))

    @property
    def assigning(self) -> Assigning:
        """Whom GitHub can assign, as far as nobody has to be asked."""
        return Assigning(lambda owner: bool(self.logins([owner])), self.most)

    def learn_dropped(self, asked: Collection[str], got: Collection[str]) -> list[str]:
        """Those whom GitHub did not assign although it said nothing; they are not tried again in this run."""
        have = {login.casefold() for login in got}
        dropped = [login for login in asked if login.casefold() not in have]
        if dropped and len(asked) > 1 and len(have) == 1:
            self.most = 1
        else:
            self.assignable.update((login.casefold(), False) for login in dropped)
        return dropped

    def why_not(self, owner: Owner) -> Hindrance | None:
        """Why somebody who owns something alone is not assigned; None if they are, or are a team that has its own place."""
        return None if self._team(owner) is not None else self._hindrance(owner, (), 0)

    def _team(self, owner: Owner) -> Team | None:
        names = {owner.name.casefold().lstrip("@"), owner.identity.casefold().lstrip("@")}
        found = (team for name, team in self.teams.items() if name.casefold().lstrip("@") in names)
        return next(found, None)

    def _mentioned(self, owner: Owner) -> str:
        """A real mention, which notifies the team: only of a name that the settings allow to be mentioned."""
        name = owner.identity if "/" in owner.identity else owner.name
        return (
            f"@{name.lstrip('@')}"
            if re.fullmatch(r"@?[\w.-]+/[\w.-]+", name)
            else plain(owner.name)
        )

    def _hindrance(self, owner: Owner, refused: Collection[str], taken: int) -> Hindrance | None:
        identity = owner.identity
        if "/" in identity:
            advice = f'give it a label with [trackers.github.teams."{identity}"]'
            return Hindrance("a team cannot be assigned", advice)
        if not owner.known:
            advice = f'add github = "login" to [people."{identity}"]'
            return Hindrance("nobody knows who that is on GitHub", advice)
        if _LOGIN.fullmatch(identity) is None:
            return Hindrance(f"{identity} is no login of GitHub's")
        if identity in refused or self.assignable.get(identity.casefold()) is False:
            return Hindrance(f"{self.repository} lets nobody assign them", "give them access to it")
        if taken >= self.most:
            most = str(self.most) if self.most > 1 else "only one"
            return Hindrance(f"GitHub takes {most} here")
        return None


def _named(owner: Owner) -> str:
    if owner.identity in ("", owner.name) or not owner.known:
        return plain(owner.name)
    return f"{plain(owner.name)} ({plain(owner.identity)})"
