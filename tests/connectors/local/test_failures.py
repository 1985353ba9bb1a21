"""What a person reads when the disk or the database is in the way."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from connectors.local.failures import translate, translated
from sync.errors import Rejected, TrackerError, Unavailable

PATH = Path("/srv/shop/.pm-sync/tracker.sqlite3")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("in SQLite's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "advice"),
    [
        (sqlite3.SQLITE_BUSY, Unavailable, "wait until that has ended"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Unavailable, "wait until that has ended"),
        (sqlite3.SQLITE_IOERR_WRITE, Unavailable, "look after the disk"),
        (sqlite3.SQLITE_FULL, Rejected, "make room on the disk"),
        (sqlite3.SQLITE_READONLY_ROLLBACK, Rejected, "readable and writable"),
        (sqlite3.SQLITE_CANTOPEN, Rejected, "readable and writable"),
        (sqlite3.SQLITE_CORRUPT_INDEX, Rejected, "restore it from a backup"),
        (sqlite3.SQLITE_NOTADB, Rejected, "restore it from a backup"),
        (sqlite3.SQLITE_ERROR, Rejected, "restore it from a backup"),
    ],
)
def test_every_code_of_sqlite_is_told_with_file_and_remedy(
    code: int, kind: type[TrackerError], advice: str
) -> None:
    told = translate(PATH, sqlite_error(code))

    assert type(told) is kind
    assert str(told).startswith(f"{PATH}: in SQLite's words; ")
    assert advice in str(told)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "make room on the disk"),
        (errno.EACCES, "readable and writable"),
        (errno.EROFS, "readable and writable"),
    ],
)
def test_what_the_system_refuses_is_told_with_file_and_remedy(code: int, advice: str) -> None:
    told = translate(PATH, OSError(code, os.strerror(code)))

    assert str(told).startswith(f"{PATH}: {os.strerror(code)}; ")
    assert advice in str(told)


def test_an_error_of_python_s_own_module_has_no_code_and_is_told_too() -> None:
    with pytest.raises(Rejected, match="closed database"), translated(PATH):
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")


def test_errors_of_ours_pass_as_they_are() -> None:
    ours = Unavailable("ours")

    with pytest.raises(Unavailable) as caught, translated(PATH):
        raise ours

    assert caught.value is ours
