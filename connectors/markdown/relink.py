"""Replacing the reference to a ticket that moved, in whatever form its author wrote it; nothing beside it changes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from connectors.markdown.layout import HtmlTable, Layout, Located, RowPlace, Span, TextPlace
from connectors.markdown.splice import Splice
from connectors.markdown.written import check_printable, escaped_label, link_target
from sync.errors import EditRefused
from sync.model.action import WriteCell
from sync.model.postmortem import ActionItem, Reference

_BEHIND: Final = rb"(?![\w/%#?&=+-])"
"""What does not follow a URL that is over."""
_LABEL: Final = rb"(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*"
_TITLE: Final = rb"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*"
_DEFINES: Final = re.compile(rb"\]:\s*<?$")
"""What a URL stands behind that is the target of a reference-style link: its label stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Relinked:
    """The edit of one reference, and how what the reader sees of it changes: nothing where only the target does."""

    splices: tuple[Splice, ...]
    before: str = ""
    after: str = ""

    def read(self, text: str) -> str:
        """The text of an item that names the ticket in its midst, as it reads afterwards."""
        return text.replace(self.before, self.after, 1) if self.before else text


class Relinking:
    """What replacing the references of `pairs` takes. Raises `EditRefused` where one does not stand there once."""

    def __init__(self, path: str, data: bytes, pairs: Sequence[tuple[Located, WriteCell]]) -> None:
        self._path = path
        self._data = data
        self._starts = line_starts(data)
        self._done = [
            (located.item, cell, self._relinked(located, cell)) for located, cell in pairs
        ]

    def splices(self) -> Iterator[Splice]:
        """All edits."""
        for _, _, done in self._done:
            yield from done.splices

    def expected(self, before: Layout, after: Layout) -> Layout:
        """The document as it has to read afterwards; where an item's text named the ticket, it names it anew."""
        own: dict[tuple[int, str], list[tuple[WriteCell, Relinked]]] = {}
        for item, cell, done in self._done:
            own.setdefault((item.line, item.title), []).append((cell, done))
        found = [one.item for one in after.items]
        items = [
            replace(one, item=_expected(one.item, edits, found[at] if at < len(found) else None))
            if (edits := own.get((one.item.line, one.item.title)))
            else one
            for at, one in enumerate(before.items)
        ]
        return replace(before, items=tuple(items))

    def _relinked(self, located: Located, cell: WriteCell) -> Relinked:
        check_printable(self._path, located.item.line, cell)
        pattern, whole = _pattern(cell), self._span(located)
        found = self._found(pattern, whole)
        if len(found) > 1 and (narrow := _own_place(located)) is not None:
            meant = self._found(pattern, narrow)
            found = meant if len(meant) == 1 else found
        done = _replaced(found[0], cell) if len(found) == 1 else None
        if done is None:
            how = (
                f"{len(found)} times"
                if len(found) > 1
                else "by a link that stands elsewhere, or that is no mere name"
            )
            raise EditRefused(
                self._path,
                f"line {located.item.line}: it names {cell.old} {how}; write {cell.ticket.id} there by hand",
            )
        return done

    def _found(self, pattern: re.Pattern[bytes], span: Span) -> list[re.Match[bytes]]:
        return [
            match
            for match in pattern.finditer(self._data, *span)
            if _DEFINES.search(self._data, max(span[0], match.start() - 40), match.start()) is None
        ]

    def _span(self, located: Located) -> Span:
        """All that the item says."""
        match located.place:
            case RowPlace(table=HtmlTable(), cells=cells) if cells:
                return cells[0][0], cells[-1][1]
            case _:
                item = located.item
                return self._starts[item.line - 1], self._starts[item.end_line]


def line_starts(data: bytes) -> list[int]:
    """Where each line begins, and where the last one ends."""
    return [0, *accumulate(len(line) for line in data.splitlines(keepends=True))]


def _own_place(located: Located) -> Span | None:
    """Where references go: what is named elsewhere too is meant there."""
    match located.place:
        case RowPlace(table=table, cells=cells):
            at = table.ticket
            return cells[at] if at is not None and at < len(cells) else None
        case TextPlace(reference=reference):
            return reference


