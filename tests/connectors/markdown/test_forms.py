"""What is read of the forms in which people write action items, and of what only looks like one."""

from __future__ import annotations

import pytest

from sync.model.postmortem import ActionItem, Form
from tests.connectors.markdown.bold_cases import IN_BOLD
from tests.connectors.markdown.form_cases import FORMS, HEADED, Said
from tests.connectors.markdown.group_cases import GROUPS
from tests.connectors.markdown.writing import items_of, layout_of

NONE = [
    "## Response actions taken\n\n| Action | Owner | Status |\n|---|---|---|\n| Restart it | Mara | Done |\n",
    "## Preventive measures implemented\n\n- A checklist was written\n",
    "## Timeline\n\n- **Action:** Restored the page\n- **Verified:** it is there\n",
    "## Sign-off\n\n**Preventive measures:** ✅ IMPLEMENTED\n**Ready:** ✅ YES (pending)\n",
    "## Resolution\n\nTo resolve the incident we took the following steps, so that it does not happen again:\n\n- Restarted it\n",
    "## What happened\n\nTo avoid such attacks in future, you can do this:\n\n- Use a key\n",
    "## Sequence of events\n\n| Date | Action | Owner |\n|---|---|---|\n| 2026-01-02 | Restarted it | Mara |\n",
    *(
        f"## What happened\n\n{line}\n\n- Slow logins\n- Missing orders\n"
        for line in (
            "We have received many tickets about:",
            "In this document we will describe:",
            "We have several safeguards that prevent this:",
            "If the primary fails we will fail over to:",
            "We've already taken these steps to prevent a recurrence:",
            "The steps to trigger the bug again are:",
        )
    ),
    "## What could improve\n\n- **No alert:** The cache froze in silence.\n",
    "## Actions taken\n\n- Restarted it\n",
    "## Follow-up timeline\n\n- 12:00 it fell over\n",
    "## Corrective actions\n\n| type | name |\n|---|---|\n| CNAME | a.example |\n",
    "## Corrective actions\n\nThe records were removed:\n\n- a.example.org\n- `b_c`\n- path/to/file.py\n",
    "## Prevention\n\nIt was a bad day, and everybody was tired.\n",
    "## What this tells us about the original action items\n\n- It was never applied\n",
    "## Prevention\n\nOur monitoring should have caught this earlier. The engineer needed twenty minutes.\n",
    "## Prevention\n\nNothing else needs to be done at this time.\n",
    "## Corrective actions\n\nWe needed to restart the cluster by hand. Bob had to be woken up.\n",
    "## Corrective actions\n\nThe following sections list what will be done.\n",
    "## Corrective actions\n\nWe apologize for this and will keep you informed.\n",
    "## Next steps\n\nWe do not plan to change anything.\n",
    "## Moving forward\n\nYou should not need to do anything.\n",
    "## Recommendations\n\nReaders who need more context should see the appendix.\n",
    "## Next steps\n\nThe cluster was restarted.\nCustomers need not worry.\n",
    "## What happened\n\nAI: the model returned wrong answers.\n\nTODO: write this section\n",
    "## Action items\n\n| Priority | Meaning |\n|---|---|\n| P0 | must be done now |\n",
    "## How could we have done better\n\n- Luck\n",
]


@pytest.mark.parametrize("said", [*FORMS, *GROUPS, *IN_BOLD], ids=lambda said: said.name)
def test_it_is_read_as_it_is_meant(said: Said) -> None:
    assert [_told(item) for item in items_of(f"# Outage\n\n{said.body}".encode())] == said.items


def test_a_comment_that_ends_in_code_hides_nothing() -> None:
    body = "```\n{/* code\n```\n\n## Action items\n\n- Add an alert\n\n```\n*/}\n```\n"

    assert [item.title for item in items_of(f"# Outage\n\n{body}".encode())] == ["Add an alert"]


@pytest.mark.parametrize("body", NONE)
def test_what_holds_no_action_items_gives_none(body: str) -> None:
    assert items_of(f"# Outage\n\n{body}".encode()) == ()


