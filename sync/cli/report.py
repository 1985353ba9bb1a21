"""`pm-sync report`: the follow-through of a repository, or with --merge the reports of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from sync.cli.joining import join
from sync.cli.options import Common, common
from sync.cli.telling import tell
from sync.cli.written import added, written
from sync.errors import UserError

if TYPE_CHECKING:
    from sync.followthrough.model import FollowThrough

EXAMPLES = """\b
Examples:
  pm-sync report                                    as Markdown
  pm-sync report --out report.html --out report.json
  pm-sync report --since 2026-11-01 postmortems/payments
  pm-sync report --merge reports --expect acme/pay  of many repositories, which
                                                    `sync --report` wrote"""

Render: TypeAlias = "Callable[[FollowThrough], str]"

_FORMS: Final = ("html", "markdown", "json", "csv")
_SUFFIXES: Final = {".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}


@click.command("report", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="[default: what --out is called, else markdown]",
)
@click.option(
    "--out",
    "outs",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Into this file; may be said of several. [default: stdout]",
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also add it, in Markdown, to the end of this file.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Tell what changed from this day on. [default: 7 days ago]",
)
@click.option(
    "--allow",
    metavar="LIMIT",
    multiple=True,
    help="`vanished`: believe it that most tickets are gone.",
)
@click.option(
    "--merge",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Join the reports in this folder instead, in files called *.json at any depth.",
)
@click.option(
    "--expect",
    multiple=True,
    metavar="OWNER/REPO",
    help="With --merge: tell it if this one sent none.",
)
@common
def command(common: Common, **given: Any) -> None:  # noqa: ANN401 - click names and types them
    """Tell which action items are open, overdue or recurring, and whose.

    Reads documents and tickets, and writes nothing to either. With --merge it joins the reports that `sync --report` wrote in
    many repositories, those that need somebody first, and exits with 1 if one has no report.
    """
    tell(common)
    asked = _Asked(**given)
    if asked.folder is not None:
        _refuse_with_merge(asked)
        join(asked.folder, asked.expect, asked.form or "markdown", asked.outs)
        return
    if asked.expect:
        raise UserError("--expect: is said with --merge")
    renderers = {form: _renderer(form) for form in sorted(asked.forms)}
    from sync.cli.following import Following  # noqa: PLC0415 - not for --merge

    for_others = bool(asked.outs or asked.summary)
    following = Following(common, asked.paths, asked.allow, for_others=for_others)
    _give(following.follow(asked.since.date() if asked.since else None), renderers, asked)
    following.leave()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line says."""

    paths: tuple[Path, ...]
    form: str | None
    outs: tuple[Path, ...]
    summary: Path | None
    since: datetime | None
    allow: tuple[str, ...]
    folder: Path | None
    expect: tuple[str, ...]

    def form_of(self, out: Path) -> str:
        """The form of a file."""
        return self.form or _SUFFIXES.get(out.suffix.lower(), "markdown")

    @property
    def on_stdout(self) -> str | None:
        """The form that is printed; None where files were asked for alone."""
        is_printed = not self.outs and (self.form or not self.summary)
        return (self.form or "markdown") if is_printed else None

    @property
    def forms(self) -> set[str]:
        """Every one that is wanted."""
        files = [*map(self.form_of, self.outs), *(["markdown"] if self.summary else [])]
        return {*files, *([self.on_stdout] if self.on_stdout else [])}


def _give(follow: FollowThrough, renderers: Mapping[str, Render], asked: _Asked) -> None:
    """Into every file that was named; on stdout where none was."""
    if asked.on_stdout:
        written(renderers[asked.on_stdout](follow))
    for out in asked.outs:
        written(renderers[asked.form_of(out)](follow), [out])
    if asked.summary is not None:
        added(renderers["markdown"](follow), asked.summary)


def _renderer(form: str) -> Render:
    """Imported for the forms that are asked for."""
    from sync.render import follow_data, follow_markdown  # noqa: PLC0415 - not for --merge

    match form:
        case "json":
            return follow_data.as_json
        case "csv":
            return follow_data.as_csv
        case "markdown":
            return follow_markdown.render_follow_through
        case _:
            from sync.render.page import render_page  # noqa: PLC0415 - templates and charts

            return render_page


def _refuse_with_merge(asked: _Asked) -> None:
    given = {
        "PATHS": bool(asked.paths),
        "--summary": asked.summary is not None,
        "--since": asked.since is not None,
        "--allow": bool(asked.allow),
    }
    for name, is_given in given.items():
        if is_given:
            raise UserError(f"{name}: means nothing with --merge")
