"""The channel `notify`: a message for everybody, and one of their own for those who have an address of their own.

A message names only items that were not in one for as long as `every` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sync.errors import PmSyncError
from sync.identity import digest
from sync.policy import People
from sync.reminders.memory import Memory
from sync.reminders.model import NOBODY, Channel, Duties, Duty, Ending, Rules, Told
from sync.reminders.wording import message
from sync.reminding import Notifier


@dataclass(slots=True)
class Notifications:
    """Sends, or tells what would be sent."""

    everybody: Notifier | None
    own: Mapping[str, Notifier]
    """By the name of the owner."""
    people: People
    rules: Rules
    memory: Memory
    held: str
    send: bool
    again: bool = False
    """Whether what failed is tried once more."""

    def tell(self, duties: Duties) -> Iterator[Told]:
        """Those with an address of their own first, then all others in one."""
        own = {self.people.known_as(name): name for name in self.own}
        parts: dict[str, list[Duty]] = {name: [] for name in self.own}
        rest: list[Duty] = []
        for duty in duties.due:
            others = []
            for name in duty.people:
                whose = own.get(self.people.known_as(name))
                if whose is None:
                    others.append(name)
                else:
                    parts[whose].append(replace(duty, people=(name,)))
            if others or not duty.people:
                rest.append(replace(duty, people=tuple(others)))
        for name, part in parts.items():
            yield from self._message(part, self.own[name], (name,), duties.today)
        yield from self._message(rest, self.everybody, (), duties.today)

    def _message(
        self, part: Sequence[Duty], notifier: Notifier | None, to: tuple[str, ...], today: date
    ) -> Iterator[Told]:
        """One message with what it is time for; what it is not, apart, by the reason."""
        where = notifier.called if notifier else ""
        fresh: list[Duty] = []
        early: dict[str, list[Duty]] = {}
        for duty in part:
            reason = self._too_early(duty, to, today)
            (early.setdefault(reason, []) if reason else fresh).append(duty)
        for reason, own in early.items():
            yield _told(Ending.HELD, where, own, reason, to)
        if fresh and notifier is None:
            why = "there is no address: set PM_SYNC_REMIND__URLS"
            # Whoever meant to send has to hear that nobody was told.
            lost = Ending.FAILED if self.send and not self.held else Ending.HELD
            yield _told(lost, where, fresh, why, to)
        elif fresh and notifier is not None:
            yield self._sent(fresh, notifier, to, today)

    def _sent(
        self, fresh: Sequence[Duty], notifier: Notifier, to: tuple[str, ...], today: date
    ) -> Told:
        where = notifier.called
        title, body = message(fresh)
        text = f"{title}\n{body}"
        if self.held:
            return _told(Ending.HELD, where, fresh, self.held, to)
        if not self.send:
            return _told(Ending.WOULD, where, fresh, "", to, text)
        keys = [key for duty in fresh for key in self._keys(duty.keys[:-1] or duty.keys, to)]
        try:
            self.memory.note(keys, today)
            failed = notifier.send(title, body)
            if failed:
                self.memory.note(keys, today, failed=True)
        except PmSyncError as error:
            return _told(Ending.FAILED, where, fresh, str(error), to)
        if failed:
            why = f"{failed}; it may have come through all the same, so only --again sends it once more"
            return _told(Ending.FAILED, where, fresh, why, to, text)
        return _told(Ending.SENT, where, fresh, "", to, text)

    def _too_early(self, duty: Duty, to: tuple[str, ...], today: date) -> str:
        known = [one for key in self._keys(duty.keys, to) if (one := self.memory.of(key))]
        recent = [one for one in known if self.rules.is_recent(one.day, today)]
        if not recent:
            return ""
        last = max(one.day for one in recent).isoformat()
        if all(one.failed for one in recent):
            return "" if self.again else f"tried on {last}, and failed; --again tries once more"
        return f"notified on {last}"

    def _keys(self, keys: Sequence[str], to: tuple[str, ...]) -> list[str]:
        """Whoever has an address of their own is notified apart from the others, however the settings spell them."""
        return [digest(key, *map(self.people.known_as, to)) for key in keys]


def _told(
    ending: Ending,
    where: str,
    own: Sequence[Duty],
    reason: str,
    to: tuple[str, ...],
    text: str = "",
) -> Told:
    names = dict.fromkeys(name for duty in own for name in duty.people or (NOBODY,))
    return Told(Channel.NOTIFY, ending, where, to or tuple(names), tuple(own), reason, text)