def test_the_form_of_a_heading_is_told() -> None:
    assert {item.form for item in items_of(f"# Outage\n\n{HEADED}".encode())} == {Form.HEADING}


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("What is being done to prevent future incidents?", True),
        ("What will we do differently?", True),
        ("Steps we're taking", True),
        ("Lessons learned and action items", True),
        ("Aksjonspunkter", True),
        ("6. Next steps", True),
        ("Mitigation plan", True),
        ("Phase 3: Improvement plan", True),
        ("Short-term and long-term corrective measures", True),
        ("What we're working on next", True),
        ("Actions in progress", True),
        ("What could be done better", False),
        ("Acciones de mejora", True),
        ("Medidas correctivas a tomar", True),
        ("Plano de ação para prevenção", True),
        ("Mesures correctives à mettre en place", True),
        ("Was ändern wir?", True),
        ("Verbesserungsmaßnahmen für das Team", True),
        ("План действий", True),
        ("10. 剩余风险与行动项", True),
        ("防再犯", True),
        ("今後の再発防止策について", True),
        ("향후 재발 방지 대책", True),
        *(
            (title, False)
            for title in (
                "Identified issues",
                "What should we keep doing?",
                "Required steps to reproduce",
                "Planned changes in the release",
                "Resilience improvements that worked",
                "Mitigation plan during the outage",
                "Wiederherstellungsmaßnahmen",
                "Maßnahmen zur Behebung",
                "Was können wir daraus lernen",
                "Actions correctives mises en place",
                "¿Qué podemos aprender de esto?",
                "Medidas preventivas existentes",
                "O que podemos aprender",
                "Azioni correttive intraprese",
                "Меры по восстановлению сервиса",
                "実施した再発防止策",
                "为什么预防措施没有生效",
                "기존 예방 조치",
                "What is the change that caused it?",
                "Things we do well",
            )
        ),
        ("Acciones tomadas", False),
        ("Принятые меры", False),
        ("Was haben wir gelernt", False),
        ("Mitigation", False),
        ("What did we do to fix it?", False),
        ("Resolution and recovery", False),
        ("What changed", False),
        ("What we learned", False),
    ],
)
def test_titles_are_known_by_what_they_say(title: str, is_one: bool) -> None:
    found = items_of(f"# Outage\n\n## {title}\n\n- Add an alert\n".encode())

    assert bool(found) is is_one


def test_sections_that_give_nothing_are_near_misses() -> None:
    text = "# Outage\n\n## Action items\n\nIt was sad.\n\n## Actions taken\n\n- Restarted\n\n## Tail\n\n- [ ] Add an alert\n"
    postmortem = layout_of(text.encode()).postmortem

    assert [(one.line, one.text) for one in postmortem.near_misses] == [
        (3, "Action items"),
        (7, "Actions taken"),
        (13, "- [ ] Add an alert"),
    ]


def test_a_near_miss_is_cut_between_characters() -> None:
    text = f"# Outage\n\n## Tail\n\n- [ ] {'a' * 51}…\n"
    (near,) = layout_of(text.encode()).postmortem.near_misses

    assert near.text.startswith("- [ ] aaa")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Fix it by Friday", "Friday"),
        ("Fix it (by next week)", "next week"),
        ("Fix it, due EOQ", "EOQ"),
        ("Fix it (ETA: Q3 2026)", "Q3 2026"),
        ("Fix it by hand", None),
    ],
)
def test_relative_days_are_kept_as_text(text: str, due: str | None) -> None:
    (item,) = items_of(f"# Outage\n\n## Action items\n\n- {text}\n".encode())

    assert item.due == due


def test_each_item_tells_why_it_is_one_and_where_its_fields_come_from() -> None:
    text = "# Outage\n\n## Action items\n\n- Fix it (owner: @x) LOCAL-7\n\n| Action | Who |\n|---|---|\n| Add it | Ann |\n"
    listed, row = items_of(text.encode())

    assert listed.why == "an entry of a list in a section of action items"
    assert listed.origins == {"owner": "a remark in brackets", "ticket": "the reference at the end"}
    assert row.why == "a row of a table with the column 'Action'"
    assert row.origins == {"owner": "the column 'Who'"}


def _told(item: ActionItem) -> tuple[str, str, str, str | None]:
    references = " ".join(str(one.ref) for one in item.references)
    status = None if item.status is None else str(item.status)
    return item.title, " ".join(item.owners), references, status
