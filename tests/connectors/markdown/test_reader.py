"""Which parts of a document are action items, and which only look like it."""

from __future__ import annotations

import pytest

from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from sync.errors import UserError
from sync.model.postmortem import ActionItem, Form, Postmortem


def understood(text: str, path: str = "postmortem.md") -> Postmortem:
    return read(text.encode(), path, Rules()).postmortem


def items(text: str) -> tuple[ActionItem, ...]:
    return understood(text).items


def titles(text: str) -> list[str]:
    return [item.title for item in items(text)]


@pytest.mark.parametrize(
    "title",
    [
        "## Action Items",
        "### Action items (follow-ups)",
        "Action items\n---",
        "## 5. Next steps",
        "## 🎯 Follow-ups",
        "## Corrective and Preventative Measures",
        "## What we're doing about it",
        "## Remediation",
        "# Action items",
        "**Action Items:**",
        "**Action items**",
        "__Follow-up actions__:",
        "Action items:",
    ],
)
def test_a_heading_or_label_that_means_action_items_opens_a_section(title: str) -> None:
    assert titles(f"# Outage\n\n{title}\n\n- Add an alert\n") == ["Add an alert"]


@pytest.mark.parametrize(
    "title",
    [
        "## Actions taken",
        "## Follow-up timeline",
        "## Lessons learned",
        "## Mitigation",
        "## Timeline",
        "**Resolution:**",
    ],
)
def test_a_decoy_opens_none(title: str) -> None:
    assert titles(f"# Outage\n\n{title}\n\n- Restarted the server\n") == []


def test_sub_headings_belong_to_the_section_and_name_it() -> None:
    found = items(
        "## Action items\n\n### Short term\n\n- A one\n\n### Detection\n\n- A two\n\n## Timeline\n\n- 10:00 no\n"
    )

    assert [(item.title, item.section) for item in found] == [
        ("A one", "Short term"),
        ("A two", "Detection"),
    ]


def test_a_known_other_part_interrupts_the_section() -> None:
    text = "## Action items\n\n- One thing\n\n### Lessons learned\n\n- Not this\n\n### Later\n\n- Other thing\n"

    assert titles(text) == ["One thing", "Other thing"]


def test_a_section_inside_a_decoy_is_found() -> None:
    assert titles(
        "## Lessons learned\n\n- no\n\n### Action items\n\n- Yes this\n\n## Timeline\n\n- no\n"
    ) == ["Yes this"]


def test_labels_of_the_same_kind_close_a_labelled_section() -> None:
    text = "**Action Items:**\n\n- Add it\n\n**Communications:**\n\n- We wrote a mail\n"

    assert titles(text) == ["Add it"]


def test_a_label_in_a_list_holds_the_nested_entries() -> None:
    text = "- **Impact**:\n  - All users\n- **Review actions**:\n  - Add an alert\n  - Fix it\n- **Timeline**:\n  - 10:00 x\n"

    assert titles(text) == ["Add an alert", "Fix it"]


def test_a_last_label_in_a_list_opens_what_follows() -> None:
    assert titles("- **Impact**: all\n- **Review actions**:\n\n1. Add an alert\n2. Fix it\n") == [
        "Add an alert",
        "Fix it",
    ]


def test_an_item_on_the_line_of_its_label_is_read() -> None:
    [item] = items("**Action Items:** Add an alert (Done)\n")

    assert (item.title, item.status, item.form) == ("Add an alert", "done", Form.PARAGRAPH)


def test_bullet_characters_in_a_paragraph_are_entries() -> None:
    assert titles(
        "**Action Items:**\n    • Add an alert\n    • Fix it\n**Lessons Learned:**\n    • No\n"
    ) == ["Add an alert", "Fix it"]


def test_the_classic_template_left_unfilled_has_no_items() -> None:
    text = (
        "**Postmortem:** [Problem Name]\n**Date:** [When it was]\n**Impact:**\n    • Duration: [How long]\n"
        "**Action Items:** [What to do, by whom]\n**Lessons Learned:**\n    • What Went Right: [Things]\n"
    )

    assert titles(text) == []


