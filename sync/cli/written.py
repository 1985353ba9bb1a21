"""A text that a command was asked for: on stdout, or in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sync.atomic import write_atomically
from sync.errors import PmSyncError


def written(text: str, files: Sequence[Path] = ()) -> None:
    """Into each of the files, whole or not at all; on stdout where there is none. Raises `PmSyncError` if one cannot be written."""
    if not files:
        click.echo(text, nl=False)
    for file in files:
        try:
            write_atomically(file, text.encode())
        except OSError as error:
            raise PmSyncError(f"{file}: cannot be written: {error.strerror}") from error


def added(text: str, file: Path) -> None:
    """To the end of the file. Raises alike."""
    try:
        with file.open("a", encoding="utf-8", newline="\n") as end:
            end.write(text)
    except OSError as error:
        raise PmSyncError(f"{file}: cannot be written: {error.strerror}") from error
