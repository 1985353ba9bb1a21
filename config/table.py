"""What a table of the settings is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the settings: frozen, without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