@pytest.mark.parametrize("none", ["None", "None.", "- None", "N/A", "No action items.", "- n/a"])
def test_an_explicit_none_is_no_item(none: str) -> None:
    assert titles(f"## Action items\n\n{none}\n") == []


@pytest.mark.parametrize(
    "hint",
    [
        "[Describe the action]",
        "<what to do>",
        "...",
        "TBD",
        "Action item 1",
        "[Action] [Owner]",
        "___",
    ],
)
def test_placeholders_are_no_items(hint: str) -> None:
    assert titles(f"## Action items\n\n- {hint}\n- Real one here\n") == ["Real one here"]


def test_html_comments_never_hold_items() -> None:
    assert titles("## Action items\n\n<!--\n- Example of an item\n-->\n\n- Real one\n") == [
        "Real one"
    ]


def test_code_holds_no_items() -> None:
    assert titles("```\n## Action items\n- no\n```\n\n    - no\n") == []


def test_an_unclosed_fence_swallows_the_rest() -> None:
    assert titles("## Action items\n\n- Yes it\n\n```\n- no\n") == ["Yes it"]


@pytest.mark.parametrize("fence", ["```", "~~~", "````sh"])
def test_an_unclosed_fence_is_told_with_the_line_where_it_begins(fence: str) -> None:
    text = f"# T\n\n{fence}\nsome code\n\n## Action items\n\n- Fix it\n"

    [remark] = understood(text).remarks

    assert remark.line == 3
    assert f"close it with {fence[:3]}" in remark.text


@pytest.mark.parametrize(
    "text",
    ["```\ncode\n```\n", "~~~sh\ncode\n~~~", "    indented\n", "```\ncode\n```\n\ntext\n", ""],
)
def test_other_code_is_not_worth_a_remark(text: str) -> None:
    assert understood(f"# T\n\n{text}").remarks == ()


def test_a_wrapped_loose_list_keeps_its_lines() -> None:
    found = items(
        "## Action items\n\n1. First line\n   goes on.\n\n   More about it.\n\n2. Second\n"
    )

    assert [(item.title, item.line, item.end_line, item.form) for item in found] == [
        ("First line goes on.", 3, 6, Form.NUMBERED),
        ("Second", 8, 8, Form.NUMBERED),
    ]


def test_plain_nested_entries_belong_to_their_parent() -> None:
    [item] = items(
        "## Action items\n\n- Improve the probes\n  - write to the teams\n  - make a dashboard\n"
    )

    assert (item.title, item.end_line) == ("Improve the probes", 5)


def test_nested_references_count_for_their_parent() -> None:
    [item] = items(
        "## Action items\n\n- Improve the probes\n  - https://github.com/a/b/issues/1\n  - #2\n"
    )

    assert [str(one.ref) for one in item.references] == ["a/b#1", "#2"]


def test_nested_checkboxes_are_items_and_so_is_their_parent() -> None:
    found = items("## Action items\n\n- [ ] All of it\n  - [x] First part\n  - [ ] Second part\n")

    assert [(item.title, item.status, item.line, item.end_line) for item in found] == [
        ("All of it", "open", 3, 3),
        ("First part", "done", 4, 4),
        ("Second part", "open", 5, 5),
    ]


def test_entries_that_only_name_a_group_are_no_items() -> None:
    found = items(
        "## Action items\n\n- **Prevention**\n  - Add a limit\n- Detect:\n  - Add an alert\n"
    )

    assert [(item.title, item.section) for item in found] == [
        ("Add a limit", "Prevention"),
        ("Add an alert", "Detect"),
    ]


def test_groups_named_after_people_own_their_items() -> None:
    found = items(
        "## Actions\n\n**Gareth E**\n\n- One thing\n\n**David**\n\n- Two things\n\n**Done**\n\n- Three things\n"
    )

    assert [(item.owners, item.status) for item in found] == [
        (("Gareth E",), None),
        (("David",), None),
        ((), "done"),
    ]


def test_group_names_that_may_be_components_own_nothing() -> None:
    assert [item.owners for item in items("## Actions\n\n**Kubernetes**\n\n- One thing\n")] == [()]


