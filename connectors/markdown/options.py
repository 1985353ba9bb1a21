"""The settings of this source."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class MarkdownOptions(BaseModel):
    """Which files below the root are postmortems."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: tuple[str, ...] = ("postmortems/**/*.md",)
    exclude: tuple[str, ...] = ("**/*template*",)
