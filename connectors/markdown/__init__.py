"""Postmortems written in Markdown: understood by meaning, edited byte for byte.

`reader` is the door in, `writer` the door out, `source` puts both over a folder of files. This module is all that is
imported until documents are read.
"""

# ruff: noqa: PLC0415  (importing late is the purpose)

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.kinds import DocumentsKind, Reading

if TYPE_CHECKING:
    from connectors.markdown.options import MarkdownOptions
    from sync.ports import Documents


def _options() -> type[MarkdownOptions]:
    from connectors.markdown.options import MarkdownOptions

    return MarkdownOptions


def _open(_: MarkdownOptions, reading: Reading) -> Documents:
    from connectors.markdown.rules import Rules
    from connectors.markdown.source import MarkdownDocuments
    from sync.references import ReferenceRules
    from sync.vocabulary import Vocabulary

    return MarkdownDocuments(
        reading.root,
        reading.documents,
        reading.exclude,
        Rules(
            reading.vocabulary or Vocabulary(),
            ReferenceRules(patterns=reading.references),
        ),
        paths=reading.paths,
        here=reading.here,
        identity_prefix=reading.identity_prefix,
        first_commits=reading.first_commits,
    )


KIND = DocumentsKind(name="markdown", options=_options, open=_open)
"""For the entry point `markdown` of the group `pm_sync.documents`."""
