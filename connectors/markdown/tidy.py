"""Tidying a document: the public door of `fmt` for one text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connectors.markdown.layout import Layout
from connectors.markdown.rules import Rules
from connectors.markdown.tidy_lists import lists_to_tables
from connectors.markdown.tidy_tables import tidy_tables
from sync.model.postmortem import Skipped


@dataclass(frozen=True, slots=True)
class TidyText:
    """A document as it is when it is tidy, and what was done for that. Lines are those of the document as it was."""

    data: bytes
    tables: tuple[int, ...] = ()
    lists: tuple[int, ...] = ()
    converted: int = 0
    left: tuple[Skipped, ...] = ()


def tidied(
    data: bytes, read: Callable[[bytes], Layout], rules: Rules, *, to_table: bool = False
) -> TidyText:
    """The document with its tables of action items tidied and, with `to_table`, its lists made tables.

    Every item says what it said before; nothing outside of the tables and lists changes. A tidy document stays as it is.
    """
    tables = tidy_tables(data, read, rules.vocabulary)
    if not to_table:
        return TidyText(tables.data, tables.lines, left=tables.left)
    lists = lists_to_tables(tables.data, read, rules)
    left = sorted((*tables.left, *lists.left), key=lambda one: one.line)
    return TidyText(lists.data, tables.lines, lists.lines, lists.converted, tuple(left))
