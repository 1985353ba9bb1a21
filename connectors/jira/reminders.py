"""Reminders below issues: comments of this account whose last line is ours alone, with the day.

A line and not a property: what Jira tells of comments in a list is documented without their properties, on Cloud and on Data Center.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from connectors.http.transport import Lost, Unsent
from connectors.jira import wiki
from connectors.jira.answer import Answer
from connectors.jira.failures import Elsewhere, rejected
from connectors.jira.people import People
from connectors.jira.reference import key_of
from connectors.jira.server import Server
from connectors.jira.session import Session
from connectors.jira.texts import one_line
from connectors.jira.wire import person_of
from sync.errors import Rejected, Unavailable
from sync.model.postmortem import TicketRef
from sync.reminding import Nudge, Said

_PAGE: Final = 100
_MOST_PAGES: Final = 60
"""Jira takes 5000 comments below an issue."""
_LINE: Final = re.compile(r"(?:\A|[\r\n])[ \t]*pm-sync reminder of (\d{4}-\d\d-\d\d)\s*\Z")
"""A line of its own: the account may be a person's, who writes of a reminder in the middle of a sentence."""
_LOGIN: Final = re.compile(r"[^\s\[\]|{}~]+")
Node = dict[str, Any]


class Reminders:
    """Fulfils `sync.reminding.Reminds` for the tracker."""

    def __init__(self, server: Server, people: People) -> None:
        self._server = server
        self._people = people

    @property
    def _session(self) -> Session:
        return self._server.session

    def said(self, ref: TicketRef) -> list[Said]:
        """Those below the issue, the oldest first."""
        self._server.introduce()
        account = (self._session.account or "").casefold()
        found = []
        for one in self._comments(ref):
            day = _day(one.get("body"))
            author = str(person_of(one.get("author")) or "").casefold()
            if day is not None and account and author == account:
                found.append(Said(str(one.get("id")), day))
        return found

    def say(self, ref: TicketRef, nudge: Nudge) -> None:
        """Write it once; after a lost answer, only look whether it is there."""
        what = f"reminding below {ref.id}"
        body = (document if self._server.is_cloud else markup)(nudge, self._others(nudge))
        try:
            answer = self._session.write("POST", _path(ref), {"body": body})
        except Unsent as error:
            raise Unavailable(f"{what}: {error}; nothing was sent") from error
        except Lost as error:
            if any(one.day == nudge.day for one in self.said(ref)):
                return
            raise Unavailable(
                f"{what}: {error}; it is not there, and the next run looks once more"
            ) from error
        if answer.status != 201:
            raise rejected(answer, what)

    def unsay(self, ref: TicketRef, said: Said) -> None:
        """Remove it."""
        what = f"removing an older reminder below {ref.id}"
        path = f"{_path(ref)}/{quote(said.id, safe='')}"
        try:
            answer = self._session.write("DELETE", path, None, says_nothing=True)
        except (Unsent, Lost) as error:
            raise Unavailable(f"{what}: {error}; a later run does it") from error
        if answer.status not in (204, 404):
            raise rejected(answer, what)

    def _others(self, nudge: Nudge) -> dict[str, str]:
        """Who stands in, by name: the account, empty where Jira does not know them."""
        found = {one.name: self._people.account(one) for one in nudge.stand_ins}
        return {name: one if isinstance(one, str) else "" for name, one in found.items()}

    def _comments(self, ref: TicketRef) -> Iterator[Node]:
        start = 0
        for _ in range(_MOST_PAGES):
            parameters = {"startAt": start, "maxResults": _PAGE}
            rows, total = _page(self._session.get(_path(ref), parameters))
            yield from rows
            start += len(rows)
            if not rows or start >= total:
                return


def document(nudge: Nudge, others: Mapping[str, str]) -> Node:
    """The comment for Cloud: text is text there, and whoever is mentioned is a node of their own."""
    first: list[Node] = []
    for one in (*nudge.people, *filter(None, others.values())):
        first += [{"type": "mention", "attrs": {"id": one}}, _text(" ")]
    first += [_text(f"{one_line(name)} ") for name, account in others.items() if not account]
    blocks = [_paragraph([*first, _text(one_line(nudge.text))])]
    if nudge.sources:
        linked: list[Node] = [_text("From ")]
        for number, (title, page) in enumerate(nudge.sources):
            linked += [_text(", ")] if number else []
            linked.append(_text(one_line(title) or "a postmortem", page))
        blocks.append(_paragraph(linked))
    closing = one_line(nudge.closing)
    before = [_text(closing), {"type": "hardBreak"}] if closing else []
    blocks.append(_paragraph([*before, _text(_line(nudge))]))
    return {"type": "doc", "version": 1, "content": blocks}


def markup(nudge: Nudge, others: Mapping[str, str]) -> str:
    """The comment for Data Center."""
    logins = (*nudge.people, *filter(None, others.values()))
    people = [f"[~{one}]" if _LOGIN.fullmatch(one) else wiki.plain(one) for one in logins]
    people += [wiki.plain(one_line(name)) for name, account in others.items() if not account]
    blocks = [" ".join([*people, wiki.plain(one_line(nudge.text))])]
    if nudge.sources:
        named = (wiki.linked(one_line(title), page) for title, page in nudge.sources)
        blocks.append(f"From {', '.join(named)}")
    blocks.append(f"{wiki.plain(one_line(nudge.closing))}\n{_line(nudge)}".strip())
    return "\n\n".join(blocks)


def _line(nudge: Nudge) -> str:
    return f"pm-sync reminder of {nudge.day.isoformat()}"


def _text(text: str, page: str | None = None) -> Node:
    node: Node = {"type": "text", "text": text}
    return {**node, "marks": [{"type": "link", "attrs": {"href": page}}]} if page else node


def _paragraph(content: list[Node]) -> Node:
    return {"type": "paragraph", "content": content}


def _day(body: object) -> date | None:
    """The day of the line that a comment ends with, in whichever form it was written; None of a sentence that only ends so."""
    content = body.get("content") if isinstance(body, dict) else None
    last = content[-1] if isinstance(content, list) and content else None
    text = body if isinstance(body, str) else "".join(_texts(last))
    found = _LINE.search(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _texts(node: object) -> Iterator[str]:
    for one in node.get("content") or () if isinstance(node, dict) else ():
        if isinstance(one, dict):
            yield "\n" if one.get("type") == "hardBreak" else str(one.get("text", ""))


def _page(answer: Answer) -> tuple[list[Node], int]:
    data = answer.data if isinstance(answer.data, dict) else {}
    rows, total = data.get("comments"), data.get("total")
    if not isinstance(rows, list) or not isinstance(total, int):
        raise Elsewhere("Jira: what was answered is no list of comments")
    return [one for one in rows if isinstance(one, dict)], total


def _path(ref: TicketRef) -> str:
    key = key_of(ref)
    if key is None:
        raise Rejected(f"{ref.id} is no issue")
    return f"/issue/{quote(key, safe='')}/comment"
