"""`pm-sync comment`: a plan as one comment below its pull request."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final, Literal

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sync.cli.foretelling import MOST_SUGGESTIONS
from sync.cli.hosting import code_host
from sync.cli.options import Common, plain
from sync.cli.project import Project
from sync.cli.telling import tell
from sync.errors import TrackerError, UserError
from sync.harmless import quietened
from sync.hosting import Comments, Line, LineComments
from sync.render.comment import MOST, marker_of, settled, suggestion_of
from sync.render.escape import safe

EXAMPLES = """\b
Examples:
  pm-sync plan --base HEAD^1 --comment plan.json   in a job that may only read
  pm-sync comment 12 plan.json                     in one that may write comments"""

log = logging.getLogger("pm_sync.cli")

_ENTITY: Final = re.compile(r"&(?=#|\w+;)(?!(?:lt|gt|amp);)")
"""What begins an entity that pm-sync does not write: it could stand for the sign of a mention."""

_LARGEST: Final = 1_000_000
"""Bytes of a file that is read at all."""


class _Suggestion(BaseModel):
    """A line with an owner in it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    path: str = Field(min_length=1, max_length=4096)
    line: int = Field(ge=1, le=10_000_000)
    text: str = Field(max_length=10_000, pattern=r"^[^\r\n]*$")
    key: str = Field(pattern=r"^[0-9a-f]{8,128}$")


class _Page(BaseModel):
    """What `plan --comment` writes. Who wrote this file is not known, so that all of it is checked."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    version: Literal[1]
    body: str = Field(max_length=MOST)
    head: str = Field("", pattern=r"^[0-9a-f]{40,64}$|^$")
    suggestions: tuple[_Suggestion, ...] = Field((), max_length=MOST_SUGGESTIONS, strict=False)


@click.command("comment", epilog=EXAMPLES)
@click.argument("number", type=click.IntRange(min=1))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@plain
def command(number: int, file: Path, common: Common) -> None:
    """Keep a plan as one comment below its pull request.

    NUMBER is that of the pull request, FILE what `pm-sync plan --base … --comment FILE` wrote. The comment is found again by its
    marker and edited in place; none is written where there is nothing to say.
    """
    tell(common)
    project = Project(common)
    marker = marker_of(project.checkout.prefix if project.checkout else "")
    page = _page(file)
    body = _body(file, page, marker)
    host = code_host(project, "pm-sync comment", "")
    try:
        told = _kept(host.comments, number, body, marker)
        suggested = _suggested(host.lines, number, page) if page.suggestions and page.head else 0
    finally:
        host.close()
    click.echo(safe(told))
    if suggested:
        click.echo(f"suggested an owner on {suggested} line{'s' if suggested > 1 else ''}")


def _kept(comments: Comments, number: int, body: str, marker: str) -> str:
    """Have the comment say it, and tell what was done for that."""
    known = comments.marked(number, marker)
    if known is None:
        if not body:
            return "nothing to say, and no comment is there"
        return f"commented: {comments.add(number, body, marker).url}"
    wanted = body or settled(marker)
    if known.body.replace("\r\n", "\n").strip() == wanted.strip():
        return f"the comment says it already: {known.url}"
    comments.rewrite(known, wanted)
    return f"edited the comment: {known.url}"


def _suggested(lines: LineComments, number: int, page: _Page) -> int:
    """Suggest what was not suggested before; says how often. What the host does not take is no fault: it is told in the comment."""
    done = 0
    try:
        said = lines.bodies(number)
        for one in page.suggestions:
            mark = f"<!-- pm-sync owner {one.key} -->"
            if not any(body.startswith(mark) for body in said):
                line = Line(page.head, one.path, one.line)
                done += lines.say(number, line, f"{mark}\n{suggestion_of(one.text)}")
    except TrackerError as error:
        log.warning("owners are not suggested: %s", error)
    return done


def _page(file: Path) -> _Page:
    """What the file says, if it has the form. Raises `UserError`."""
    if not file.is_file():
        raise UserError(f"{file}: is no file")
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise UserError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise UserError(f"{file}: is larger than anything that `pm-sync plan --comment` writes")
    try:
        return _Page.model_validate_json(data)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
        raise UserError(
            f"{file}: is not what `pm-sync plan --comment` writes ({where} is wrong)"
        ) from None


def _body(file: Path, page: _Page, marker: str) -> str:
    """The text to be posted, which mentions nobody whatever the file says. Raises `UserError`."""
    body = page.body
    if body and not body.startswith(f"{marker}\n"):
        raise UserError(
            f"{file}: does not begin with the marker of this project, {marker}; run `pm-sync comment` in the folder for which"
            " it was planned"
        )
    text = _ENTITY.sub("&amp;", body.replace("\r\n", "\n").removeprefix(marker))
    return f"{marker}{quietened(text)}" if body else ""
