"""The parts of a postmortem: which are missed, which count as written, and in whatever words."""

from __future__ import annotations

import pytest

from sync.anatomy import Part
from sync.part_words import parts_of
from tests.fakes.program import Program
from tests.sync.check.conftest import Finds

CLASSIC = """\
**Postmortem:** Checkout was down
**Date:** 2026-11-04
**Authors:** Ann Lee
**Status:** Complete
**Summary:** The queue was full.
**Impact:**
    • Duration: 40 minutes
    • Financial Impact: none
**Root Causes:** No retention.
**Trigger:** An upgrade.
**Resolution:** A larger disk.
**Detection:** A customer called.
**Action Items:**
- Page when the queue is older than 5 minutes (@ann)
**Lessons Learned:**
    • What Went Right: the way back.
**Timeline:** (All times are in UTC)
- 10:02 it begins
"""


def test_the_classic_template_filled_in_lacks_nothing(finds: Finds) -> None:
    assert finds(CLASSIC, "section-missing") == []
    assert finds(CLASSIC, "section-placeholder") == []
    assert finds(CLASSIC, "placeholder-left") == []


def test_the_classic_template_as_it_comes_is_all_placeholders(finds: Finds) -> None:
    template = """\
**Postmortem:** [Problem Name]
**Date:** [Date when the problem occurred]
**Authors:** [Your Name(s)]
**Status:** [Current status of the postmortem, such as "Complete" or "In Progress"]
**Summary:** [A brief overview of the problem that occurred and its impact]
**Impact:**
    • Duration: [Duration of the problem, in minutes, hours, etc.]
    • Financial Impact: [Description of the financial impact, if any]
**Root Causes:** [Description of the root causes that led to the problem]
**Trigger:** [Description of the event or action that triggered the problem]
**Resolution:** [Description of the actions taken to resolve the problem]
**Detection:** [Description of how the problem was detected]
**Action Items:** [List of recommended actions to prevent similar problems]
**Lessons Learned:**
    • What Went Right: [Description of things that worked well]
**Timeline:** (All times are in UTC) [Details of the schedule]
"""
    told = finds(template)

    assert [line for rule, line, _ in told if rule == "placeholder-left"] == [1, 2, 3, 4]
    unwritten = [line for rule, line, _ in told if rule == "section-placeholder"]
    assert unwritten == [5, 6, 9, 10, 11, 12, 13, 14, 16]


def test_who_follows_the_template_is_told_of_the_one_part_that_is_not_there(finds: Finds) -> None:
    without = CLASSIC.replace("**Detection:** A customer called.\n", "")

    assert finds(without, "section-missing") == [("section-missing", 1, 1)]


def test_the_trigger_may_stand_among_the_root_causes(finds: Finds) -> None:
    assert finds(CLASSIC.replace("**Trigger:** An upgrade.\n", ""), "section-missing") == []


def test_the_settings_name_the_parts_that_are_needed(finds: Finds) -> None:
    text = "# Down\n\n## Impact\n\nNobody could pay.\n\n## Next steps\n\n- Add an alert\n"

    assert finds(text, "section-missing", '[check]\nsections = ["impact", "action items"]') == []
    assert finds(text, "section-missing", '[check]\nsections = ["trigger"]') != []


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Executive Summary", {Part.SUMMARY}),
        ("Root cause and trigger", {Part.ROOT_CAUSES, Part.TRIGGER}),
        ("Detection & Resolution", {Part.DETECTION, Part.RESOLUTION}),
        ("3. Customer impact", {Part.IMPACT}),
        ("Where we got lucky", {Part.LESSONS}),
        ("What didn’t go well", {Part.LESSONS}),
        ("Contributing factors", {Part.ROOT_CAUSES}),
        ("Leadup", {Part.TRIGGER}),
        ("Time to recovery", set()),
        ("Conclusion", set()),
        ("タイムライン", {Part.TIMELINE}),
        ("根本原因", {Part.ROOT_CAUSES}),
        ("Auswirkungen", {Part.IMPACT}),
    ],
)
def test_a_part_is_known_by_many_names(title: str, parts: set[Part]) -> None:
    assert parts_of(title) == parts


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!-- who was hit? -->\n",
        "TBD\n",
        "- \n- \n",
        "| Time | Event |\n|---|---|\n",
        "[Describe it]\n",
        "---\n",
    ],
)
def test_a_section_without_a_word_of_anybody_is_told(body: str, finds: Finds) -> None:
    text = f"# Down\n\n## Impact\n\n{body}\n## Next\n\nIt works.\n"

    assert finds(text, "section-placeholder") == [("section-placeholder", 3, 4)]


