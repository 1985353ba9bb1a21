"""The description of an issue, in the form that its Jira takes: a document on Cloud, markup on Data Center."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from connectors.jira import adf, wiki
from connectors.jira.marker import anchor, without_anchor
from connectors.jira.server import Server
from connectors.jira.story import story
from connectors.jira.wire import Issue
from sync.model.ticket import Draft

Source = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Writes them; pages of documents are found by `source`."""

    server: Server
    source: Source

    def new(self, draft: Draft, owners: Collection[str]) -> object:
        """The description of a new issue."""
        told = story(draft, list(owners), self.source(draft.document, draft.line))
        if self.server.is_cloud:
            return adf.document(told)
        return f"{anchor(draft.marker)}\n{wiki.text(told)}"

    def renewed(self, issue: Issue, draft: Draft, owners: Collection[str]) -> object | None:
        """The description with our part of it written anew; None if our part cannot be told, or there is no room."""
        told = story(draft, list(owners), self.source(draft.document, draft.line))
        if self.server.is_cloud:
            return adf.renewed(issue.description, told)
        if not isinstance(issue.description, str):
            return None
        new = wiki.renewed(without_anchor(issue.description), told)
        return None if new is None or issue.marker is None else f"{anchor(issue.marker)}\n{new}"

    def plain(self, text: str) -> object:
        """A text of the settings, as a field of long texts takes it."""
        if not self.server.is_cloud:
            return "\n".join(wiki.plain(line) for line in text.splitlines())
        paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
        return {"type": "doc", "version": 1, "content": [paragraph] if text else []}
