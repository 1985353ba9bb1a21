"""The command line: what it prints where, what it refuses, and with which exit code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import click
import pytest

from sync.cli.entry import COMMANDS
from sync.cli.entry import program as group
from tests.fakes.program import Program
from tests.sync.cli.documents import DOCUMENT

LINES = ["items", "plan", "sync"]


@pytest.fixture
def shared(program: Program) -> Program:
    """A repository with a remote that names `main` as its default branch."""
    program.git("init", "--quiet", "--initial-branch=main")
    program.git("add", ".")
    program.git("commit", "--quiet", "--message", "first")
    program.git("remote", "add", "origin", "https://git.example/acme/shop.git")
    program.git("update-ref", "refs/remotes/origin/main", "HEAD")
    program.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return program


def test_help_teaches_with_examples(program: Program) -> None:
    for name in COMMANDS:
        told = program(name, "--help")

        assert told.code == 0
        assert "Examples:" in told.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_of_a_command_what_the_command_says_itself(name: str) -> None:
    command = group.get_command(click.Context(group), name)

    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=200) == COMMANDS[name][1]


def test_a_slip_of_the_hand_is_told_the_nearest_command(program: Program) -> None:
    done = program("itmes")

    assert done.code == 2
    assert "'items'" in done.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(program: Program, shell: str) -> None:
    assert "_PM_SYNC_COMPLETE" in program("completion", shell).out


def test_completion_knows_commands_and_options(program: Program) -> None:
    words = program(
        _PM_SYNC_COMPLETE="bash_complete", COMP_WORDS="pm-sync sync --inc", COMP_CWORD="2"
    )

    assert "--include-old" in words.out


@pytest.mark.parametrize("name", LINES)
def test_json_is_one_object_and_nothing_else(program: Program, name: str) -> None:
    done = program(name, "--format", "json")

    assert json.loads(done.out)["version"] == 1
    assert done.err == ""


@pytest.mark.parametrize("name", LINES)
def test_piped_output_is_plain_text(program: Program, name: str) -> None:
    assert "\x1b" not in program(name).out


def test_colour_can_be_asked_for_and_switched_off(program: Program) -> None:
    assert "\x1b[" in program("plan", "--color", "always").out
    assert "\x1b" not in program("plan", "--color", "never", FORCE_COLOR="1").out
    assert "\x1b" not in program("plan", NO_COLOR="1").out


def test_items_come_as_csv(program: Program) -> None:
    done = program("items", "--format", "csv")

    head, *rows = done.out.rstrip("\n").split("\n")
    assert head.startswith("document,")
    assert len(rows) == 2


def test_items_explains_itself(program: Program) -> None:
    assert "bullet" in program("items", "--explain").out


def test_options_are_accepted_behind_the_command_and_its_arguments(program: Program) -> None:
    path = program.root / "postmortems" / "a.md"

    done = program(
        "items", str(path), "--format", "json", "--root", str(program.root), cwd=Path("/")
    )

    assert [one["path"] for one in done.json["documents"]] == ["postmortems/a.md"]


def test_paths_are_those_of_the_folder_one_stands_in(program: Program) -> None:
    program.write("pm-sync.toml", "")

    done = program("items", "a.md", "--format", "json", cwd=program.root / "postmortems")

    assert [one["path"] for one in done.json["documents"]] == ["postmortems/a.md"]


def test_a_file_that_is_named_is_read_whatever_the_settings_say(program: Program) -> None:
    program.write("notes/b.txt", DOCUMENT)

    done = program("items", "notes/b.txt", "--format", "json")

    assert [one["path"] for one in done.json["documents"]] == ["notes/b.txt"]


@pytest.mark.parametrize("path", ["nowhere.md", "/etc/hostname", "../x.md"])
def test_a_path_that_means_nothing_here_is_an_error(program: Program, path: str) -> None:
    done = program("plan", path)

    assert done.code == 2
    assert Path(path).name in done.err


def test_all_problems_of_the_settings_are_told_at_once(program: Program) -> None:
    program.write("pm-sync.toml", "documets = []\n[limits]\ncreate = 'x'\n")

    done = program("sync")

    assert done.code == 2
    assert "pm-sync.toml:1" in done.err
    assert "pm-sync.toml:3" in done.err
    assert "`documents`" in done.err


def test_problems_of_a_tracker_s_options_are_told_with_their_line(program: Program) -> None:
    program.write("pm-sync.toml", "\n[trackers.local]\npth = 'x'\n")

    done = program("sync")

    assert done.code == 2
    assert "pm-sync.toml:3" in done.err
    assert "`path`" in done.err


def test_an_unknown_tracker_is_told_with_those_that_are_installed(program: Program) -> None:
    done = program("plan", "--tracker", "locl")

    assert done.code == 2
    assert "local" in done.err


def test_an_unknown_limit_is_told(program: Program) -> None:
    assert "create, update, close, vanished" in program("sync", "--allow", "everything").err


@pytest.mark.parametrize("place", ["a.md", "a.md:x", ":3"])
def test_an_item_to_be_new_is_named_by_path_and_line(program: Program, place: str) -> None:
    done = program("sync", "--new", place)

    assert done.code == 2
    assert "PATH:LINE" in done.err


def test_strict_makes_notices_count(program: Program) -> None:
    program.write("postmortems/a.md", DOCUMENT.replace("(owner: @mara)", "Bug 123"))

    assert program("plan").code == 0
    assert program("plan", "--strict").code == 1


def test_verbose_tells_each_step_on_stderr(program: Program) -> None:
    assert "reading postmortems" in program("plan", "-v").err
    lines = program("plan", "-v", "--log-format", "json").err.rstrip("\n").split("\n")
    assert all(json.loads(line)["logger"].startswith("pm_sync") for line in lines)


def test_a_reader_who_has_seen_enough_is_no_failure(program: Program) -> None:
    program.write("postmortems/a.md", DOCUMENT + "- Mend a thing\n" * 5000)
    with subprocess.Popen(
        program.command("items"),
        cwd=program.root,
        env=program.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()

    assert "Traceback" not in told
    assert told == ""


class TestSharedRepositories:
    def test_without_settings_sync_refuses_and_names_init(self, shared: Program) -> None:
        done = shared("sync")

        assert done.code == 2
        assert "pm-sync init" in done.err
        assert shared("plan").code == 0

    def test_a_throw_away_runner_is_refused(self, shared: Program) -> None:
        shared.write("pm-sync.toml", "")

        done = shared("sync", CI="true")

        assert done.code == 2
        assert "runner" in done.err
        assert shared("sync").code == 0
        assert shared("sync", CI="true").code == 0

    def test_off_the_default_branch_tickets_wait(self, shared: Program) -> None:
        shared.write("pm-sync.toml", "")
        shared.git("checkout", "--quiet", "-b", "topic")

        done = shared("sync")

        assert done.code == 0
        assert "main" in done.out
        assert "LOCAL" not in shared.read("postmortems/a.md")
        assert shared("sync", "--any-branch").code == 0
        assert "LOCAL" in shared.read("postmortems/a.md")

    def test_a_repository_without_a_remote_needs_no_settings(self, program: Program) -> None:
        program.git("init", "--quiet")

        assert program("sync", CI="true").code == 0

    def test_the_remote_names_the_project(self, shared: Program) -> None:
        elsewhere = Program(shared.root, inside=True)
        key = shared("items", "--format", "json").json["documents"][0]["items"][0]["key"]

        named = elsewhere("items", "--format", "json", GITHUB_REPOSITORY="acme/shop")
        other = elsewhere("items", "--format", "json", GITHUB_REPOSITORY="acme/other")

        assert named.json["documents"][0]["items"][0]["key"] == key
        assert other.json["documents"][0]["items"][0]["key"] != key

    def test_an_undated_document_is_as_old_as_its_first_commit(self, shared: Program) -> None:
        shared.write("postmortems/a.md", DOCUMENT.replace("Date: 2026-11-03\n\n", ""))
        shared.write("pm-sync.toml", "since = 2999-01-01\n")

        report = shared("plan", "--format", "json").json

        assert report["summary"]["create"] == 0
        assert any("before 2999-01-01" in reason for reason in report["skipped"])


class TestState:
    def test_a_folder_in_place_of_the_state_file_is_told(self, program: Program) -> None:
        (program.root / "pm-sync.state").mkdir()

        done = program("sync")

        assert done.code == 2
        assert "pm-sync.state" in done.err

    def test_a_spoiled_line_is_told_and_the_rest_is_used(self, program: Program) -> None:
        program("sync")
        state = program.read("pm-sync.state")
        program.write("pm-sync.state", state + "<<<<<<< HEAD\n")

        done = program("sync")

        assert done.code == 0
        assert "line" in done.err

    def test_a_state_file_that_cannot_be_written_hides_nothing_of_what_was_done(
        self, program: Program
    ) -> None:
        (program.root / ".pm-sync.state.pm-sync-tmp" / "in the way").mkdir(parents=True)

        done = program("sync", "--format", "json")

        assert done.code == 1
        assert "pm-sync.state: cannot be written" in done.err
        assert done.json["summary"]["create"] == 2

    def test_a_state_file_of_a_newer_version_is_not_touched(self, program: Program) -> None:
        program.write("pm-sync.state", '{"pm-sync.state": 99}\n')

        done = program("sync")

        assert done.code == 0
        assert "newer" in done.err
        assert program.read("pm-sync.state") == '{"pm-sync.state": 99}\n'


def test_hostile_names_and_texts_never_steer_the_terminal(program: Program) -> None:
    name = "postmortems/\x1b[31mred\x1b]0;t\x07.md"
    program.write(name, DOCUMENT.replace("Add an alert", "Add \x1b[2J [red]an alert\u202e"))

    for line in LINES:
        done = program(line)
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
