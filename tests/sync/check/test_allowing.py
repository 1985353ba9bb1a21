"""Findings that somebody accepts, and rules that the settings weigh otherwise."""

from __future__ import annotations

import pytest

from tests.fakes.program import Program
from tests.sync.check.conftest import Finds

VAGUE = "# Down\n\n**Date:** 2026-11-04\n\n## Action items\n\n"
MARK = "<!-- pm-sync: allow item-vague: the plan is in the wiki -->"


def _rules(found: list[tuple[str, int, int]]) -> set[str]:
    return {rule for rule, _, _ in found}


def test_a_mark_on_the_line_accepts_what_is_found_there_and_nowhere_else(finds: Finds) -> None:
    text = f"{VAGUE}- Improve monitoring {MARK}\n- Improve alerting\n"

    assert finds(text, "item-vague") == [("item-vague", 8, 3)]


def test_a_mark_on_a_line_of_its_own_is_about_the_next_one(finds: Finds) -> None:
    assert finds(f"{VAGUE}{MARK}\n\n- Improve monitoring\n", "item-vague") == []


def test_a_mark_right_below_a_heading_is_about_the_heading(finds: Finds) -> None:
    mark = "<!-- pm-sync: allow section-placeholder: nobody was hit -->"

    assert finds(f"# Down\n\n## Impact\n\n{mark}\n\n## Trigger\n\nx\n", "section-placeholder") == []


def test_a_mark_behind_the_last_of_several_lines_is_about_the_whole_item(finds: Finds) -> None:
    text = f"{VAGUE}- Improve\n  the monitoring {MARK}\n"

    assert finds(text, "item-vague") == []


def test_a_mark_in_a_table_is_about_its_row(finds: Finds) -> None:
    text = f"{VAGUE}| Action | Owner |\n|---|---|\n| Improve monitoring {MARK} | @ann |\n"

    assert finds(text, "item-vague") == []


def test_a_mark_for_the_document_accepts_a_rule_everywhere(finds: Finds) -> None:
    mark = MARK.replace("allow", "allow-document")
    text = f"{mark}\n{VAGUE}- Improve monitoring\n- Improve alerting\n"

    assert finds(text, "item-vague") == []


def test_one_mark_can_name_several_rules(finds: Finds) -> None:
    mark = "<!-- pm-sync: allow item-vague, item-without-owner: later -->"
    found = _rules(finds(f"{VAGUE}- Improve monitoring {mark}\n"))

    assert not found & {"item-vague", "item-without-owner", "allowance-unused"}


def test_a_mark_shown_as_an_example_accepts_nothing(finds: Finds) -> None:
    text = f"```\n{MARK.replace('allow', 'allow-document')}\n```\n{VAGUE}- Improve monitoring\n"

    assert finds(text, "item-vague") != []


def test_a_mark_that_is_not_needed_any_more_is_told(finds: Finds) -> None:
    found = finds(f"{VAGUE}- Page when it is down for 5 minutes (@ann) {MARK}\n")

    assert "allowance-unused" in _rules(found)


def test_a_rule_that_is_off_makes_no_mark_needless(finds: Finds) -> None:
    settings = '[check.rules]\nitem-vague = "off"'
    found = finds(f"{VAGUE}- Improve monitoring (@ann) {MARK}\n", settings=settings)

    assert "allowance-unused" not in _rules(found)


def test_the_settings_say_how_much_a_rule_matters(program: Program) -> None:
    program.write("postmortems/a.md", f"{VAGUE}- Improve monitoring\n")
    program.write("pm-sync.toml", '[check.rules]\nitem-vague = "error"\n')

    done = program("check", "--format", "json")

    grades = {one["rule"]: one["severity"] for one in done.json["findings"]}
    assert (done.code, grades["item-vague"]) == (1, "error")
    assert grades["item-without-owner"] == "warning"


def test_a_rule_that_does_not_exist_is_an_error_of_the_settings(program: Program) -> None:
    program.write("postmortems/a.md", VAGUE)
    program.write("pm-sync.toml", '[check.rules]\nitem-vauge = "error"\n')

    done = program("check")

    assert done.code == 2
    assert "pm-sync.toml:2" in done.err
    assert "item-vague" in done.err


def test_in_a_draft_everything_is_a_note(program: Program) -> None:
    text = "# Down\n\n**Date:** 2099-01-04\n**Status:** Draft\n\n## Impact\n\nTBD\n\n## Action items\n\n- Improve monitoring\n"
    program.write("postmortems/a.md", text)

    done = program("check", "--format", "json", "--strict")

    assert {one["severity"] for one in done.json["findings"]} == {"note"}
    assert done.code == 0


def test_a_mark_is_read_in_any_case_and_with_a_colon(finds: Finds) -> None:
    mark = MARK.replace("allow", "Allow:").replace("item-vague", "Item-Vague")

    assert finds(f"{VAGUE}- Improve monitoring {mark}\n", "item-vague") == []


@pytest.mark.parametrize("mark", ["pm-sync: allow", "pm-sync: alow item-vague: x", "pm-sync: foo"])
def test_a_mark_that_cannot_be_understood_is_told(mark: str, finds: Finds) -> None:
    found = finds(f"{VAGUE}- Improve monitoring <!-- {mark} -->\n")

    assert "allowance-unknown" in _rules(found)


def test_a_variable_names_a_rule_without_hyphens(program: Program) -> None:
    program.write("postmortems/a.md", f"{VAGUE}- Improve monitoring\n")

    done = program("check", PM_SYNC_CHECK__RULES__ITEM_VAGUE="off")

    assert "item-without-owner" in done.out
    assert "item-vague" not in done.out
