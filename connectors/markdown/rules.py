"""What the reader goes by."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.references import ReferenceRules
from sync.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The words and the reference patterns by which documents are read."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    references: ReferenceRules = field(default_factory=ReferenceRules)
