"""`pm-sync check`, as it is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.program import Program

VAGUE = "# Down\n\n**Date:** 2026-11-04\n\n## Impact\n\nNone.\n\n## Action items\n\n- Improve monitoring (@ann)\n"
EMPTY = (
    "# Down\n\n**Date:** 2026-11-04\n\n## Impact\n\n## Action items\n\n- Page at 5 errors (@ann)\n"
)
OFF = '[check]\nsections = ["impact"]\n[check.rules]\nitem-without-ticket = "off"\n'


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", OFF)
    return program


def test_each_finding_is_told_with_its_place_and_its_rule(program: Program) -> None:
    program.write("postmortems/a.md", VAGUE)

    done = program("check")

    assert done.out == (
        'postmortems/a.md:11:3: warning: "Improve monitoring" has no end that somebody else could check; say what will be'
        " different, with a number if there is one [item-vague]\n"
        "1 warning in 1 document\n"
    )
    assert done.code == 0


def test_warnings_fail_only_if_they_are_to(program: Program) -> None:
    program.write("postmortems/a.md", VAGUE)

    assert program("check", "--strict").code == 1


def test_an_error_fails(program: Program) -> None:
    program.write("postmortems/a.md", EMPTY)

    done = program("check")

    assert done.code == 1
    assert "postmortems/a.md:5:4: error" in done.out


def test_a_broken_document_stops_no_other(program: Program) -> None:
    (program.root / "postmortems").mkdir()
    (program.root / "postmortems" / "a.md").write_bytes(b"\xff\xfe")
    program.write("postmortems/b.md", VAGUE)

    done = program("check")

    assert done.code == 2
    assert "b.md:11:3" in done.out
    assert "UTF-16" in done.out
    assert done.out.endswith("1 warning in 1 document, 1 unreadable document\n")


def test_many_of_a_kind_are_told_as_one_to_people_and_each_to_machines(program: Program) -> None:
    items = "".join(f"- Page at {number} errors\n" for number in range(12))
    program.write("postmortems/a.md", VAGUE.replace("- Improve monitoring (@ann)\n", items))

    done = program("check")
    told = program("check", "--format", "json")

    assert "12 action items have no owner (lines 11, 12, 13, 14, 15, 16, 17, 18, ...)" in done.out
    assert done.out.count("item-without-owner") == 1
    assert len([one for one in told.json["findings"] if one["rule"] == "item-without-owner"]) == 12


def test_old_documents_are_left_alone_unless_they_are_asked_for(program: Program) -> None:
    program.write("pm-sync.toml", f"since = 2026-11-10\n{OFF}")
    program.write("postmortems/a.md", VAGUE)

    done = program("check")

    assert "nothing to say about 0 documents" in done.out
    assert "left alone: 1 document from before `since`" in done.out
    assert "item-vague" in program("check", "--include-old").out
    assert "item-vague" in program("check", "postmortems/a.md").out


def test_nothing_is_written_without_fix(program: Program) -> None:
    program.write("postmortems/a.md", VAGUE.replace("2026-11-04", "4 Nov 2026"))
    before = program.files()

    program("check")

    assert program.files() == before


def test_fix_rewrites_days_and_nothing_else(program: Program) -> None:
    text = (
        "# Down\r\n\r\n**Date:** 4 Nov 2026  \r\n\r\n## Impact\r\n\r\nNone.\r\n\r\n## Action items\r\n\r\n"
        "| Action | Owner | Due |\r\n|---|---|---|\r\n| Page at 5 errors | @ann |  Dec 24, 2099 |\r\n| Page at 6 errors | @ann | soon |"
    )
    program.write("postmortems/a.md", text)

    done = program("check", "--fix")

    expected = text.replace("4 Nov 2026", "2026-11-04").replace("Dec 24, 2099", "2099-12-24")
    assert program.read("postmortems/a.md") == expected
    assert "mended 2 places" in done.out
    assert "date-style" not in done.out
    assert "mended" not in program("check", "--fix").out


def test_fix_changes_no_date_that_an_item_only_mentions(program: Program) -> None:
    text = VAGUE.replace("Improve monitoring", "Repeat the test of 4 Nov 2026 by 5 Dec 2026")
    program.write("postmortems/a.md", text)

    program("check", "--fix")

    assert "the test of 4 Nov 2026" in program.read("postmortems/a.md")


def test_a_runner_gets_remarks_on_the_lines_from_the_top_of_the_repository(
    program: Program,
) -> None:
    program.git("init", "--quiet")
    program.write("team/pm-sync.toml", OFF)
    program.write("team/postmortems/a.md", VAGUE.replace("monitoring", "::error::x %AF"))

    done = program("check", "--root", "team", "--format", "github")

    lines = done.out.splitlines()
    assert lines[0].startswith("postmortems/a.md:11:3: warning: ")
    assert lines[1] == "1 warning in 1 document"
    assert lines[2].startswith("::warning file=team/postmortems/a.md,line=11,title=item-vague::")
    assert "%25AF" in lines[2]
    assert len(lines) == 3


def test_sarif_names_rules_places_and_documents_that_cannot_be_read(program: Program) -> None:
    program.write("postmortems/a b.md", VAGUE)
    (program.root / "postmortems" / "c.md").write_bytes(b"a\0b")

    done = program("check", "--format", "sarif")

    run = done.json["runs"][0]
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert done.json["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "item-vague"
    assert (result["ruleId"], result["level"]) == ("item-vague", "warning")
    assert place["artifactLocation"]["uri"] == "postmortems/a%20b.md"
    assert place["region"] == {"startLine": 11, "startColumn": 3}
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in told] == [
        "postmortems/c.md"
    ]


def test_a_rule_explains_itself(program: Program) -> None:
    done = program("check", "--explain", "item-vague")

    assert done.code == 0
    assert "item-vague (warning)" in done.out
    assert "    - Improve monitoring (@ann)" in done.out
    assert "Did you mean 'item-vague'?" in program("check", "--explain", "item-vauge").err


def test_only_what_a_change_touches_is_judged_by_the_settings_of_its_base(
    program: Program,
) -> None:
    program.git("init", "--quiet", "--initial-branch=main")
    program.git("config", "user.name", "a")
    program.git("config", "user.email", "a@acme.example")
    program.write("postmortems/old.md", VAGUE)
    program.git("add", ".")
    program.git("commit", "--quiet", "-m", "one")
    program.git("switch", "--quiet", "-c", "change")
    program.write("postmortems/new.md", VAGUE)
    program.write("pm-sync.toml", OFF + 'item-vague = "off"\n')
    program.git("add", ".")
    program.git("commit", "--quiet", "-m", "two")

    done = program("check", "--base", "main")

    assert "postmortems/new.md:11:3: warning" in done.out
    assert "old.md" not in done.out
    assert done.out.endswith("1 warning in 1 document\n")


def test_restricted_documents_are_counted_and_not_told_of(program: Program) -> None:
    program.write("pm-sync.toml", OFF + '[private]\npaths = ["postmortems/secret/**"]\n')
    program.write("postmortems/secret/leak.md", EMPTY)

    for form in ("text", "json", "github", "sarif"):
        done = program("check", "--format", form)
        assert done.code == 1
        assert "leak" not in done.out + done.err
        assert "Impact" not in done.out
    shown = program("check", "--show-private")
    assert "leak.md:5:4: error" in shown.out


def test_text_of_documents_is_shown_and_not_obeyed(program: Program) -> None:
    text = VAGUE.replace("Improve monitoring", "Improve \x1b[31m\u202e##[group]x")
    program.write("postmortems/a.md", text)

    for form in ("text", "json", "github", "sarif"):
        out = program("check", "--format", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "##[" not in out


def test_json_counts_documents_and_tells_what_can_be_mended(program: Program) -> None:
    program.write("postmortems/a.md", VAGUE.replace("2026-11-04", "4 Nov 2026"))

    done = program("check", "--format", "json")

    told = {one["rule"]: one for one in done.json["findings"]}
    assert (done.json["version"], done.json["documents"], done.json["problems"]) == (1, 1, [])
    assert told["date-style"] == {
        "rule": "date-style",
        "severity": "note",
        "path": "postmortems/a.md",
        "line": 3,
        "column": 11,
        "message": '"4 Nov 2026" sorts and searches better as 2026-11-04',
        "fixable": True,
    }
    assert json.loads(done.out) == done.json


HEAD = "# Down\n\n**Date:** 2026-11-04\n\n## Impact\n\nNone.\n\n## Action items\n\n"


@pytest.mark.parametrize(
    ("row", "after"),
    [
        (
            "| Page at 5 errors | @ann | starts 21 Dec 2026 | 1 Dec 2026 |",
            "| Page at 5 errors | @ann | starts 21 Dec 2026 | 2026-12-01 |",
        ),
        (
            "| Page at 5 errors | @ann | [log](https://x.example/2026/12/24/log) | 2026/12/24 |",
            "| Page at 5 errors | @ann | [log](https://x.example/2026/12/24/log) | 2026-12-24 |",
        ),
        (
            "| Page at 5 errors | @ann | `date -d '24 Dec 2026'` | 24 Dec 2026 |",
            "| Page at 5 errors | @ann | `date -d '24 Dec 2026'` | 2026-12-24 |",
        ),
        (
            "| Repeat 24 Dec 2026 | @ann | 24 Dec 2026 | 24 Dec 2026 |",
            "| Repeat 24 Dec 2026 | @ann | 24 Dec 2026 | 2026-12-24 |",
        ),
    ],
)
def test_fix_finds_the_due_date_among_other_days(program: Program, row: str, after: str) -> None:
    table = "| Action | Owner | Notes | Due |\n|---|---|---|---|\n"
    program.write("postmortems/a.md", f"{HEAD}{table}{row}\n")

    program("check", "--fix")

    assert program.read("postmortems/a.md") == f"{HEAD}{table}{after}\n"


def test_fix_leaves_a_day_alone_that_it_cannot_tell_from_another(program: Program) -> None:
    text = f'{HEAD}- [Page](https://x.example "24 Dec 2026") at 5 errors (@ann, due 24 Dec 2026)\n'
    program.write("postmortems/a.md", text)

    program("check", "--fix")

    assert program.read("postmortems/a.md") == text


def test_where_nothing_is_found_it_says_where_to_look(program: Program) -> None:
    done = program("check")

    assert done.code == 0
    assert "no postmortems were found; `documents` in the settings says where they are" in done.out


@pytest.mark.parametrize("line", ["(" + " " * 20_000 + "x", "|-" + " " * 20_000 + "x|"])
def test_a_line_of_blanks_takes_no_time(program: Program, line: str) -> None:
    """Without the limit of this suite it would go on for minutes."""
    program.write("postmortems/a.md", f"{HEAD}- Page (@ann)\n\n## Timeline\n\n{line}\n")

    assert program("check").code in (0, 1)


def test_a_restricted_document_that_cannot_be_read_is_counted_and_not_told_of(
    program: Program,
) -> None:
    program.write("pm-sync.toml", OFF + '[private]\npaths = ["postmortems/secret/**"]\n')
    program.write("postmortems/secret/leak.md", "")
    (program.root / "postmortems/secret/leak.md").write_bytes(b"\xff\xfe")

    for form in ("text", "json", "github", "sarif"):
        done = program("check", "--format", form)
        assert done.code == 2
        assert "leak" not in done.out + done.err
