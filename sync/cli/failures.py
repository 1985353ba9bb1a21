"""What is told when something goes wrong, to a person or to a machine, and the exit code that goes with it."""

from __future__ import annotations

import itertools
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from config.problem import redacted
from sync.cli.quiet import quiet
from sync.errors import Exhausted, PmSyncError, Problem, Refused, UserError
from sync.render.escape import json_text, safe

OK, FAILED, USAGE, REFUSED, TO_DO, INTERRUPTED = 0, 1, 2, 3, 4, 130

SAFE_TO_STOP = (
    "interrupted. Every document is whole, old or new; a ticket that was made and is not linked yet is found and"
    " linked by the next run, which goes on where this one stopped"
)


class Exit(Exception):
    """Leave with this code; everything has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Failure:
    """The exit code, the lines for people, and the problems as data."""

    code: int
    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def leave(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell what went wrong and return the exit code; whoever asked for JSON on stdout gets it there too."""
    match error:
        case Exit():
            return error.code
        case click.exceptions.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAILED
        case click.ClickException():
            error.show()
            failure = Failure(USAGE, (redacted(error.format_message()),))
        case _:
            failure = _redacted(_worded(error, ends_well=_ends_well(arguments)))
            if _is_unforeseen(error) and ("-v" in arguments or "--verbose" in arguments):
                click.echo(quiet("".join(traceback.format_exception(error))), err=True, nl=False)
            for line in failure.lines:
                _say(line)
    if _wants_json(arguments):
        click.echo(json_text(_as_json(failure)))
    return failure.code


def _ends_well(arguments: Sequence[str]) -> bool:
    """Whether a run that has to wait for a later one is fine: one that was to look, and could not, is not."""
    looks = arguments[:1] not in (["sync"], ["apply"]) or "--dry-run" in arguments
    return not looks and "--strict" not in arguments


def _worded(error: BaseException, *, ends_well: bool) -> Failure:
    match error:
        case click.Abort() | KeyboardInterrupt():
            return Failure(INTERRUPTED, (SAFE_TO_STOP,))
        case UserError():
            located = tuple(problem for problem in error.problems if problem.path)
            return Failure(USAGE, tuple(str(problem) for problem in error.problems), located)
        case Refused():
            return Failure(REFUSED, (str(error),))
        case Exhausted():
            told = f"{error}. Nothing was changed; the next run begins where this one did"
            return Failure(OK if ends_well else FAILED, (told,))
        case PmSyncError():
            return Failure(FAILED, (str(error),))
        case OSError():
            return Failure(FAILED, (f"the operating system refused: {error}",))
        case _:
            return Failure(
                FAILED,
                (
                    f"this is a defect of pm-sync: {type(error).__name__}: {error}. Please report it with the"
                    " command you ran; -v shows the traceback",
                ),
            )


def _redacted(failure: Failure) -> Failure:
    """Whatever somebody put where, a token among it is not repeated, nor anything of a restricted document."""
    return Failure(
        failure.code,
        tuple(quiet(redacted(line)) for line in failure.lines),
        tuple(
            replace(
                problem, path=quiet(redacted(problem.path)), found=quiet(redacted(problem.found))
            )
            for problem in failure.problems
        ),
    )


def _as_json(failure: Failure) -> dict[str, object]:
    from sync.render.json import VERSION, problem_json  # noqa: PLC0415 - only for machines

    return {
        "version": VERSION,
        "error": {"exit_code": failure.code, "message": "\n".join(failure.lines)},
        "problems": [problem_json(problem) for problem in failure.problems],
    }


def _wants_json(arguments: Sequence[str]) -> bool:
    """Known before the options are parsed, since parsing may be what failed."""
    pairs = itertools.pairwise(arguments)
    return "--format=json" in arguments or ("--format", "json") in pairs


def _is_unforeseen(error: BaseException) -> bool:
    return not isinstance(error, (PmSyncError, click.Abort, KeyboardInterrupt))


def _say(text: str) -> None:
    """As the log is told, once there is one."""
    import logging  # noqa: PLC0415 - not for `--help`

    log = logging.getLogger("pm_sync.cli")
    if log.hasHandlers() and logging.getLogger("pm_sync").handlers:
        log.error("%s", text)
    else:
        click.echo(f"pm-sync: {safe(text)}", err=True)
