"""Who is who in the worlds of the machine, and what is said of items and of tickets, in words of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LOGINS: Final = ("ann", "bob", "carl", "dora", "emil", "fay", "gus", "hal")
STRANGER: Final = "zed"
"""Nobody's tracker knows him."""
PRIORITIES: Final = tuple(f"P{number}" for number in range(8))
DAYS: Final = tuple(f"2027-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29))
STATUSES: Final = {
    "open": "Open",
    "in_progress": "In progress",
    "done": "Done",
    "wont_do": "Won't do",
}
FIELDS: Final = ("owner", "priority", "due", "status")

SETTINGS: Final = """
project = {{ id = "acme/shop" }}
[limits]
create = 1000
update = 1000
close = 1000
[fields]
status = "{status}"
""" + "".join(
    f'[people."{name.title()} Lee"]\ngithub = "{name}"\njira = "{name}@acme.test"\n'
    f'local = "{name}"\n'
    for name in LOGINS
)


def login(name: str) -> str:
    """The one name of a person, whatever a document or a tracker calls them."""
    short = name.strip().strip("@").casefold().removeprefix("acc-")
    return short.partition("@")[0].removesuffix(" lee")


@dataclass(frozen=True)
class Said:
    """What a ticket says, as the machine compares it."""

    title: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    """By field: owners as logins, sorted, with commas; a priority; a day; a status."""
