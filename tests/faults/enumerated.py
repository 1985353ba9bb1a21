"""Every request and every file operation of a run, and everything that may go wrong with it: one world for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.fakes.disk import FAULTS as OF_FILES
from tests.fakes.github import faults as of_github
from tests.fakes.jira import faults as of_jira
from tests.fakes.wire.faults import Fault, dropped, timed_out, truncated
from tests.faults.counted import ALL, COUNTED
from tests.faults.desks import Seen, desk
from tests.faults.worlds import End, Scene

_ANYWHERE: Mapping[str, Fault | str] = {
    "killed before": "killed before",
    "killed after": "killed after",
    "dropped before": dropped(),
    "dropped after": dropped(after=True),
    "timed out before": timed_out(),
    "timed out after": timed_out(after=True),
    "truncated": truncated(),
}

_GITHUB: Mapping[str, Fault | str] = {
    **{
        f"{status} {'after' if after else 'before'}": of_github.answer(status, after=after)
        for status in (500, 502, 503)
        for after in (False, True)
    },
    "page": of_github.html(200, after=True),
    "bad gateway page after": of_github.html(502, after=True),
    "forbidden": of_github.answer(403, {"message": "Resource not accessible by integration"}),
    "limited": of_github.secondary_limit(30),
    "limited for long": of_github.secondary_limit(3000),
    "429": of_github.secondary_limit(30, status=429),
    "not found": of_github.answer(404),
}

_JIRA: Mapping[str, Fault | str] = {
    **{
        f"{status} {'after' if after else 'before'}": of_jira.answer(status, after=after)
        for status in (500, 502, 503)
        for after in (False, True)
    },
    "page": of_jira.html(200, after=True),
    "bad gateway page after": of_jira.html(502, after=True),
    "nothing in it": of_jira.empty(201),
    "logged out": of_jira.login_page(),
    "forbidden": of_jira.answer(403),
    "limited": of_jira.too_many(30),
    "limited for long": of_jira.too_many(3000),
    "unreachable": of_jira.unreachable(),
    "not found": of_jira.answer(404),
}


UNREAL = {
    ("not found", "GET /serverInfo"),  # there is no Cloud without it
    ("not found", "DELETE /repos/acme/shop/issues/2/labels/soon"),  # says that it is gone
}
"""What is no fault, since it says what is not true of any such tracker."""


def request_faults(name: str) -> Mapping[str, Fault | str]:
    """What may go wrong with a request to a tracker."""
    return {**_ANYWHERE, **(_GITHUB if name == "github" else _JIRA)}


def file_faults() -> Mapping[str, str]:
    """What may go wrong with a file."""
    return {fault: fault for fault in OF_FILES}


class Enumeration:
    """All worlds of one tracker and one scene, against how it ends when nothing goes wrong."""

    def __init__(self, folder: Path, name: str, scene: str) -> None:
        self._folder, self._name, self._scene = folder, name, scene
        self._made = 0
        clean = self._world()
        done = clean.sync()
        assert done is not None
        assert done.code == 0, done
        self.operations = list(clean.disk.operations)
        service = clean.desk.service
        self.requests = service.names() if service is not None else []
        clean.settle()
        self._clean = clean.end()

    def at_every_request(self, fault: str) -> list[str]:
        """What is wrong at the end of the worlds in which this befalls a request."""
        faults = request_faults(self._name)

        def strike(scene: Scene, number: int) -> None:
            scene.strike(number, faults[fault])

        return list(self._wrong("requests", self.requests, list(faults), fault, strike))

    def at_every_file(self, fault: str) -> list[str]:
        """What is wrong at the end of the worlds in which this befalls an operation on a file."""

        def strike(scene: Scene, number: int) -> None:
            scene.strike_file(number, fault)

        return list(self._wrong("files", self.operations, list(OF_FILES), fault, strike))

    def _wrong(
        self,
        struck: str,
        points: list[str],
        faults: list[str],
        fault: str,
        strike: Callable[[Scene, int], None],
    ) -> Iterator[str]:
        for number, point in enumerate(points):
            if (fault, point) in UNREAL or (
                not ALL and (number - faults.index(fault)) % len(faults)
            ):
                continue
            COUNTED[self._name, struck] += 1
            scene = self._world()
            strike(scene, number)
            scene.sync()
            for wrong in self._compared(scene):
                yield f"{fault} at {number} ({point}): {wrong}"

    def _world(self) -> Scene:
        self._made += 1
        root = self._folder / str(self._made)
        scene = Scene(root, desk(self._name, root))
        scene.prepare(self._scene)
        return scene

    def _compared(self, scene: Scene) -> Iterator[str]:
        try:
            scene.settle()
        except AssertionError as error:
            yield str(error)
        end = scene.end()
        if any("is not assigned" in told for told in scene.told):
            # What Jira says it may not tell is remembered, and reported: the ticket stays without its owner.
            end = replace(end, tickets=_reassigned(end.tickets, self._clean.tickets))
        if end != self._clean:
            yield "\n".join([*differences(self._clean, end), "TOLD", *scene.told])


def _reassigned(tickets: list[Seen], wanted: list[Seen]) -> list[Seen]:
    owners = {ticket.title: ticket.owners for ticket in wanted}
    return [replace(ticket, owners=owners.get(ticket.title, ())) for ticket in tickets]


def differences(clean: End, end: End) -> Iterator[str]:
    """What is another than if nothing had gone wrong."""
    if clean.tickets != end.tickets:
        yield f"tickets {[one for one in end.tickets if one not in clean.tickets]} for {[one for one in clean.tickets if one not in end.tickets]}, {len(end.tickets)} in all"
    for path, text in clean.documents.items():
        if end.documents.get(path) != text:
            yield f"{path} is\n{end.documents.get(path)}\ninstead of\n{text}"
