"""Where a document says how far it is itself: the bytes of that value, and what it is replaced by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.layout import Layout, Span
from connectors.markdown.splice import Splice
from sync.errors import EditRefused
from sync.model.action import WriteCell

_HEAD: Final = 16_384
"""Bytes in which a document tells about itself."""
_LINE: Final = re.compile(
    rb"^[ \t>]*+(?:[-*+][ \t]++)?\|?[ \t]*+[\"'*_]{0,3}(?:postmortem[ -]status|status|state|\xe3\x82\xb9\xe3\x83\x86\xe3\x83\xbc\xe3\x82\xbf\xe3\x82\xb9)[\"'*_]{0,3}[ \t]*[:=|]"
    rb"[*_]{0,2}(?P<value>[^\r\n|]*)",
    re.IGNORECASE | re.MULTILINE,
)
_REMARK: Final = re.compile(rb"(?<![ \t])[ \t]++#.*\Z", re.DOTALL)
"""Of front matter; in Markdown the status would hold it."""
_AROUND: Final = b" \t\"'*_`"
_ASIDE: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|^[ \t>]*+(?P<fence>```+|~~~+)[^\n]*\n(?:.*?^[ \t>]*+(?P=fence)|.*\Z)",
    re.DOTALL | re.MULTILINE,
)
"""Comments and code: what they say is said of nothing."""
_DATA: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?P<mark>---|\+\+\+)[ \t]*\r?\n.*?^(?P=mark)[ \t]*\r?$",
    re.DOTALL | re.MULTILINE,
)


def status_place(data: bytes, status: str | None) -> Span | None:
    """The bytes of the value `status`, without quotes and markup around it; None if it stands nowhere as it is."""
    if not status:
        return None
    wanted, asides = status.encode(), _asides(data[:_HEAD])
    for match in _LINE.finditer(data, 0, _HEAD):
        value = match["value"]
        said = wanted in (value.strip(_AROUND), _REMARK.sub(b"", value).strip(_AROUND))
        if said and not any(begin <= match.start("value") < end for begin, end in asides):
            start = match.start("value") + value.index(wanted)
            return start, start + len(wanted)
    return None


def _asides(head: bytes) -> list[Span]:
    """Where the words may stand without being the document's: comments, code, and what is part of another value of front matter."""
    data = _DATA.match(head)
    end = data.end() if data else 0
    nested = re.finditer(rb"^[ \t-][^\n]*", head[:end], re.MULTILINE)
    return [one.span() for one in (*nested, *_ASIDE.finditer(head, end))]


def status_line(source: Source, status: str | None) -> int | None:
    """The line of that place."""
    place = status_place(source.data, status)
    return None if place is None else source.line(place[0])


def status_splice(path: str, data: bytes, layout: Layout, cell: WriteCell) -> Splice:
    """The edit that has the document say what `cell` wants. Raises `EditRefused` if its place is not there."""
    place = status_place(data, layout.postmortem.status)
    if place is None or layout.postmortem.status != cell.old:
        raise EditRefused(path, "the status of the document does not stand there any more")
    return Splice(*place, cell.new.encode())


def expected(layout: Layout, cell: WriteCell) -> Layout:
    """What has to be read after it."""
    return replace(layout, postmortem=replace(layout.postmortem, status=cell.new))
