"""What documents call that which they say about themselves. Data; every name is folded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("title", "postmortem", "post mortem", "incident", "incident title", "heading"), "title"
    ),
    **dict.fromkeys(
        (
            "incident date",
            "date of incident",
            "date of the incident",
            "incident start",
            "start date",
            "incident day",
        ),
        "incident",
    ),
    **dict.fromkeys(
        (
            "date",
            "day",
            "when",
            "date & time",
            "date and time",
            "datum",
            "発生日",
            "日付",
            "発生日時",
            "日時",
        ),
        "date",
    ),
    **dict.fromkeys(("started", "start", "start time", "started at", "impact start"), "date"),
    **dict.fromkeys(
        (
            "author",
            "authors",
            "author(s)",
            "owner",
            "owners",
            "written by",
            "prepared by",
            "postmortem lead",
            "autoren",
            "verfasser",
            "auteurs",
            "autores",
            "postmortem owner",
            "post mortem owner",
            "作成者",
            "著者",
            "autor",
            "auteur",
        ),
        "authors",
    ),
    **dict.fromkeys(("status", "postmortem status", "state", "ステータス"), "status"),
    **dict.fromkeys(
        ("severity", "sev", "severity level", "incident severity", "重大度", "深刻度"), "severity"
    ),
    **dict.fromkeys(("summary", "description", "executive summary", "概要"), "summary"),
}
"""What a document calls that which it says about itself."""
