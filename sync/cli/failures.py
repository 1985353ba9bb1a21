"""What a person is told when something goes wrong, and the exit code that goes with it."""

from __future__ import annotations

import sys
import traceback

import click

from sync.errors import PmSyncError, Problem, Refused, UserError
from sync.render.escape import safe

OK, FAILED, USAGE, REFUSED, TO_DO, INTERRUPTED = 0, 1, 2, 3, 4, 130


class Exit(Exception):
    """Leave with this code; everything has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def exit_code_for(error: BaseException) -> int:
    """Tell the error on stderr, and return the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            _say(
                "interrupted. Documents are whole; tickets that were made and not linked yet are found and linked by"
                " the next run"
            )
            return INTERRUPTED
        case click.ClickException():
            error.show()
            return USAGE
        case UserError():
            for problem in error.problems:
                _say(_worded(problem))
            return USAGE
        case Refused():
            _say(str(error))
            return REFUSED
        case PmSyncError() | OSError():
            _say(str(error))
            return FAILED
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAILED
        case _:
            return _defect(error)


def _defect(error: BaseException) -> int:
    if "-v" in sys.argv or "--verbose" in sys.argv:
        traceback.print_exception(error)
    _say(
        f"this is a defect of pm-sync: {type(error).__name__}: {error}. Please report it with the command you ran;"
        " -v shows the traceback"
    )
    return FAILED


def _worded(problem: Problem) -> str:
    return problem.found if problem.path == "pm-sync" and not problem.remedy else str(problem)


def _say(text: str) -> None:
    click.echo(f"pm-sync: {safe(text)}", err=True)
