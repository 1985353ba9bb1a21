"""Replacing the reference to a ticket that moved, in whatever form its author wrote it; nothing beside it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from connectors.markdown.splice import Splice
from connectors.markdown.written import html_reference, written_reference
from sync.errors import EditRefused
from sync.model.action import WriteCell
from sync.model.postmortem import ActionItem, Reference

_BEHIND = rb"(?![\w/%#?&=+-])"
"""What does not follow a URL that is over."""


def relinking(
    path: str, data: bytes, pairs: Sequence[tuple[ActionItem, WriteCell]]
) -> Iterator[Splice]:
    """The edits that put the new reference in place of the old one. Raises `EditRefused` if it does not stand there once."""
    starts = [0, *accumulate(len(line) for line in data.splitlines(keepends=True))]
    for item, cell in pairs:
        begin, end = starts[item.line - 1], starts[min(item.end_line, len(starts) - 1)]
        found = list(_pattern(cell).finditer(data, begin, end))
        if len(found) != 1:
            told = (
                f"names {cell.old} {len(found)} times"
                if found
                else f"names {cell.old} in another way"
            )
            raise EditRefused(
                path, f"line {item.line}: it {told}; write {cell.ticket.id} there by hand"
            )
        yield Splice(*found[0].span(), _replaced(found[0], cell))


def expected(item: ActionItem, cells: Sequence[WriteCell]) -> ActionItem:
    """The item as it has to read with the references of `cells` replaced."""
    new = {cell.replaces: Reference(cell.ticket, cell.url) for cell in cells if cell.replaces}
    references = dict.fromkeys(new.get(one, one) for one in item.references)
    return replace(item, references=tuple(references))


def _pattern(cell: WriteCell) -> re.Pattern[bytes]:
    assert cell.replaces is not None  # noqa: S101 - narrows what the caller chose
    if cell.replaces.url is None:
        return _plain(cell.replaces.ref.id)
    url = re.escape(cell.replaces.url.encode())
    return re.compile(
        rb"\[(?P<label>(?:[^\[\]\\\n]|\\.)*)\]\((?P<angle><?)" + url + rb">?\)"
        rb"|<a\b(?P<before>[^<>]*\bhref=[\"']?)"
        + url
        + rb"(?P<between>[\"']?[^<>]*>)(?P<shown>[^<>]*)</a>"
        rb"|" + url + _BEHIND
    )


def _plain(name: str) -> re.Pattern[bytes]:
    """A name in running text; of an issue also without its repository."""
    _, sign, number = name.rpartition("#")
    short = (
        rb"|(?:PR|MR|GH|pr|mr|gh)?#" + number.encode() + rb"|GH-" + number.encode() if sign else b""
    )
    return re.compile(rb"(?<![\w/#&.-])(?:" + re.escape(name.encode()) + short + rb")(?![\w-])")


def _replaced(match: re.Match[bytes], cell: WriteCell) -> bytes:
    assert cell.replaces is not None  # noqa: S101
    groups = match.groupdict()
    url = (cell.url or "").encode()
    if cell.replaces.url is None:
        return cell.new.encode()
    if groups.get("label") is not None:
        label = _label(match["label"], cell)
        return written_reference(label, cell.url).encode() if label else _kept(match, url)
    if groups.get("shown") is not None:
        label = _label(match["shown"], cell)
        shown = html_reference(label, None).encode() if label else match["shown"]
        return b"<a" + match["before"] + url + match["between"] + shown + b"</a>"
    return url


def _kept(match: re.Match[bytes], url: bytes) -> bytes:
    """The link with its author's own words."""
    angle = match["angle"]
    return b"[" + match["label"] + b"](" + angle + url + (b">" if angle else b"") + b")"


def _label(label: bytes, cell: WriteCell) -> str | None:
    """The new label where the old one was the ticket's name; None where it says something else."""
    assert cell.replaces is not None  # noqa: S101
    name = cell.replaces.ref.id
    told = label.decode().strip().replace("\\", "").casefold()
    names = {name, f"#{name.rpartition('#')[2]}", cell.replaces.url or name}
    return cell.new if told in {one.casefold() for one in names} else None
