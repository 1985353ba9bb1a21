"""`pm-sync report --merge`: the reports of many repositories as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sync.cli.failures import FAILED, Exit
from sync.cli.written import written
from sync.errors import UserError
from sync.joined import Row, joined, row_of
from sync.render.joined import as_csv, as_json, as_markdown

_LARGEST: Final = 100_000_000
"""Bytes of one report that is read."""
_FORMS: Final = {"markdown": as_markdown, "json": as_json, "csv": as_csv}


def join(folder: Path, expected: Sequence[str], form: str, outs: Sequence[Path]) -> None:
    """Join what lies in the folder, and leave with 1 if a repository has no report."""
    if form not in _FORMS:
        raise UserError(f"--format {form}: joined reports come as {', '.join(_FORMS)}")
    rows = joined(_rows(folder), expected)
    if not rows:
        raise UserError(f"{folder}: there is no report in it, that is no file called *.json")
    written(_FORMS[form](rows), outs)
    if any(row.trouble for row in rows):
        raise Exit(FAILED)


def _rows(folder: Path) -> Iterator[Row]:
    """One for each file; one that cannot be read is told as such, and stops no other."""
    for file in sorted(folder.rglob("*.json")):
        name = file.relative_to(folder).with_suffix("").as_posix()
        try:
            yield row_of(name, _read(file))
        except (OSError, ValueError) as error:
            told = error.strerror if isinstance(error, OSError) else str(error)
            yield Row(name, trouble=f"its report cannot be read: {told}")


def _read(file: Path) -> bytes:
    if file.is_symlink() or not file.is_file():
        raise ValueError("it is no plain file")
    if file.stat().st_size > _LARGEST:
        raise ValueError(f"it is larger than {_LARGEST:,} bytes")
    return file.read_bytes()
