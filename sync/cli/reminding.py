"""Opens what `remind` needs: the channels that the settings name, under the locks of this checkout and across machines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from connectors.apprise.notifier import Notifier
from connectors.registry import tracker_kind
from sync.cli.failures import OK
from sync.cli.folder import one_run_at_a_time
from sync.cli.following import Following
from sync.cli.options import Common
from sync.cli.project import Project
from sync.cli.shared import is_throw_away
from sync.errors import PmSyncError, UserError
from sync.followthrough.report import followed
from sync.gate import Gate
from sync.hosting import CodeHost
from sync.model.postmortem import TicketRef
from sync.reminders.boards import HOST, Boards
from sync.reminders.comments import Comments
from sync.reminders.due import duties as duties_of
from sync.reminders.memory import Memory
from sync.reminders.model import Channel, Duties, Ending, Rules, Told
from sync.reminders.notifications import Notifications
from sync.reminders.quiet import Quiet
from sync.world import World

_URLS = "PM_SYNC_REMIND__URLS"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    paths: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    send: bool = False
    again: bool = False


class Reminding:
    """One run of `remind`."""

    def __init__(self, common: Common, asked: Asked) -> None:
        self._asked = asked
        self._following = Following(common, asked.paths, (), for_others=True)
        self._project = self._following.project
        self._settings = self._project.settings.remind
        self._rules = rules_of(self._project)
        names = asked.channels or self._settings.channels
        self._channels = [one for one in Channel if one.value in names]
        self._permit: Callable[[], str] = str
        self._host: CodeHost | None = None
        self._notifiers = self._addresses() if Channel.NOTIFY in self._channels else {}

    def remind(self) -> tuple[Duties, Sequence[Told]]:
        """What is due, and what became of every message."""
        with contextlib.ExitStack() as held:
            if self._asked.send:
                held.enter_context(one_run_at_a_time(self._project.folder))
            if Channel.ISSUE in self._channels and not self._asked.paths:
                self._host = held.enter_context(contextlib.closing(self._opened()))
            known, world = held.enter_context(self._following.looking())
            held.callback(world.lease.end)
            self._permit = _permit(world)
            duties = duties_of(followed(known), known, self._rules)
            return duties, list(self._told(duties, world))

    def leave(self, code: int = OK) -> NoReturn:
        """With the exit code of what was found, else `code`."""
        self._following.leave(code)

    def _told(self, duties: Duties, world: World) -> Iterator[Told]:
        """Channel by channel; one that fails stops none of the others."""
        quiet = self._rules.quiet.reason(duties.now)
        ways: Mapping[Channel, Callable[[Duties, World, str], Iterator[Told]]] = {
            Channel.COMMENT: self._comments,
            Channel.ISSUE: self._issue,
            Channel.NOTIFY: self._notify,
        }
        for channel in self._channels:
            try:
                yield from ways[channel](duties, world, quiet)
            except PmSyncError as error:
                yield Told(channel, Ending.FAILED, "", (), duties.due, str(error))

    def _comments(self, duties: Duties, world: World, quiet: str) -> Iterator[Told]:
        yield from Comments(
            trackers=world.trackers,
            policy=world.policy,
            rules=self._rules,
            held=quiet,
            send=self._asked.send,
            against=Gate(world).against,
            permit=self._permit,
        ).tell(duties)

    def _issue(self, duties: Duties, world: World, quiet: str) -> Iterator[Told]:
        if self._asked.paths:
            told = "it tells of all documents, and only some are named"
            yield Told(Channel.ISSUE, Ending.HELD, "the issue", (), duties.due, told)
            return
        if self._host is None:
            return
        repository, number = self._repository()
        yield Boards(
            board=self._host.board,
            repository=repository,
            number=number,
            marker=self._marker(),
            people=world.policy.people,
            rules=self._rules,
            held=quiet,
            send=self._asked.send,
            against=_open_to(world, repository),
            permit=self._permit,
        ).tell(duties)

    def _opened(self) -> CodeHost:
        """Where the issue is. Raises `UserError` before anything is sent."""
        repository, _ = self._repository()
        kind = tracker_kind(HOST)
        if kind.host is None or not repository:
            raise UserError(
                'the channel "issue" needs a repository on GitHub: write issue = "owner/name#7" under [remind], or repository ='
                ' "owner/name" under [trackers.github]'
            )
        return kind.host(self._project.options(HOST), self._project.context(), repository)

    def _repository(self) -> tuple[str, int | None]:
        """Whose issue it is, and its number if the settings name one."""
        named, _, number = (self._settings.issue or "").partition("#")
        checkout = self._project.checkout
        found = named or self._project.options(HOST).repository
        repository = found or (checkout.repository if checkout else None) or ""
        return repository, int(number) if number else None

    def _marker(self) -> str:
        prefix = self._project.checkout.prefix if self._project.checkout else ""
        name = quote(f"{self._project.project_id} {prefix}".strip(), safe="/")
        return f"<!-- pm-sync:overdue project={name} -->"

    def _notify(self, duties: Duties, world: World, quiet: str) -> Iterator[Told]:
        memory = Memory(self._project.folder)
        held = quiet or (
            ""
            if memory.is_there or not is_throw_away(self._project)
            else f"nothing on this runner tells what was sent before; the next run that finds {self._project.folder.name}/ sends it"
        )
        if self._asked.send:
            memory.begin(duties.today, max(self._rules.every, 31))
        own = {name: one for name, one in self._notifiers.items() if name}
        yield from Notifications(
            everybody=self._notifiers.get(""),
            own=own,
            people=world.policy.people,
            rules=self._rules,
            memory=memory,
            held=held,
            send=self._asked.send,
            again=self._asked.again,
        ).tell(duties)

    def _addresses(self) -> dict[str, Notifier]:
        """By owner; the empty name is everybody else. Raises `UserError` for what is no address, before anything is asked."""
        secret = self._settings.urls
        given = {"": (_URLS, secret.get_secret_value() if secret else "")}
        for name, variable in self._settings.urls_of.items():
            given[name] = variable, self._project.environ.get(variable, "")
            if not given[name][1].strip():
                raise UserError(
                    f'{variable}: is not set, and urls_of under [remind] has the address of "{name}" there'
                )
        return {
            name: Notifier(text.split(), variable)
            for name, (variable, text) in given.items()
            if text.strip()
        }


def rules_of(project: Project) -> Rules:
    """What the settings say, as the core speaks of it."""
    chosen = project.settings.remind
    begin, end = chosen.hours or (None, None)
    return Rules(
        soon=chosen.soon,
        every=chosen.every,
        most=chosen.most,
        quiet=Quiet(begin, end, ZoneInfo(chosen.timezone), weekends=chosen.weekends),
        skip_owners=chosen.skip_owners,
        skip_tickets=chosen.skip_tickets,
        mention=chosen.mention,
    )


def _permit(world: World) -> Callable[[], str]:
    """Takes the lock across machines once, where there is one."""

    @cache
    def permit() -> str:
        world.progress("taking the lock across machines", 0, 0)
        return world.lease.take() or ""

    return permit


def _open_to(world: World, repository: str) -> Callable[[str], str | None]:
    """Why what a document says is not to be written into that repository, asked once for each that it lies in."""
    gate = Gate(world)

    def against(document: str) -> str | None:
        page = world.origin(document)
        home = urlsplit(page).path.strip("/") if page else ""
        at_home = not page or home.casefold() == repository.casefold()
        if world.public or (world.public is None and at_home):
            return None
        if HOST in world.trackers:
            return gate.against(TicketRef(HOST, f"{repository}#1"), document)
        return f'nobody can tell who reads {repository}; if everybody may read the documents, write visibility = "public" under [private]'

    return against
