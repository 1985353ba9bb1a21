"""`pm-sync doctor`: what is missing, what has no effect, what to do about it; and that nothing changes by looking."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.cli.health.owners import quoted
from sync.model.memory import Doubt, Reading, Remembered, State
from sync.model.postmortem import TicketRef
from sync.state import render
from tests.fakes.program import Done, Program

NOW = datetime.now(UTC)
SINCE = f"since = {NOW.date() - timedelta(days=30)}\n"


def area(done: Done, name: str) -> list[str]:
    """The lines of one area."""
    lines = done.out.splitlines()
    start = lines.index(name) + 1
    return [line for line in lines[start:] if line.startswith("  ")][: _length(lines[start:])]


def _length(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.startswith("  ")), len(lines))


def everything(program: Program) -> dict[str, bytes]:
    """All files, those of git and of `.pm-sync/` among them."""
    return {str(one): one.read_bytes() for one in program.root.rglob("*") if one.is_file()}


def test_where_all_is_well_it_ends_with_ready_and_leaves_every_file(program: Program) -> None:
    program.write("pm-sync.toml", SINCE)
    program("sync")
    program.git("init", "-q", "-b", "main")
    before = everything(program)

    done = program("doctor")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\nReady.\n")
    assert everything(program) == before


def test_areas_come_in_one_order_and_the_worst_of_each_first(program: Program) -> None:
    program.write("pm-sync.toml", 'documents = ["postmortems/*.md", "nowhere/*.md"]\n')
    program.write("postmortems/broken.md", "")
    (program.root / "postmortems/broken.md").write_bytes(b"\xff\xfe\x00# A")

    done = program("doctor")

    heads = [line for line in done.out.splitlines() if line and not line.startswith("  ")]
    assert heads[:2] == ["settings", "documents"]
    assert [line[2] for line in area(done, "documents")] == ["!", "?", "+"]
    assert done.code == 1
    assert heads[-1] == "Not ready: 1 problem (documents), 2 things to look at."


def test_settings_that_cannot_be_read_are_findings_and_the_exit_code_is_2(
    program: Program,
) -> None:
    program.write(
        "pm-sync.toml", 'trackr = "x"\n[trackers.github]\ntoken = "ghp_0123456789abcdefghij"\n'
    )

    done, told = program("doctor"), program("doctor", "--format", "json")

    assert (done.code, told.code) == (2, 2)
    assert "pm-sync.toml:3: `trackers.github.token` is a secret in a file" in done.out
    assert "unknown key `trackr`" in done.out
    assert "ghp_" not in done.out + done.err + told.out
    assert {one["area"] for one in told.json["findings"]} == {"settings"}


def test_as_json_each_finding_has_severity_area_and_remedy(program: Program) -> None:
    program.write("pm-sync.toml", 'documents = ["postmortems/*.md", "nowhere/*.md"]\n' + SINCE)

    told = program("doctor", "--format", "json").json

    assert told["version"] == 1
    assert told["settings_to_add"] is None
    [doubt] = [one for one in told["findings"] if one["severity"] == "doubt"]
    assert doubt == {
        "severity": "doubt",
        "area": "documents",
        "tracker": None,
        "found": "pm-sync.toml:1: `documents` names 'nowhere/*.md', and no file is called so",
        "remedy": "correct it, or take it out",
    }


class TestSettings:
    def doubts(self, program: Program, settings: str) -> str:
        program.write("pm-sync.toml", settings)
        return "\n".join(line for line in program("doctor").out.splitlines() if line[2:3] == "?")

    def test_since_is_asked_for_with_the_line_to_write(self, program: Program) -> None:
        doubts = self.doubts(program, "")

        assert f"write since = {NOW.date() - timedelta(days=30)} above all tables" in doubts

    def test_a_since_that_is_still_to_come_is_told(self, program: Program) -> None:
        later = date(NOW.year + 1, 1, 1)

        assert "`since` lies in the future" in self.doubts(program, f"since = {later}\n")

    def test_a_key_of_a_person_that_names_no_tracker_is_a_slip(self, program: Program) -> None:
        doubts = self.doubts(program, '[people."Ann"]\ngithb = "ann"\n')

        assert "pm-sync.toml:2: `githb` of Ann names no tracker; did you mean `github`?" in doubts

    def test_a_rule_that_does_not_exist_is_told(self, program: Program) -> None:
        doubts = self.doubts(program, '[check.rules]\nitem-vauge = "off"\n')

        assert (
            "pm-sync.toml:2: `check.rules` names 'item-vauge', and there is no such rule" in doubts
        )

    def test_documents_with_work_in_them_that_exclude_drops_are_named(
        self, program: Program
    ) -> None:
        text = program.read("postmortems/a.md")
        program.write("postmortems/template-engine.md", text)
        program.write("postmortems/template.md", "# T\n\n## Action items\n\n- [ ] <what to do>\n")

        doubts = self.doubts(program, SINCE)

        assert (
            "1 document with open action items is left out by `exclude`: postmortems/template-engine.md;"
            in doubts
        )

    def test_a_route_that_no_item_fits_and_one_behind_another_are_told(
        self, program: Program
    ) -> None:
        routes = '[[routes]]\ntypes = ["none"]\n[[routes]]\npaths = ["postmortems/**"]\n[[routes]]\nowners = ["mara"]\n'

        doubts = self.doubts(program, SINCE + routes)

        assert "pm-sync.toml:2: no action item fits this route" in doubts
        assert "pm-sync.toml:6: routes before this one take the 1 item that fits it" in doubts
        assert "pm-sync.toml:4" not in doubts


class TestState:
    def state(self, program: Program, *lines: str) -> Done:
        program.write("pm-sync.toml", SINCE)
        program.write("pm-sync.state", "".join(f"{line}\n" for line in lines))
        return program("doctor")

    def remembered(
        self, *entries: Remembered, doubts: tuple[Doubt, ...] = (), read: int = 0
    ) -> list[str]:
        at = NOW - timedelta(days=read)
        state = State(
            {one.ref: one for one in entries},
            {one.key: one for one in doubts},
            {"local": Reading("local", at, at)},
        )
        return render(state).splitlines()

    def test_a_file_of_a_newer_version_stops_everything(self, program: Program) -> None:
        done = self.state(program, '{"pm-sync.state": 99}')

        assert done.code == 1
        assert area(done, "state") == [
            "  ! pm-sync.state was written by a newer pm-sync (99); update pm-sync to that version"
        ]

    def test_lines_that_are_broken_or_there_twice_are_named(self, program: Program) -> None:
        ticket = Remembered(TicketRef("local", "LOCAL-1"), "k", "postmortems/a.md")
        lines = self.remembered(ticket)

        done = self.state(program, *lines, lines[-1].replace('"k"', '"other"'), "<<<<<<<")

        told = "\n".join(area(done, "state"))
        assert "pm-sync.state: line 5 is not readable and is left out" in told
        assert "pm-sync.state says some things twice, as after a merge: line 4;" in told
        assert done.code == 0

    def test_a_creation_in_doubt_is_told(self, program: Program) -> None:
        doubt = Doubt("local", "k", "postmortems/a.md", NOW)

        done = self.state(program, *self.remembered(doubts=(doubt,)))

        assert "the outcome of 1 creation is not known" in done.out

    def test_a_link_in_its_place_is_told(self, program: Program) -> None:
        (program.root / "pm-sync.state").symlink_to("elsewhere")

        done = program("doctor")

        assert "pm-sync.state: it is a link" in "\n".join(area(done, "state"))

    def test_a_run_that_was_interrupted_is_told(self, program: Program) -> None:
        event = {"at": NOW.isoformat(), "run": "r", "event": "begin", "write": 1}
        program.write(".pm-sync/journal.jsonl", json.dumps(event) + "\n")

        assert "the last run on this machine was interrupted in 1 write" in program("doctor").out

    @pytest.mark.parametrize(("days", "sign"), [(7, "+"), (9, "?")])
    def test_after_a_week_without_a_run_there_is_a_doubt(
        self, program: Program, days: int, sign: str
    ) -> None:
        ticket = Remembered(TicketRef("local", "LOCAL-1"), "k", "postmortems/a.md")

        done = self.state(program, *self.remembered(ticket, read=days))

        [line] = area(done, "schedule")
        assert line.startswith(f"  {sign} the last run that left a trace was through on")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Dana W", '"Dana W"'),
        ('A "B" \\ C', '"A \\"B\\" \\\\ C"'),
        ("a\x1b[31m\u202eb", '"a\\u001b[31m\\u202eb"'),
        ("##[error]", '"##\\u005berror]"'),
        ("\U000e0001", '"\\U000e0001"'),
    ],
)
def test_names_to_paste_are_toml_that_no_terminal_obeys(name: str, written: str) -> None:
    assert quoted(name) == written
    assert tomllib.loads(f"x = {quoted(name)}")["x"] == name
