"""A team's template gets what is unmistakable, and keeps every other byte."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connectors.markdown.placeholders import is_placeholder
from sync.drafting.filling import Facts, filled
from sync.drafting.texts import one_line

FACTS = Facts("Checkout was down", date(2026, 11, 27), "Ann Lee", "SEV2")


def fill(template: str, facts: Facts = FACTS) -> str:
    return filled(template, facts, is_placeholder)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("# [Title]\n", "# Checkout was down\n"),
        ("# Postmortem title\r\n", "# Checkout was down\r\n"),
        ("\ufeff# <Incident title> #\n", "\ufeff# Checkout was down #\n"),
        ("# Postmortem Template", "# Checkout was down"),
        ("# Postmortem: [Title]\n", "# Postmortem: Checkout was down\n"),
        ("**Date:** [Date of the incident]  \n", "**Date:** 2026-11-27  \n"),
        ("**Date**: YYYY-MM-DD\n", "**Date**: 2026-11-27\n"),
        ("- Date:\n", "- Date: 2026-11-27\n"),
        ("| **Date** | DD/MM/YYYY |\n", "| **Date** | 2026-11-27 |\n"),
        ("**Authors:** [Your Name(s)]\n", "**Authors:** Ann Lee\n"),
        ("Status: [Draft/Final]\n", "Status: Draft\n"),
        ("**Severity:** TBD\n", "**Severity:** SEV2\n"),
        ("{{ title }} by {{author}}, {{ other }}\n", "Checkout was down by Ann Lee, {{ other }}\n"),
        ("## Overview\n\n**Date:** TBD\n", "## Overview\n\n**Date:** 2026-11-27\n"),
    ],
)
def test_what_is_unmistakable_is_filled_in(template: str, text: str) -> None:
    assert fill(template) == text


@pytest.mark.parametrize(
    "template",
    [
        "# How payments fail\n",
        "**Date:** the day on which it was noticed\n",
        "# Down\n\n## Timeline\n\n**Date:** [Date]\n",
        "```\n# [Title]\n```\n",
        "<!--\n**Date:** [Date]\n-->\n",
        "**Impact:** [What happened]\r\n\r\n\ttrailing  \n\n\n",
        "---\ntags: [a, b]\n---\ntext",
    ],
)
def test_everything_else_stays_byte_for_byte(template: str) -> None:
    assert fill(template) == template


def test_nothing_is_filled_in_twice() -> None:
    text = fill("# {{ title }}\n\n# [Title]\n\n**Date:** TBD\n**Date:** TBD\n")

    assert text == "# Checkout was down\n\n# [Title]\n\n**Date:** 2026-11-27\n**Date:** TBD\n"


def test_what_is_not_known_keeps_its_placeholder() -> None:
    nobody = Facts("Down", date(2026, 11, 27))

    assert (
        fill("**Authors:** [Name]\n{{ author }}\n", nobody) == "**Authors:** [Name]\n{{ author }}\n"
    )


def test_front_matter_stays_data() -> None:
    matter = '---\ntitle: "[Title]"\ndate: YYYY-MM-DD\nauthor:\nlayout: pm # {{ slug }}\n---\n'

    said = yaml.safe_load(fill(matter).split("---\n")[1])

    assert said["title"] == "Checkout was down"
    assert said["date"] == date(2026, 11, 27)
    assert said["author"] == "Ann Lee"


@given(st.text(min_size=1).map(one_line).filter(bool))
def test_no_title_breaks_out_of_front_matter(title: str) -> None:
    facts = Facts(title, date(2026, 11, 27), title)
    yes = fill("---\ntitle: Postmortem {{ title }}\nauthor: '{{ author }}'\n---\n", facts)
    toml = fill('+++\ntitle = "{{ title }}"\nauthor = ""\n+++\n', facts)

    told = yaml.safe_load(yes.split("\n---\n")[0].removeprefix("---\n"))
    assert told == {"title": f"Postmortem {title}", "author": title}
    assert tomllib.loads(toml.split("\n+++\n")[0].removeprefix("+++\n")) == {
        "title": title,
        "author": title,
    }
