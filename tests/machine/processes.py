"""A run as a process of its own that its test can stop at any step, kill there, or do something else meanwhile.

The process is a fork of this one, so that nothing has to be imported again, and a kill is one: nothing is cleaned up.
"""

from __future__ import annotations

import contextlib
import os
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from tests.fakes.program import Done, Program
from tests.machine.steps import Stepped

KILLED = 137


class Fate(StrEnum):
    """What becomes of a process that stopped at a step."""

    GOES_ON = "goes on"
    DIES = "dies"
    HEARS_NOTHING = "hears nothing"
    """Of a request: it is sent, and its answer never comes."""


@dataclass(frozen=True)
class Start:
    """What a process is started with."""

    root: Path
    arguments: tuple[str, ...]
    environ: Mapping[str, str]
    now: datetime
    stop_at: int | None = None
    """The step at which the test is asked."""


def run(start: Start, at_step: Callable[[str], Fate] = lambda _: Fate.GOES_ON) -> Done:
    """Run the command line; `at_step` is asked, once, at the step that `start` names."""
    ours, its = Pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the threads of the fakes hold no lock
        child = os.fork()
    if not child:
        ours.close()
        _become(start, its)
    its.close()
    try:
        done = _heard(ours, at_step)
    finally:
        ours.close()
        os.waitpid(child, 0)
    return done


def _heard(connection: Connection, at_step: Callable[[str], Fate]) -> Done:
    while True:
        try:
            told = connection.recv()
        except EOFError:
            return Done(KILLED, "", "killed")
        match told:
            case Done():
                return told
            case ("broke", str(trace)):
                raise AssertionError(f"the program broke:\n{trace}")
            case ("at", str(step)):
                connection.send(at_step(step))


def _become(start: Start, connection: Connection) -> NoReturn:
    """Be that process, to its end."""

    def asked(step: str) -> Fate:
        connection.send(("at", step))
        fate = connection.recv()
        if fate is Fate.DIES:
            os._exit(KILLED)
        assert isinstance(fate, Fate)
        return fate

    try:
        steps = Stepped(
            start.now, start.stop_at, lambda step: asked(step) is not Fate.HEARS_NOTHING
        )
        steps.watch()
        program = Program(start.root, inside=True)
        program.environ |= start.environ
        _tell(connection, program(*start.arguments))
    except BaseException:  # noqa: BLE001 - it is told, and this process ends in any case
        _tell(connection, ("broke", traceback.format_exc()))
    finally:
        os._exit(0)


def _tell(connection: Connection, told: object) -> None:
    """Say it to who started this process, if anybody still listens."""
    with contextlib.suppress(OSError):
        connection.send(told)