def test_paragraphs_with_a_mark_are_items_and_others_are_not() -> None:
    text = "## Actions\n\nHow do we notice?\n\nWrite acceptance tests **RK**/JT\n\nThis was a long day for everybody.\n"

    assert [(item.title, item.owners) for item in items(text)] == [
        ("Write acceptance tests", ("RK", "JT"))
    ]


def test_an_introduction_above_a_list_is_no_item() -> None:
    assert titles("## Action items\n\nWe agreed on this (see #12):\n\n- Add an alert\n") == [
        "Add an alert"
    ]


def test_a_bold_todo_is_an_item_wherever_it_stands() -> None:
    found = items(
        "## Lessons learned\n\nIt was bad.\n\n**TODO**: watch the disks\n\n**DONE** add a monitor\n"
    )

    assert [(item.title, item.status) for item in found] == [
        ("watch the disks", "open"),
        ("add a monitor", "done"),
    ]


def test_the_document_of_a_block_quote_is_read() -> None:
    assert titles(
        "> ## Action items\n>\n> - Add an alert\n>\n> | Action | Owner |\n> |-|-|\n> | Fix it | @x |\n"
    ) == ["Add an alert", "Fix it"]


def test_an_ignore_mark_on_an_item_skips_it_with_its_reason() -> None:
    postmortem = understood(
        "## Action items\n\n- Buy it <!-- pm-sync: ignore done by the vendor -->\n- Fix it\n"
    )

    assert [item.title for item in postmortem.items] == ["Fix it"]
    assert [(one.line, one.reason) for one in postmortem.skipped] == [
        (3, "ignored: done by the vendor")
    ]


def test_an_ignore_mark_under_a_heading_skips_the_section() -> None:
    postmortem = understood(
        "## Action items\n\n<!-- pm-sync: ignore old -->\n\n- Fix it\n\n### Sub\n\n- This\n\n## Next steps\n\n- Other\n"
    )

    assert [item.title for item in postmortem.items] == ["Other"]
    assert postmortem.ignored is None


def test_an_ignore_mark_in_the_head_is_for_the_document() -> None:
    assert (
        understood(
            "# T\n\n<!-- pm-sync: ignore imported -->\n\n## Action items\n\n- Fix it\n"
        ).ignored
        == "imported"
    )


def test_several_sections_and_forms_come_in_document_order() -> None:
    text = "## Action items\n\n| Action | Owner |\n|-|-|\n| One a | @x |\n\n## Next steps\n\n- [ ] Two b\n\n1. Three c\n"

    assert [(item.title, item.form.value) for item in items(text)] == [
        ("One a", "table row"),
        ("Two b", "checkbox"),
        ("Three c", "numbered"),
    ]


def test_bad_utf8_names_line_and_byte() -> None:
    with pytest.raises(UserError) as caught:
        read(b"# A\n\nb\xff\n", "p.md", Rules())

    assert (caught.value.problems[0].line, "0xff" in caught.value.problems[0].found) == (3, True)


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(UserError):
        read(b"PK\x03\x04\0\0", "p.md", Rules())


def test_utf_16_is_called_by_its_name() -> None:
    with pytest.raises(UserError, match="UTF-16"):
        read("# Outage".encode("utf-16"), "p.md", Rules())


def test_a_paragraph_that_only_stands_among_items_is_told() -> None:
    said = understood(
        "# Outage\n\n## Actions\n\nWe talked about it.\n\nTo be done by May:\n\n- Fix it\n\n## Follow-up\n\nNobody has time.\n"
    )

    assert [(one.line, one.text) for one in said.skipped] == [
        (5, "We talked about it."),
        (13, "Nobody has time."),
    ]
    assert [one.line for one in said.near_misses] == [11]


def test_a_label_for_something_else_does_not_end_the_mark_of_its_section() -> None:
    said = understood(
        "# Outage\n\n## Actions\n\n<!-- pm-sync: ignore old -->\n\n**Short term**\n\n- Fix it\n\n**Open questions**\n\n- Who?\n\n**Long term**\n\n- Sell it\n"
    )

    assert said.items == ()
    assert [one.text for one in said.skipped] == ["Fix it", "Sell it"]