@pytest.mark.parametrize(
    "body",
    [
        "None.\n",
        "```\nlog\n```\n",
        "### Users\n\n1,200 of them\n",
        "| Time | Event |\n|---|---|\n| 10:00 | x |\n",
        "![graph](a.png)\n",
    ],
)
def test_a_section_that_says_anything_is_written(body: str, finds: Finds) -> None:
    text = f"# Down\n\n## Impact\n\n{body}\n## Next\n\nIt works.\n"

    assert finds(text, "section-placeholder") == []


def test_an_empty_label_over_others_of_its_kind_only_leads_to_them(finds: Finds) -> None:
    text = "**Lessons Learned:**\n\n**What went well**\n\nThe way back.\n\n**Impact:**\n\n- **Users affected**: 12\n"

    assert finds(text, "section-placeholder") == []


def test_nothing_else_is_said_of_a_file_that_is_no_postmortem(finds: Finds) -> None:
    assert [rule for rule, _, _ in finds("# How we write\n\nAsk in the channel.\n")] == [
        "not-a-postmortem"
    ]


def test_in_a_language_that_nobody_here_knows_nothing_is_missed(finds: Finds) -> None:
    text = (
        "# Výpadok\n\n## Dopad\n\n"
        + "Používatelia nemohli platiť kartou ani inak. " * 20
        + "\n\n## Action items\n\n- Pridať alarm\n"
    )

    assert finds(text, "section-missing") == []


def test_a_template_s_words_inside_of_other_text_are_found(finds: Finds) -> None:
    text = "# Down\n\n**Authors:** Ann, <add name here>\n\n## Impact\n\n40 minutes, [your numbers here]\n"

    assert finds(text, "placeholder-left") == [
        ("placeholder-left", 3, 19),
        ("placeholder-left", 7, 13),
    ]


def test_links_and_marks_in_brackets_are_no_template(finds: Finds) -> None:
    text = "# Down\n\n## Impact\n\n[Details](https://acme.example) and [list][1], [x] done <https://acme.example>\n\n[1]: https://acme.example\n"

    assert finds(text, "placeholder-left") == []


def test_a_document_that_is_marked_as_ignored_is_not_judged(program: Program) -> None:
    program.write("postmortems/a.md", "<!-- pm-sync: ignore not ours -->\n\n# Down\n\n## Impact\n")

    assert program("check", "postmortems/a.md", "--format", "json").json["findings"] == []


@pytest.mark.parametrize(
    "text",
    [
        "**Severity:** 2\n**Authors:** K\n",
        "`kubectl delete ns <name>` and `parts[date]`\n",
        "The log said [problem], and [details] are below.\n\n[details]: https://acme.example\n",
        '<link rel="stylesheet" href="a.css">\n',
    ],
)
def test_what_only_looks_like_a_template_is_none(text: str, finds: Finds) -> None:
    assert finds(f"# Down\n\n{text}\n## Impact\n\nNone.\n", "placeholder-left") == []


@pytest.mark.parametrize(
    "text", ["**Date:** YYYY-MM-DD\n", "# Post-Mortem: [Incident title]\n", "- HH:MM - event\n"]
)
def test_days_and_titles_that_a_template_asks_for_are_found(text: str, finds: Finds) -> None:
    assert len(finds(f"{text}\n## Impact\n\nNone.\n", "placeholder-left")) == 1


@pytest.mark.parametrize(
    "body", ["{% include cause.md %}", "{{< include cause.md >}}", "{{% cause %}}"]
)
def test_a_part_that_is_brought_in_from_another_file_is_written(body: str, finds: Finds) -> None:
    text = f"# Down\n\n## Root cause\n\n{body}\n\n## Impact\n\nNone.\n"

    assert finds(text, "section-placeholder") == []


def test_a_first_heading_is_a_part_where_the_front_matter_has_the_title(finds: Finds) -> None:
    text = "---\ntitle: Down\n---\n\n# Timeline\n\n- 10:00 a\n- 10:10 b\n"

    assert [rule for rule, _, _ in finds(text, "timeline-without-zone")] != []


def test_entries_that_begin_with_times_are_a_timeline_under_any_title(finds: Finds) -> None:
    text = "# Down\n\n## Context\n\n- 10:00 a\n- 10:10 b\n- 10:20 c\n"

    assert finds(text, "section-missing", '[check]\nsections = ["timeline"]') == []


@pytest.mark.parametrize(
    "body", ["No actions.", "None.", "n/a", "Keine.", "No further action is needed.", "- None"]
)
def test_that_nothing_is_to_be_done_may_be_said(body: str, finds: Finds) -> None:
    assert finds(f"# Down\n\n## Action items\n\n{body}\n", "items-not-understood") == []


def test_labels_below_a_label_of_a_list_are_what_it_holds(finds: Finds) -> None:
    text = "# Down\n\n- **Key events**\n  - First detected 2026-11-04 10:00\n  - **Detection**: Pingdom\n\n- **Impact**:\n  - **Sites affected**: two\n"

    assert finds(text, "section-placeholder") == []
