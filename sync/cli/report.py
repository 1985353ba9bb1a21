"""`pm-sync report --merge`: the reports of many repositories as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from sync.atomic import write_atomically
from sync.cli.failures import FAILED, Exit
from sync.cli.options import Common, plain
from sync.cli.telling import tell
from sync.errors import PmSyncError, UserError
from sync.joined import Row, joined, row_of
from sync.render.joined import as_csv, as_json, as_markdown

EXAMPLES = """\b
Examples:
  pm-sync sync --report reports/shop.json           in each repository
  pm-sync report --merge reports                    all of them as a table
  pm-sync report --merge reports --expect acme/shop --expect acme/pay"""

_LARGEST: Final = 100_000_000
"""Bytes of one report that is read."""
_FORMS: Final = {"markdown": as_markdown, "json": as_json, "csv": as_csv}


@click.command("report", epilog=EXAMPLES)
@click.option(
    "--merge",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A folder with reports, in files called *.json at any depth.",
)
@click.option(
    "--expect", multiple=True, metavar="OWNER/REPO", help="Tell it if this one sent none."
)
@click.option(
    "--format", "form", type=click.Choice(sorted(_FORMS)), default="markdown", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="[default: stdout]")
@plain
def command(
    folder: Path, expect: tuple[str, ...], form: str, out: Path | None, common: Common
) -> None:
    """Join the reports that `sync --report` wrote in many repositories.

    Those that need somebody come first: without a report, with failures, with conflicts or overdue items. Exits with 1 if one
    has no report.
    """
    tell(common)
    rows = joined(_rows(folder), expect)
    if not rows:
        raise UserError(f"{folder}: there is no report in it, that is no file called *.json")
    text = _FORMS[form](rows)
    if out is None:
        click.echo(text, nl=False)
    else:
        try:
            write_atomically(out, text.encode())
        except OSError as error:
            raise PmSyncError(f"{out}: cannot be written: {error.strerror}") from error
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
