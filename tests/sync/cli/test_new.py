"""`pm-sync new`: a postmortem that begins as its team's postmortems do, and that the other commands understand."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.drafting.texts import LONGEST, one_line
from tests.fakes.program import Program

TITLE = "Checkout was down"
DATED = ("--date", "2026-11-27", "--author", "Ann Lee")
PATH = "postmortems/2026-11-27-checkout-was-down.md"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def test_in_an_empty_repository_it_goes_where_the_settings_look(program: Program) -> None:
    done = program("new", TITLE, *DATED)

    assert (done.code, done.err) == (0, "")
    assert f"wrote {PATH} from the built-in template" in done.out
    assert f"pm-sync check {PATH}" in done.out
    assert list(program.files()) == [PATH]


def test_the_others_understand_it_at_once(program: Program) -> None:
    program("new", TITLE, "--author", "Ann Lee", "--severity", "SEV2")
    today = datetime.now(UTC).date().isoformat()

    (document,) = program("items", "--format", "json").json["documents"]
    checked = program("check", "--format", "json")

    assert (document["title"], document["date"], document["items"]) == (TITLE, today, [])
    rules = {(one["rule"], one["severity"]) for one in checked.json["findings"]}
    assert rules == {("section-placeholder", "note")}
    assert checked.code == 0
    assert program("plan", "--exit-code").code == 0
    assert "authors: Ann Lee" in program("items", "--explain").out


def test_without_an_author_the_place_says_so_and_check_reports_it(program: Program) -> None:
    program.git("init", "--quiet")

    program("new", TITLE)

    findings = program("check", "--format", "json").json["findings"]
    assert "placeholder-left" in {one["rule"] for one in findings}


def test_git_says_who_writes_it(program: Program) -> None:
    program.git("init", "--quiet")
    program.git("config", "user.name", "Mara *Lindqvist*")

    program("new", TITLE, "--date", "2026-11-27")

    assert "**Authors:** Mara \\*Lindqvist\\*\n" in program.read(PATH)


def test_it_is_called_like_the_newest_ones(program: Program) -> None:
    program.write("postmortems/2019-01-02-old.md", "# Old\n\nDate: 2019-01-02\n")
    for day in (3, 4, 5):
        program.write(
            f"postmortems/2026/11/0{day}_images_gone.md", f"# x\n\nDate: 2026-11-0{day}\n"
        )

    program("new", TITLE, *DATED)

    assert "postmortems/2026/11/27_checkout_was_down.md" in program.files()


def test_the_second_one_of_a_day_gets_words_where_the_others_have_none(program: Program) -> None:
    program.write("postmortems/2026-11-27.md", "# x\n")

    program("new", TITLE, *DATED)

    assert PATH in program.files()


def test_nothing_that_is_there_is_touched(program: Program) -> None:
    program.write(PATH, "mine")

    for more in ((), ("--out", PATH)):
        done = program("new", TITLE, *DATED, *more)
        assert done.code == 2
        assert "it is there already" in done.err
    assert program.files() == {PATH: b"mine"}


def test_a_file_that_appears_meanwhile_is_not_touched_either(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def link(source: Path, target: Path, **more: bool) -> None:
        target.write_bytes(b"theirs")
        real(source, target, **more)

    monkeypatch.setattr("sync.atomic.os.link", link)

    assert program("new", TITLE, *DATED).code == 2
    assert program.files() == {PATH: b"theirs"}


def test_where_there_are_no_links_it_is_written_all_the_same(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr("sync.atomic.os.link", link)

    assert program("new", TITLE, *DATED).code == 0
    assert program("new", TITLE, *DATED).code == 2
    assert list(program.files()) == [PATH]


def test_it_can_be_looked_at_first(program: Program) -> None:
    done = program("new", TITLE, *DATED, "--print")

    assert done.out.startswith(f"# {TITLE}\n\n**Date:** 2026-11-27\n")
    assert program.files() == {}


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("../x.md", "outside"),
        ("/etc/x.md", "outside"),
        ("notes/x.md", "`documents`"),
        ("postmortems/my-template.md", "`exclude`"),
    ],
)
def test_a_place_where_no_run_would_find_it_is_refused(
    program: Program, out: str, told: str
) -> None:
    done = program("new", TITLE, "--out", out)

    assert done.code == 2
    assert told in done.err
    assert program.files() == {}


def test_a_folder_that_leads_elsewhere_is_refused(program: Program, tmp_path: Path) -> None:
    elsewhere = tmp_path.with_name("elsewhere")
    elsewhere.mkdir()
    (program.root / "postmortems").symlink_to(elsewhere)

    assert program("new", TITLE, *DATED).code == 2
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("title", ["", " \n\t", "\u202e", "x" * (LONGEST + 1)])
def test_a_title_of_nothing_or_of_too_much_is_refused(program: Program, title: str) -> None:
    done = program("new", title)

    assert done.code == 2
    assert "the title" in done.err


class TestTemplates:
    TEMPLATE = "<!-- ours -->\r\n# [Title]\r\n\r\n**Date:** YYYY-MM-DD\r\n\r\n## Impact\r\n\r\n[Impact]\r\n"

    @pytest.mark.parametrize(
        "path",
        [
            "postmortems/template.md",
            "postmortems/_template.md",
            "postmortems/TEMPLATE.md",
            "postmortems/meta/postmortem-template-v2.md",
        ],
    )
    def test_the_team_s_own_is_found_beside_the_documents(
        self, program: Program, path: str
    ) -> None:
        program.write(path, self.TEMPLATE)

        done = program("new", TITLE, *DATED)

        assert f"from {path}" in done.out
        written = program.files()[PATH].decode()
        assert written == self.TEMPLATE.replace("[Title]", TITLE).replace(
            "YYYY-MM-DD", "2026-11-27"
        )

    def test_a_postmortem_about_a_template_is_none(self, program: Program) -> None:
        program.write("pm-sync.toml", "exclude = []\n")
        program.write("postmortems/2026-11-04-broken-template.md", "# Broken\n")

        assert "built-in" in program("new", TITLE, *DATED).out

    def test_the_settings_name_another(self, program: Program) -> None:
        program.write("pm-sync.toml", '[new]\ntemplate = "meta/pm.md"\n')
        program.write("meta/pm.md", "# {{ title }}\n\n**Date:** {{ date }}\n")

        program("new", TITLE, *DATED)

        assert program.read(PATH) == f"# {TITLE}\n\n**Date:** 2026-11-27\n"

    def test_one_that_is_not_there_is_told_with_the_line_that_names_it(
        self, program: Program
    ) -> None:
        program.write("pm-sync.toml", '[new]\ntemplate = "meta/pm.md"\n')

        done = program("new", TITLE)

        assert done.code == 2
        assert (
            "meta/pm.md: it is not there; it is named as `template` at pm-sync.toml:2" in done.err
        )

    def test_one_outside_of_the_root_is_refused(self, program: Program) -> None:
        program.write("pm-sync.toml", '[new]\ntemplate = "../pm.md"\n')

        assert "`new.template`" in program("new", TITLE).err

    def test_what_of_it_would_be_misunderstood_is_told(self, program: Program) -> None:
        program.write(
            "postmortems/template.md",
            "<!-- pm-sync: ignore template -->\n# [Title]\n\n## Action items\n\n- Add an alert for it\n",
        )

        done = program("new", TITLE, "--date", "2026-11-26", "--out", "postmortems/x.md")

        assert done.code == 0
        assert "a mark of the template has pm-sync ignore it" in done.err
        assert "no place for the date" in done.err
        assert "read as real ones (line 6)" in done.err


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_title_breaks_the_document_or_leaves_its_folder(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    program = Program(tmp_path_factory.mktemp("new"), inside=True)

    done = program("new", *DATED, "--", title)

    if done.code:
        assert not one_line(title)
        return
    (path,) = program.files()
    assert Path(path).parent == Path("postmortems")
    (document,) = program("items", "--format", "json").json["documents"]
    assert (document["title"], document["date"]) == (one_line(title), "2026-11-27")
    assert document["items"] == []
