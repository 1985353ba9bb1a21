"""The settings of this source."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class MarkdownOptions(BaseModel):
    """None so far: which files are postmortems is told to every source alike."""

    model_config = ConfigDict(extra="forbid", frozen=True)