def _expected(
    item: ActionItem, edits: Sequence[tuple[WriteCell, Relinked]], found: ActionItem | None
) -> ActionItem:
    new = {cell.replaces: Reference(cell.ticket, cell.url) for cell, _ in edits if cell.replaces}
    references = dict.fromkeys(new.get(one, one) for one in item.references)
    title, lead = item.title, item.lead
    for _, done in edits:
        title, lead = done.read(title), done.read(lead) if lead else lead
    if found is not None and found.title == title:
        item = replace(item, title=title, lead=lead)
    return replace(item, references=tuple(references))


def _pattern(cell: WriteCell) -> re.Pattern[bytes]:
    assert cell.replaces is not None  # noqa: S101 - narrows what the caller chose
    if cell.replaces.url is None:
        return _naming(cell.replaces)
    url = cell.replaces.url.encode()
    raw = b"|".join(sorted({re.escape(url), re.escape(html.escape(cell.replaces.url).encode())}))
    return re.compile(
        rb"(?<!\\)\[(?P<label>" + _LABEL + rb")\]\([ \t]*(?P<angle><?)(?P<target>" + raw + rb")>?" + _TITLE
        + rb"\)"
        rb"|(?i:<a)\b[^<>]*?\b(?i:href)\s*=\s*[\"']?(?P<href>" + raw + rb")(?:[\"'\s][^<>]*)?>"
        rb"(?P<shown>(?:(?!</?(?i:a)\b).)*)(?i:</a\s*>)"
        rb"|(?P<bare>" + raw + rb")" + _BEHIND,
        re.DOTALL,
    )  # fmt: skip


def _naming(reference: Reference) -> re.Pattern[bytes]:
    """The ticket's name in running text; of an issue also without its repository."""
    name = reference.ref.id
    where, sign, number = (part.encode() for part in name.rpartition("#"))
    names = [re.escape(name.encode())]
    if sign:
        repositories = [re.escape(one) for one in (where, where.rpartition(b"/")[2]) if one]
        names += [one + rb"[ ]?" + sign + number for one in repositories]
        names += [rb"(?:PR|MR|GH|pr|mr|gh)?\\?#" + number, rb"GH-" + number]
    if reference.url is not None:
        names.insert(0, re.escape(reference.url.encode()))
    return re.compile(rb"(?<![\w/#&.-])(?:" + b"|".join(names) + rb")(?![\w-])")


def _replaced(match: re.Match[bytes], cell: WriteCell) -> Relinked | None:
    """None where it cannot be told what would have to change."""
    assert cell.replaces is not None  # noqa: S101
    if cell.replaces.url is None:
        return Relinked(
            (Splice(*match.span(), cell.new.encode()),), _plain(match.group()), cell.new
        )
    for group, target, write in (
        ("label", "target", escaped_label),
        ("shown", "href", lambda label: html.escape(label, quote=False)),
    ):
        if match[group] is not None:
            return _relinked_label(match, group, target, write, cell)
    written = cell.url or cell.new
    return Relinked((Splice(*match.span("bare"), written.encode()),), cell.replaces.url, written)


def _relinked_label(
    match: re.Match[bytes], group: str, target: str, write: Callable[[str], str], cell: WriteCell
) -> Relinked | None:
    """A link: its target, and the name of the ticket in its label; other words there are their author's."""
    assert cell.replaces is not None  # noqa: S101
    names = list(_naming(cell.replaces).finditer(match[group]))
    whole = len(names) == 1 and names[0].group() == match[group].strip()
    if cell.url is None:
        new = Splice(*match.span(), write(cell.new).encode())
        return Relinked((new,), _plain(names[0].group()), cell.new) if whole else None
    url = cell.url
    if target == "href" or match[target] != (cell.replaces.url or "").encode():
        url = html.escape(url)
    if target == "target" and not match["angle"]:
        url = link_target(url)
    splices = [Splice(*match.span(target), url.encode())]
    if len(names) != 1:
        return Relinked(tuple(splices))
    start = match.start(group)
    name = Splice(start + names[0].start(), start + names[0].end(), write(cell.new).encode())
    return Relinked((name, *splices), _plain(names[0].group()), cell.new)


def _plain(name: bytes) -> str:
    return html.unescape(name.decode().replace("\\", ""))
