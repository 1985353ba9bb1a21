"""`pm-sync undo`, as a person uses it: what a run did goes again, and what people did since stays."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import pytest

from tests.fakes.program import Done, Program
from tests.undo.conftest import BARE, LIST, TABLE, documents, statuses


def last_name(program: Program) -> str:
    """The last run, as `pm-sync log` calls it."""
    return str(program("log", "-n", "1", "--format", "json").json["runs"][0]["run"])


def test_documents_get_their_bytes_back_and_untouched_tickets_are_closed(program: Program) -> None:
    before = program.files()
    assert program("sync").code == 0
    assert documents(program) != before

    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert program.files() == before
    assert statuses(program) == {f"LOCAL-{number}": "wont_do" for number in range(1, 8)}
    assert "The next `pm-sync sync` makes new tickets" in done.err


def test_without_a_terminal_the_plan_is_shown_and_nothing_is_changed(program: Program) -> None:
    program("sync")
    synced = program.files()

    done = program("undo")

    assert done.code == 0
    assert "status in the ticket: Open → Won't do" in done.out
    assert "ticket: LOCAL-7 → TBD" in done.out
    assert f"`pm-sync undo --run {last_name(program)} --yes` carries this out" in done.err
    assert program.files() == synced
    assert set(statuses(program).values()) == {"open"}


@pytest.mark.parametrize(("answer", "undone"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_on_a_terminal_it_asks(program: Program, answer: str, undone: bool) -> None:
    before = program.files()
    program("sync")

    with (
        mock.patch("sync.cli.undo._is_watched", return_value=True),
        mock.patch("click.termui.visible_prompt_func", return_value=answer.strip()),
    ):
        done = program("undo")

    assert done.code == 0
    assert (program.files() == before) is undone
    assert ("nothing was changed" in done.err) is not undone


def test_the_next_run_makes_new_tickets_and_leaves_the_closed_ones_alone(program: Program) -> None:
    program("sync")
    synced = documents(program)
    program("undo", "--yes")

    again = program("sync", "--format", "json")

    assert again.code == 0
    assert again.json["summary"]["create"] == 7
    assert again.json["summary"]["notice"] == 0
    assert list(statuses(program).values()) == ["wont_do"] * 7 + ["open"] * 7
    texts = {name: data.decode() for name, data in documents(program).items()}
    assert texts.keys() == synced.keys()
    assert "LOCAL-8" in texts["postmortems/bare.md"]
    assert program("sync", "--format", "json").json["actions"] == []


def test_a_second_undo_has_nothing_to_do_and_takes_back_no_earlier_run(program: Program) -> None:
    program("sync")
    program("tickets", "close", "LOCAL-1")
    program("sync")
    told = documents(program)
    assert program("undo", "--yes").code == 0
    undone = documents(program)
    assert undone != told

    done = program("undo", "--yes")

    assert done.code == 0
    assert "Nothing to take back: nothing of it is left." in done.out
    assert documents(program) == undone


def test_an_earlier_run_is_named_as_the_log_names_it(program: Program) -> None:
    before = documents(program)
    program("sync")
    first = last_name(program)
    program.write("postmortems/new.md", TABLE.replace("Checkout", "Login"))
    program("sync")
    program("tickets", "assign", "LOCAL-8", "mara")

    done = program("undo", "--run", first[:6], "--yes")

    assert done.code == 0, done.err
    after = documents(program)
    assert b"LOCAL-8" in after.pop("postmortems/new.md")
    assert after == before


def test_names_of_no_run_and_of_an_undo_are_refused(program: Program) -> None:
    program("sync")
    program("undo", "--yes")

    unknown = program("undo", "--run", "zzzz", "--yes")
    undo = program("undo", "--run", last_name(program), "--yes")

    assert (unknown.code, undo.code) == (2, 2)
    assert "`pm-sync log` shows their names" in unknown.err
    assert "`pm-sync sync` writes it again" in undo.err


def test_the_log_tells_of_an_undo_what_it_did(program: Program) -> None:
    program("sync")
    name = last_name(program)
    program("undo", "--yes")

    told = program("log", "-n", "1").out

    assert "status in the ticket: Open → Won't do" in told
    assert "ticket: LOCAL-7 → TBD" in told
    assert f"run {name} wrote it" in told


def test_without_a_journal_it_says_so(program: Program) -> None:
    never = program("undo", "--yes")
    program("sync")
    (program.root / ".pm-sync/journal.jsonl").unlink()
    synced = program.files()

    lost = program("undo", "--yes")

    for done in (never, lost):
        assert done.code == 1
        assert "the journal is missing, so nobody can say what the last run did" in done.err
    assert program.files() == synced
    assert "journal is missing" in program("undo", "--format", "json").json["error"]["message"]


def test_of_a_journal_that_broke_off_what_is_known_is_taken_back(program: Program) -> None:
    before = documents(program)
    program("sync")
    journal = program.root / ".pm-sync/journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if b'"rewrite"' in line)
    journal.write_bytes(b"".join(lines[:last]) + lines[last][:40])

    done = program("undo", "--yes")

    assert done.code == 0
    after = documents(program)
    assert after["postmortems/bare.md"] == before["postmortems/bare.md"]
    assert after["postmortems/list.md"] == before["postmortems/list.md"]
    assert b"LOCAL-6" in after["postmortems/table.md"]
    assert "is linked at postmortems/table.md:9, and the journal does not say what stood there" in (
        done.out
    )
    assert list(statuses(program).values()) == ["wont_do"] * 5 + ["open"] * 2


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        (["tickets", "start", "LOCAL-3"], "it is in progress by now"),
        (["tickets", "close", "LOCAL-3"], "it is done by now"),
        (["tickets", "close", "LOCAL-3", "--reason", "wont-do"], "it was closed by "),
        (["tickets", "assign", "LOCAL-3", "jonas"], "it was reassigned by "),
    ],
)
def test_a_ticket_that_somebody_touched_stays_with_its_link(
    program: Program, doing: list[str], told: str
) -> None:
    program("sync")
    assert program(*doing).code == 0
    touched = statuses(program)["LOCAL-3"]

    done = program("undo", "--yes")

    assert done.code == 0
    assert f"LOCAL-3 stays as it is: {told}" in " ".join(done.out.split())
    text = program.read("postmortems/list.md")
    assert "LOCAL-3" in text
    assert "LOCAL-4" not in text
    assert text.replace(" (LOCAL-3)", "") == LIST
    assert statuses(program)["LOCAL-3"] == touched
    assert list(statuses(program).values()).count("wont_do") >= 6
    assert program("sync", "--format", "json").json["summary"]["create"] == 6


def test_a_touched_row_keeps_the_columns_that_its_table_got(program: Program) -> None:
    program("sync")
    program("tickets", "start", "LOCAL-2")

    assert program("undo", "--yes").code == 0

    lines = program.read("postmortems/bare.md").split("\r\n")
    assert lines[8] == BARE.split("\r\n")[8]
    assert "LOCAL-2" in lines[9]
    assert lines[6].count("|") == 5
    assert "LOCAL-1" not in program.read("postmortems/bare.md")
    items = program("items", "--format", "json").json["documents"][0]["items"]
    assert [item["tickets"] for item in items] == [[], ["LOCAL-2"]]


def test_what_people_edited_since_stays(program: Program) -> None:
    program("sync")
    for name, old, new in (
        ("table", "Alert on slow payment", "Alert on very slow payment"),
        ("table", "Thanks to everybody.", "Thanks to everybody.\n\nAnd to the vendor."),
        ("list", "# Images", "# All images"),
    ):
        text = program.read(f"postmortems/{name}.md")
        program.write(f"postmortems/{name}.md", text.replace(old, new))

    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert program.read("postmortems/list.md") == LIST.replace("# Images", "# All images")
    wanted = TABLE.replace("Alert on slow payment", "Alert on very slow payment")
    assert program.read("postmortems/table.md") == wanted.replace(
        "Thanks to everybody.", "Thanks to everybody.\n\nAnd to the vendor."
    )
    assert set(statuses(program).values()) == {"wont_do"}


def test_a_link_that_cannot_be_taken_out_keeps_its_ticket(program: Program) -> None:
    program("sync")
    text = program.read("postmortems/list.md")
    program.write("postmortems/list.md", text.replace("(LOCAL-3)", "(see LOCAL-3 and its notes)"))

    done = program("undo", "--yes")

    assert done.code == 0
    assert "LOCAL-3 stays as it is" in done.out
    assert "(see LOCAL-3 and its notes)" in program.read("postmortems/list.md")
    assert statuses(program)["LOCAL-3"] == "open"
    assert statuses(program)["LOCAL-4"] == "wont_do"


def test_a_ticket_that_is_linked_elsewhere_too_is_in_use(program: Program) -> None:
    program("sync")
    program.write(
        "postmortems/other.md", "# Other\n\n## Action items\n\n- [ ] Go on there (LOCAL-3)\n"
    )

    done = program("undo", "--yes")

    assert "LOCAL-3 stays as it is: it is linked at postmortems/other.md:5" in done.out
    assert statuses(program)["LOCAL-3"] == "open"
    assert "LOCAL-3" in program.read("postmortems/list.md")


def test_a_status_that_a_run_wrote_goes_back_and_the_next_run_writes_it_again(
    program: Program,
) -> None:
    program("sync")
    linked = documents(program)
    program("tickets", "close", "LOCAL-3", "LOCAL-6", "LOCAL-7")
    program("sync")
    told = documents(program)
    assert told != linked

    assert program("undo", "--yes").code == 0
    assert documents(program) == linked
    assert program("sync").code == 0

    assert documents(program) == told


def test_a_status_that_people_changed_since_stays_and_is_told(program: Program) -> None:
    program("sync")
    program("tickets", "close", "LOCAL-6")
    program("sync")
    text = program.read("postmortems/table.md")
    changed = text.replace("| Done   |\n| Retry", "| FAILED |\n| Retry")
    assert changed != text
    program.write("postmortems/table.md", changed)

    done = program("undo", "--yes")

    assert "status Done stays as it is: somebody edited it since" in done.out
    assert program.read("postmortems/table.md") == changed


def test_a_title_goes_back_if_it_is_still_what_the_run_wrote(program: Program) -> None:
    program("sync")
    for old, new in (("Watch the lag", "Watch all lags"), ("Mend the lag", "Mend all lags")):
        text = program.read("postmortems/bare.md")
        program.write("postmortems/bare.md", text.replace(old, new))
    program("sync")
    edited = documents(program)

    done = program("undo", "--yes")

    assert done.code == 0
    assert "title in the ticket: Watch all lags → Watch the lag" in done.out
    told = program("tickets", "list", "--status", "all", "--format", "json").json["tickets"]
    assert [one["title"] for one in told][:2] == ["Watch the lag", "Mend the lag"]
    assert documents(program) == edited
    assert program("sync", "--format", "json").json["summary"]["update"] == 2


def test_documents_that_the_settings_no_longer_name_are_restored_too(program: Program) -> None:
    before = documents(program)
    program("sync")
    program.write("pm-sync.toml", 'documents = ["postmortems/table.md"]\n')

    assert program("undo", "--yes").code == 0

    assert documents(program) == before
    assert set(statuses(program).values()) == {"wont_do"}


def test_a_document_that_is_gone_needs_no_restoring(program: Program) -> None:
    program("sync")
    (program.root / "postmortems/list.md").unlink()

    assert program("undo", "--yes").code == 0

    assert set(statuses(program).values()) == {"wont_do"}


def test_a_document_that_cannot_be_read_keeps_its_tickets(program: Program) -> None:
    program("sync")
    (program.root / "postmortems/list.md").write_bytes(b"\xff\xfe")

    done = program("undo", "--yes")

    assert done.code == 2
    assert "belongs to postmortems/list.md, which cannot be read" in " ".join(done.out.split())
    assert statuses(program)["LOCAL-3"] == "open"
    assert program.read("postmortems/bare.md") == BARE


def test_a_document_that_cannot_be_written_keeps_its_tickets(program: Program) -> None:
    program("sync")
    with mock.patch(
        "connectors.markdown.files.write_atomically", side_effect=OSError(28, "No space left")
    ):
        done = program("undo", "--yes")

    assert done.code == 1
    assert "a document still links it" in done.out
    assert set(statuses(program).values()) == {"open"}
    assert program("undo", "--yes").code == 0
    assert program.read("postmortems/list.md") == LIST


def test_a_machine_gets_one_object_with_the_run(program: Program) -> None:
    program("sync")
    name = last_name(program)

    plan = program("undo", "--format", "json").json
    done = program("undo", "--yes", "--format", "json").json

    assert plan["run"] == done["run"] == name
    assert plan["summary"]["update"] == done["summary"]["update"] == 7
    assert {action["outcome"] for action in plan["actions"]} == {"planned"}
    assert {action["outcome"] for action in done["actions"]} == {"done"}


def test_a_ticket_without_a_link_is_closed_too(program: Program) -> None:
    with mock.patch(
        "connectors.markdown.files.write_atomically", side_effect=OSError(28, "No space left")
    ):
        assert program("sync").code == 1

    assert program("undo", "--yes").code == 0

    assert set(statuses(program).values()) == {"wont_do"}


def test_the_state_forgets_what_was_withdrawn(program: Program, tmp_path: Path) -> None:
    program("sync")
    program("tickets", "start", "LOCAL-3")

    program("undo", "--yes")

    state = [json.loads(line) for line in program.read("pm-sync.state").splitlines()]
    assert [line["ticket"] for line in state if "ticket" in line] == ["LOCAL-3"]


def test_what_changed_while_somebody_looked_is_not_carried_out(program: Program) -> None:
    program("sync")
    synced = documents(program)

    def meanwhile(*_: object, **__: object) -> bool:
        Program(program.root, inside=True)("tickets", "start", "LOCAL-3")
        return True

    with (
        mock.patch("sync.cli.undo._is_watched", return_value=True),
        mock.patch("click.confirm", side_effect=meanwhile),
    ):
        done: Done = program("undo")

    assert done.code == 3
    assert "Nothing was changed; run `pm-sync undo` again" in done.err
    assert documents(program) == synced


def test_tickets_of_a_tracker_that_the_settings_do_not_name_are_taken_in_by_name(
    program: Program,
) -> None:
    before = documents(program)
    program("sync")
    program.write(
        "pm-sync.toml", 'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\n'
    )
    program.environ["GITHUB_TOKEN"] = "ghp_example"

    stays = program("undo", "--yes")
    done = program("undo", "--yes", "--tracker", "local")

    assert (stays.code, done.code) == (0, 0), done.err
    assert "of which the settings do not tell; --tracker local takes it in" in " ".join(
        stays.out.split()
    )
    assert documents(program) == before


def test_restricted_documents_are_taken_back_and_told_in_numbers(program: Program) -> None:
    secret = "---\nprivate: true\n---\n" + LIST.replace("Purge", "Zqpurge")
    program.write("postmortems/zq.md", secret)
    before = documents(program)
    assert program("sync").code == 0

    plan = program("undo")
    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert documents(program) == before
    for told in (plan, done, program("log")):
        assert "zq" not in (told.out + told.err).casefold()
    assert "restricted" in done.out
    assert set(statuses(program).values()) == {"wont_do"}


def test_other_fields_go_back_in_documents_and_in_tickets(program: Program) -> None:
    program("sync")
    program("tickets", "assign", "LOCAL-6", "jonas")
    linked = documents(program)
    assert program("sync").code == 0
    assert b"jonas" in documents(program)["postmortems/table.md"]

    done = program("undo", "--yes")

    assert done.code == 0
    assert documents(program) == linked
    text = program.read("postmortems/table.md").replace("@mara", "@priya")
    program.write("postmortems/table.md", text)
    program("sync", "--take", "document")
    assert owner_of(program, "LOCAL-6") == ["priya"]

    done = program("undo", "--yes")

    assert done.code == 0
    assert owner_of(program, "LOCAL-6") == ["jonas"]
    assert program.read("postmortems/table.md") == text


def owner_of(program: Program, ticket: str) -> list[str]:
    shown = program("tickets", "show", ticket, "--format", "json").json
    return [str(name) for name in shown["ticket"]["owners"]]


def test_an_owner_whom_people_changed_since_stays(program: Program) -> None:
    program("sync")
    text = program.read("postmortems/table.md").replace("@mara", "@priya")
    program.write("postmortems/table.md", text)
    program("sync")
    program("tickets", "assign", "LOCAL-6", "zoe")

    done = program("undo", "--yes")

    assert owner_of(program, "LOCAL-6") == ["zoe"]
    assert "owner of LOCAL-6 stays as it is: somebody changed it since" in done.out


def test_a_status_that_a_run_carried_over_goes_back(program: Program) -> None:
    program.write("pm-sync.toml", '[fields]\nstatus = "both"\n')
    program("sync")
    text = program.read("postmortems/table.md")
    number = statuses(program)["LOCAL-6"]
    program.write(
        "postmortems/table.md", text.replace("TODO", "DONE", 1).replace("Open", "Done", 1)
    )
    program("sync")
    moved = [name for name, status in statuses(program).items() if status == "done"]
    assert len(moved) == 1

    done = program("undo", "--yes")

    assert done.code == 0, done.out
    assert statuses(program)[moved[0]] == "open" == number


def test_where_all_of_it_stays_it_says_so_and_not_that_documents_and_tickets_agree(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path, inside=True)
    program.write(
        "postmortems/list.md", "# Out\n\nDate: 2026-11-05\n\n## Action items\n\n- Purge\n"
    )
    program("sync")
    program("tickets", "start", "LOCAL-1")

    for arguments in ((), ("--yes",)):
        done = program("undo", *arguments)

        assert "LOCAL-1 stays as it is: it is in progress by now" in done.out
        assert done.out.splitlines()[-1] == "Nothing to take back: 1 notice."
        assert "The next" not in done.err
        assert "Took back" not in done.out
