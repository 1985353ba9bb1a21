"""The settings as typed values. Whatever is not named here is an error, so that no key is silently without effect."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.remind import Remind
from config.review import Check, DocumentStatus, Sla
from config.table import Table
from config.values import Branch, Inside, Patterns, Texts, Word

PREFIX = "PM_SYNC_"
"""Every setting has a variable: this prefix, then the keys joined by two underscores."""


class Project(Table):
    """`[project]`"""

    id: str | None = Field(None, examples=["acme/shop"])


class Create(Table):
    """`[create]`: when tickets are made."""

    unless_status: Texts = Field(("draft",), examples=[["draft"]])


class Limits(Table):
    """`[limits]`: how much one run may do."""

    create: int = Field(25, ge=0, le=1_000_000, examples=[25])
    update: int = Field(100, ge=0, le=1_000_000, examples=[100])
    close: int = Field(25, ge=0, le=1_000_000, examples=[25])


class Owners(Table):
    """`[owners]`: who has items that nobody owns."""

    default: str | None = Field(None, examples=["author"])


class Person(BaseModel):
    """`[people."Full Name"]`: the other spellings, and what each tracker calls the person."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str] = Field(init=False)

    aliases: Texts = Field((), examples=[["FN", "full.name"]])
    left: bool = Field(False, examples=[True])
    """Whether the person is gone, so that somebody has to take over what is open."""

    @property
    def identities(self) -> dict[str, str]:
        """Tracker name to the person's name there."""
        return dict(self.__pydantic_extra__ or {})


class Words(Table):
    """`[status]`: words written where the document has none of its own."""

    open: Word = Field(None, examples=["To do"])
    in_progress: Word = Field(None, examples=["In progress"])
    done: Word = Field(None, examples=["Done"])
    wont_do: Word = Field(None, examples=["Won't do"])
    duplicate: Word = Field(None, examples=["Duplicate"])
    vanished: Word = Field(None, examples=["Not found"])


class Columns(Table):
    """`[vocabulary.columns]`: other names of the columns of a table."""

    item: Texts = Field((), examples=[["Measure"]])
    owner: Texts = Field((), examples=[["Driver"]])
    ticket: Texts = Field((), examples=[["Story"]])
    status: Texts = Field((), examples=[["Stage"]])
    type: Texts = Field((), examples=[["Theme"]])
    priority: Texts = Field((), examples=[["Rank"]])
    due: Texts = Field((), examples=[["Until"]])


class Statuses(Table):
    """`[vocabulary.status]`: other words for a status, read and never written."""

    open: Texts = Field((), examples=[["parked"]])
    in_progress: Texts = Field((), examples=[["cooking"]])
    done: Texts = Field((), examples=[["baked"]])
    wont_do: Texts = Field((), examples=[["binned"]])
    duplicate: Texts = Field((), examples=[["see above"]])


class Vocabulary(Table):
    """`[vocabulary]`: words of your own, which are read besides the built-in ones."""

    sections: Texts = Field((), examples=[["What we change"]])
    other_sections: Texts = Field((), examples=[["Improvements made"]])
    types: Texts = Field((), examples=[["chore"]])
    priorities: Texts = Field((), examples=[["asap"]])
    columns: Columns = Columns()
    status: Statuses = Statuses()


Decides = Literal["document", "ticket", "both", "off"]


class Fields(Table):
    """`[fields]`: which side decides what a field says."""

    status: Decides = Field("ticket", examples=["ticket"])
    title: Literal["document", "off"] = Field("document", examples=["document"])
    """A document's text never follows a title."""
    owner: Decides = Field("both", examples=["both"])
    priority: Decides = Field("both", examples=["both"])
    due: Decides = Field("both", examples=["both"])


class Adopt(Table):
    """`[adopt]`: tickets that somebody else made, and that documents link."""

    write: bool = Field(False, examples=[False])


class Private(Table):
    """`[private]`: what is kept from those who may not read it."""

    paths: Patterns = Field((), examples=[["postmortems/restricted/**"]])
    """Restricted documents: their tickets carry title and link only, and nothing of them is told."""
    visibility: Literal["public", "private"] | None = Field(None, examples=["private"])
    """Who may read the documents, where it cannot be asked or is known better."""


