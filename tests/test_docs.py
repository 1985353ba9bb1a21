"""The documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from sync.cli.entry import COMMANDS, program
from tests import check_page, words_page

HOME = Path(__file__).parents[1]


def test_the_page_of_words_is_made_from_the_words() -> None:
    assert words_page.PAGE.read_text(encoding="utf-8") == words_page.page(), "run `make words`"


def test_the_page_of_rules_is_made_from_the_rules() -> None:
    assert check_page.PAGE.read_text(encoding="utf-8") == check_page.page(), "run `make words`"


def test_the_readme_names_every_command() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")

    assert {name for name in COMMANDS if f"`pm-sync {name}" not in readme} == set()


@pytest.mark.parametrize(
    "path", sorted(HOME.glob("*.md")) + sorted(HOME.glob("docs/*.md")), ids=lambda path: path.name
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)\s#]+)", re.sub(r"`[^`]*`", "", text))

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_command_teaches_with_an_example() -> None:
    context = click.Context(program)
    commands = {name: program.get_command(context, name) for name in COMMANDS}

    assert [
        name
        for name, command in commands.items()
        if command is None or "Example" not in (command.epilog or command.help or "")
    ] == []
