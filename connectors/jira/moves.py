"""Moving an issue through its workflow: the way is chosen by where it leads, never by what it is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.jira.answer import Answer
from connectors.jira.failures import complaints, refusal
from connectors.jira.issues import Reading
from connectors.jira.meta import FieldMeta, listed
from connectors.jira.options import JiraOptions, StatusWord, folded
from connectors.jira.session import Session
from connectors.jira.values import Document, Unfit, value_for
from connectors.jira.wire import Issue
from sync.errors import Rejected, Unavailable
from sync.model.postmortem import Status

_CATEGORY: Final = {
    Status.OPEN: "new",
    Status.IN_PROGRESS: "indeterminate",
    Status.DONE: "done",
    Status.WONT_DO: "done",
    Status.DUPLICATE: "done",
}

_NAME_IT: Final = "name one of them with `moves` under [trackers.jira]"

_PLAINLY_DONE: Final = frozenset({"done", "fixed", "resolved", "complete", "completed"})


class _Category(BaseModel):
    key: str = "undefined"


class _To(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = ""
    name: str = ""
    category: _Category = Field(_Category(), alias="statusCategory")


class Way(BaseModel):
    """A transition: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-get"""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    name: str = ""
    to: _To
    fields: dict[str, dict[str, Any]] = {}


@dataclass(slots=True)
class Moves:
    """Finds the way and goes it."""

    session: Session
    options: JiraOptions
    reading: Reading
    document: Document

    def move(self, issue: Issue, status: Status) -> bool:
        """Move the issue to that status, if it is not there; whether anything was sent.

        Raises `Rejected` with what is possible if there is no way, or Jira refuses it.
        """
        if self.reading.status(issue) is status:
            return False
        ways = self._ways(issue)
        way = self._chosen(ways, status)
        if way is None:
            raise Rejected(_impossible(issue, status, ways))
        self._go(issue, way, status)
        return True

    def hindrances(
        self, issue: Issue, statuses: Collection[Status]
    ) -> dict[Status, tuple[str, str]]:
        """Those of `statuses` to which the issue cannot be moved from where it is: why, and what to do. Only asks."""
        ways = self._ways(issue)
        found: dict[Status, tuple[str, str]] = {}
        for status in statuses:
            way = self._chosen(ways, status)
            if way is None:
                found[status] = (_no_way(issue, status, ways), _NAME_IT)
            elif missing := self._unfilled(way, status):
                told = f"the move of {issue.key} to {way.to.name!r} asks for {listed(missing)}, and nothing fills it"
                found[status] = (
                    told,
                    "write `resolutions` or `move_fields` under [trackers.jira]",
                )
        return found

    def _unfilled(self, way: Way, status: Status) -> list[str]:
        metas = _metas(way)
        try:
            return [metas[name].name for name in self._missing(way, status)]
        except Rejected as error:
            return [str(error)]

    def _ways(self, issue: Issue) -> list[Way]:
        answer = self.session.get(_path(issue), {"expand": "transitions.fields"})
        try:
            return [Way.model_validate(one) for one in answer.data["transitions"]]
        except (ValidationError, KeyError, TypeError) as error:
            raise Unavailable(f"Jira: the ways on from {issue.key} cannot be read") from error

    def _chosen(self, ways: list[Way], status: Status) -> Way | None:
        """By the status that the settings name; else by its category, those first whose screens can be filled."""
        name = _of(self.options.moves, status)
        if name is not None:
            named = [
                way for way in ways if name == way.to.id or folded(name) == folded(way.to.name)
            ]
            return named[0] if named else None
        fitting = [way for way in ways if self._fits(way, status)]
        fitting.sort(key=lambda way: (self._meaning(way) is None, len(self._missing(way, status))))
        return fitting[0] if fitting else None

    def _fits(self, way: Way, status: Status) -> bool:
        """Whether it leads there: a status of the right category that means nothing else; an end other than done needs a word too."""
        meaning = self._meaning(way)
        if meaning is not None:
            return meaning is status
        told = status is Status.DONE or not status.is_final or self._resolution(way, status)
        return way.to.category.key == _CATEGORY[status] and bool(told)

    def _meaning(self, way: Way) -> Status | None:
        return self.reading.meaning(way.to.id, way.to.name)

    def _set_resolution(self, status: Status) -> str | None:
        return _of(self.options.resolutions, status)

    def _resolution(self, way: Way, status: Status) -> str | None:
        """The resolution that tells this end: the settings', else one of the way's own whose word means it."""
        word = self._set_resolution(status)
        meta = _metas(way).get("resolution")
        if word is not None or meta is None or not status.is_final:
            return word
        wanted = [one for one in meta.choices() if self.reading.end(one) is status]
        plain = [one for one in meta.choices() if folded(one) in _PLAINLY_DONE]
        found = plain if status is Status.DONE else wanted
        return found[0] if found else None

    def _missing(self, way: Way, status: Status) -> list[str]:
        filled = self._fields(way, status)
        return [name for name, meta in _metas(way).items() if meta.required and name not in filled]

    def _fields(self, way: Way, status: Status) -> dict[str, Any]:
        """What the settings put into the fields that the way shows."""
        fields: dict[str, Any] = {}
        for name, meta in _metas(way).items():
            value = self._set(way, name, meta, status)
            if value is None:
                continue
            try:
                fields[name] = value_for(meta, value, self.document)
            except Unfit as error:
                raise Rejected(
                    f"the field {meta.name!r} of the move {error}; correct it under [trackers.jira]"
                ) from error
        return fields

    def _set(self, way: Way, name: str, meta: FieldMeta, status: Status) -> Any:  # noqa: ANN401 - as many kinds as fields
        if name == "resolution":
            return self._resolution(way, status)
        wanted = {folded(key): value for key, value in self.options.move_fields.items()}
        return wanted.get(folded(name), wanted.get(folded(meta.name)))

    def _go(self, issue: Issue, way: Way, status: Status) -> None:
        fields = self._fields(way, status)
        answer = self._sent(issue, way, fields)
        if answer.status == 400 and set(answer.errors) == {"resolution"}:
            fields = self._other_way_about(fields, status)
            answer = self._sent(issue, way, fields)
        if answer.status >= 300:
            told = complaints(answer.errors, {n: m.name for n, m in _metas(way).items()})
            hint = "; set `resolutions` or `move_fields` under [trackers.jira]" if told else ""
            raise Rejected(refusal(answer, f"moving {issue.key} to {way.to.name!r}") + hint)

    def _other_way_about(self, fields: Mapping[str, Any], status: Status) -> dict[str, Any]:
        """With the resolution where it was missing, without it where it was too much: what Jira tells of screens is not always true."""
        others = {name: value for name, value in fields.items() if name != "resolution"}
        word = self._set_resolution(status)
        return (
            others
            if "resolution" in fields or word is None
            else {**others, "resolution": {"name": word}}
        )

    def _sent(self, issue: Issue, way: Way, fields: Mapping[str, Any]) -> Answer:
        body: dict[str, Any] = {"transition": {"id": way.id}}
        if fields:
            body["fields"] = dict(fields)
        return self.session.write("POST", _path(issue), body)


def _path(issue: Issue) -> str:
    return f"/issue/{quote(issue.key, safe='')}/transitions"


def _metas(way: Way) -> dict[str, FieldMeta]:
    metas = {}
    for name, data in way.fields.items():
        try:
            metas[name] = FieldMeta.model_validate({**data, "id": name})
        except ValidationError:
            continue
    return metas


def _impossible(issue: Issue, status: Status, ways: list[Way]) -> str:
    return f"{_no_way(issue, status, ways)}. Move it there, or {_NAME_IT}"


def _no_way(issue: Issue, status: Status, ways: list[Way]) -> str:
    possible = listed([f"{way.to.name!r} ({way.to.category.key})" for way in ways])
    wanted = status.value.replace("_", " ")
    return f"{issue.key} cannot be moved to {wanted} from {issue.status!r}; possible are {possible or 'no moves at all'}"


def _of(words: Mapping[StatusWord, str], status: Status) -> str | None:
    return next((value for name, value in words.items() if name == status.value), None)
