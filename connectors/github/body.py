"""The text of an issue: our mark, what a template makes of the action item, our other mark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from connectors.github import marker
from sync.errors import Problem, UserError
from sync.harmless import code, plain
from sync.model.ticket import Draft, Marker

LONGEST_BODY: Final = 65_536
"""Characters; GitHub refuses more."""

_CUT: Final = "\n\n*[Cut here: GitHub keeps no longer text. The postmortem has all of it.]*"
_LEAST: Final = 200
"""Characters without which our part says nothing."""

_LONGEST_SUMMARY: Final = 2_000
"""Characters of what happened: a paragraph, not the whole story."""
_LARGEST_TEMPLATE: Final = 262_144
"""Bytes."""

_FAULTS: Final = (
    TemplateError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template can do wrong."""

_HASH: Final = "0" * 24
_BARE: Final = Draft(Marker(_HASH, "", _HASH, _HASH, ""), "Title", "Text", "postmortem.md", line=2)
_SPECIMENS: Final = (
    _BARE,
    replace(
        _BARE,
        type="prevent",
        priority="P1",
        due="2026-12-01",
        postmortem_title="Outage",
        postmortem_date="2026-11-03",
        summary="It was down.",
    ),
    replace(_BARE, restricted=True),
)
"""The least and the most that a draft says, and one that may say hardly anything: a template that fails on these fails on all."""

Source = Callable[[str, int], str | None]


class Body:
    """Writes the texts of issues from one template.

    The template sees strings that are safe in Markdown: `text`, `title`, `postmortem`, `date`, `document`, `line`, `link`,
    `summary`, `owners` (a list), `type`, `priority`, `due`; what is not known is empty.
    Of a restricted document it sees `text` and `title`, which are the same, and `link`.
    """

    def __init__(self, template: Template, name: str, source: Source) -> None:
        self._template = template
        self._name = name
        self._source = source

    def text(self, draft: Draft, owners: Collection[str]) -> str:
        """The whole text of a new issue, at most 65,536 characters. Raises `UserError` if the template fails."""
        first = marker.start(draft.marker)
        room = max(LONGEST_BODY - len(first) - len(marker.END) - 2, 0)
        return f"{first}\n{_cut(self._rendered(draft, owners), room)}\n{marker.END}"

    def renewed(self, body: str, draft: Draft, owners: Collection[str]) -> str | None:
        """An existing text with our part of it written anew; None if our marks are not around one, or people left no room."""
        inner = self._rendered(draft, owners)
        whole = marker.with_block(body, inner)
        if whole is None or len(whole) <= LONGEST_BODY:
            return whole
        room = len(inner) - (len(whole) - LONGEST_BODY) - inner.count("\n")
        if room < _LEAST:
            return None
        return marker.with_block(body, _cut(inner, room))

    def _rendered(self, draft: Draft, owners: Collection[str]) -> str:
        try:
            text = self._template.render(_values(draft, owners, self._source))
        except _FAULTS as error:
            raise UserError(
                [Problem(self._name, None, f"the template fails: {error}", "mend it there")]
            ) from error
        return text.strip("\n").replace("\r\n", "\n").replace("<!-- pm-sync:", "<!-- pm-sync;")


def body_from(template: str | None, root: Path, source: Source) -> Body:
    """The body with the template of the settings, or with our own. Raises `UserError` if it is none, or fails."""
    name, text = _text_of(template, root)
    environment = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    try:
        body = Body(environment.from_string(text), name, source)
    except TemplateSyntaxError as error:
        problem = Problem(name, error.lineno, f"is no template: {error.message}", "mend it there")
        raise UserError([problem]) from error
    for draft in _SPECIMENS:
        body.text(draft, ["somebody"])
    return body


def _text_of(template: str | None, root: Path) -> tuple[str, str]:
    if template is None:
        name = "issue.md.j2"
        return name, (files("connectors.github") / name).read_text(encoding="utf-8")
    try:
        home = root.resolve()
        path = (home / template).resolve()
        if not path.is_relative_to(home):
            raise _unusable(template, f"it lies outside of {home}", "move it inside")
        if path.stat().st_size > _LARGEST_TEMPLATE:
            raise _unusable(template, "the file is too large for a template", "name another")
        return template, path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise _unusable(template, f"it cannot be read: {reason}", "name a readable file") from error


def _unusable(template: str, found: str, remedy: str) -> UserError:
    told = f"trackers.github.template: {template[:200]!r} cannot be used: {found}"
    return UserError([Problem("", None, told, remedy)])


def _values(draft: Draft, owners: Collection[str], source: Source) -> Mapping[str, object]:
    link = source(draft.document, draft.line) or ""
    if draft.restricted:
        names = ("postmortem", "date", "document", "summary", "type", "priority", "due")
        told = {"text": plain(draft.title), "title": plain(draft.title), "link": link}
        return {**dict.fromkeys(names, ""), **told, "line": 0, "owners": []}
    summary = draft.summary or ""
    if len(summary) > _LONGEST_SUMMARY:
        summary = f"{summary[:_LONGEST_SUMMARY].rsplit(' ', 1)[0]} …"
    return {
        "text": plain(draft.text),
        "title": plain(draft.title),
        "postmortem": plain(draft.postmortem_title or "the postmortem"),
        "date": plain(draft.postmortem_date or ""),
        "document": code(draft.document),
        "line": draft.line,
        "link": link,
        "summary": plain(" ".join(summary.split())),
        "owners": list(owners),
        "type": plain(draft.type or ""),
        "priority": plain(draft.priority or ""),
        "due": plain(draft.due or ""),
    }


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = text[: max(room - len(_CUT), 0)].rsplit(" ", 1)[0]
    return f"{kept}{_CUT}"[:room]