class Sync(Table):
    """`[sync]`: how trackers are read, and how machines are kept apart."""

    full_every: int = Field(7, ge=1, le=3650, examples=[7])
    """Days after which every ticket is read again, not only the changed ones."""
    close_duplicates: bool = Field(False, examples=[False])
    """Whether a second ticket for one item is closed, if nobody touched it; else it is only told."""
    lock: Literal["auto", "required", "off"] = Field("auto", examples=["auto"])
    """Whether runs on different machines take turns in creating tickets."""


class Publish(Table):
    """`[publish]`: the pull request of `--publish pull-request`."""

    branch: Branch | None = Field(None, examples=["pm-sync/action-items"])
    """None: for each project of a repository one of its own."""
    group_by: Literal["nothing", "codeowners"] = Field("nothing", examples=["nothing"])
    """Whether there is one for everything, or one for each set of owners in CODEOWNERS."""


class New(Table):
    """`[new]`: how a postmortem begins."""

    template: Inside | None = Field(None, examples=["postmortems/template.md"])
    """None: the team's own where one is found, else the built-in one."""


_CONDITIONS = {"path": "paths", "owner": "owners", "type": "types", "priority": "priorities"}
"""How a condition of a route may be spelled besides."""


class Route(BaseModel):
    """`[[routes]]`: where the tickets of some items go; every other key is the tracker's own."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    paths: Patterns = Field((), validation_alias=AliasChoices("paths", "path"))
    owners: Texts = Field((), validation_alias=AliasChoices("owners", "owner"))
    types: Texts = Field((), validation_alias=AliasChoices("types", "type"))
    priorities: Texts = Field((), validation_alias=AliasChoices("priorities", "priority"))
    tracker: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _each_condition_once(cls, data: object) -> object:
        for one, many in _CONDITIONS.items():
            if isinstance(data, dict) and one in data and many in data:
                raise ValueError(f"should say `{many}` or `{one}`, not both")
        return data

    @field_validator(*_CONDITIONS.values())
    @classmethod
    def _not_empty(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not any(one.strip() for one in value):
            raise ValueError("should name something, or be left out to fit everything")
        return value

    @property
    def place(self) -> dict[str, Any]:
        """What it decides in the tracker's own terms."""
        return dict(self.__pydantic_extra__ or {})


class NoPlace(Table):
    """What a route may decide for a tracker that leaves nothing to decide."""


class Settings(BaseSettings):
    """Everything the user can decide, with the defaults that work without a file."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    documents: Patterns = Field(("postmortems/**/*.md",), examples=[["postmortems/**/*.md"]])
    exclude: Patterns = Field(("**/*template*",), examples=[["**/*template*"]])
    tracker: str = Field("local", examples=["local"])
    since: date | None = Field(None, examples=["2026-10-24"])
    list_status: Literal["final", "always"] = Field("final", examples=["final"])
    people_file: Inside | None = Field(None, examples=["people.toml"])
    project: Project = Project()
    create: Create = Create()
    limits: Limits = Limits()
    private: Private = Private()
    owners: Owners = Owners()
    people: dict[str, Person] = {}
    status: Words = Words()
    vocabulary: Vocabulary = Vocabulary()
    fields: Fields = Fields()
    adopt: Adopt = Adopt()
    sync: Sync = Sync()
    publish: Publish = Publish()
    check: Check = Check()
    document_status: DocumentStatus = DocumentStatus()
    sla: Sla = Sla()
    new: New = New()
    remind: Remind = Remind()
    source: str = Field("markdown", examples=["markdown"])
    routes: tuple[Route, ...] = ()
    """The first that fits decides where a new ticket goes."""
    trackers: dict[str, dict[str, Any]] = {}
    """Raw: only the connector of that name knows its options."""
    sources: dict[str, dict[str, Any]] = {}
    """Alike, for sources of documents."""

    @model_validator(mode="after")
    def _people_told_apart(self) -> Settings:
        first: dict[str, str] = {}
        for name, person in self.people.items():
            for spelling in {name, *person.aliases, *person.identities.values()}:
                other = first.setdefault(spelling.strip("@ ").casefold(), name)
                if other != name:
                    raise ValueError(
                        f"`people` should tell people apart: {spelling!r} is both {other!r} and {name!r}"
                    )
        return self

    @model_validator(mode="after")
    def _documents_named(self) -> Settings:
        if not self.documents:
            raise ValueError("`documents` should name at least one pattern")
        return self
