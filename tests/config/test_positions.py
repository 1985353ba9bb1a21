"""Lines of keys, however a TOML text is written."""

from __future__ import annotations

import pytest

from config.positions import Key, Positions

TEXT = '''\
# a comment = "with a key"
title = "a"
text = """
limits = 3
[limits]
"""
list = [
  1,  # two
  2,
]

[limits]
create = 25
"quoted key" = 1
inline = { a = 1, b = { c = 2 } }

[people."Mara [L]"]
aliases = ["x"]
dotted.key.here = 1

[[routes]]
tracker = "a"
[[routes]]
tracker = "b"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("text",), 3),
        (("list",), 7),
        (("list", 1), 7),
        (("limits",), 12),
        (("limits", "create"), 13),
        (("limits", "quoted key"), 14),
        (("limits", "inline", "b", "c"), 15),
        (("people", "Mara [L]", "aliases"), 18),
        (("people", "Mara [L]", "dotted", "key", "here"), 19),
        (("routes", 0, "tracker"), 22),
        (("routes", 1, "tracker"), 24),
        (("limits", "missing"), 12),
        (("nowhere",), None),
    ],
)
def test_a_key_is_found_where_its_statement_begins(key: Key, line: int | None) -> None:
    assert Positions(TEXT).line_of(key) == line
