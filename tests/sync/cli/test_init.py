"""Setting up: settings that work, and a census that promises nothing untrue."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.program import Program
from tests.sync.cli.documents import DOCUMENT


class TestInit:
    def test_it_writes_settings_that_work_and_counts_what_is_there(self, program: Program) -> None:
        done = program("init", "--since", "2026-11-01")

        assert done.code == 0, done.err
        assert "2 items in 1 document" in done.out
        assert "since = 2026-11-01" in program.read("pm-sync.toml")
        assert program.read(".gitattributes") == "pm-sync.state merge=union\n"
        assert not (program.root / ".pm-sync").exists()
        assert program("sync").code == 0

    def test_it_finds_postmortems_where_they_are(self, program: Program) -> None:
        (program.root / "postmortems").rename(program.root / "incidents")
        program.write("README.md", "# A project\n\nNothing here.\n")

        program("init")

        assert 'documents = ["incidents/**/*.md"]' in program.read("pm-sync.toml")

    def test_older_postmortems_are_told_and_left_alone(self, program: Program) -> None:
        program.write("postmortems/a.md", DOCUMENT.replace("2026-11-03", "2019-01-01"))

        done = program("init")

        assert "year" in done.out
        assert program("plan", "--exit-code").code == 0

    def test_it_never_replaces_settings_unasked(self, program: Program) -> None:
        program.write("pm-sync.toml", "tracker = 'local'\n")

        done = program("init")

        assert done.code == 2
        assert "--force" in done.err
        assert program.read("pm-sync.toml") == "tracker = 'local'\n"
        assert program("init", "--force").code == 0

    def test_twice_writes_the_attribute_once(self, program: Program) -> None:
        program.write(".gitattributes", "*.png binary")

        program("init")
        program("init", "--force")

        assert program.read(".gitattributes") == "*.png binary\npm-sync.state merge=union\n"

    def test_where_there_is_nothing_it_says_so(self, tmp_path: Path) -> None:
        done = Program(tmp_path, inside=True)("init")

        assert done.code == 0
        assert "no postmortems" in done.out.lower()


def test_init_below_a_folder_that_runs_have_used_is_refused(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    below = program.write("postmortems/2026/a.md", "## Action items\n\n- Add an alert\n").parent
    assert program("sync").code == 0

    refused = program("init", cwd=below)

    assert refused.code == 2
    assert "pm-sync runs there already" in refused.err
    assert not (below / "pm-sync.toml").exists()
    assert program("init", "--root", ".", cwd=below).code == 0


def test_init_below_settings_does_not_begin_a_second_project(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", "")
    below = program.write("postmortems/a.md", "# Outage\n").parent

    refused = program("init", cwd=below)

    assert refused.code == 2
    assert "these settings hold here too" in refused.err
    assert not (below / "pm-sync.toml").exists()
    assert program("init", "--root", ".", cwd=below).code == 0
