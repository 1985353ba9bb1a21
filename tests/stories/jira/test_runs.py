"""The whole way, as its users go it: postmortems in a repository, tickets in Jira, and runs between them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import CREATE, TABLE


def statuses(program: Program) -> list[str]:
    rows = program.read("postmortems/table.md").splitlines()[-3:]
    return [row.split("|")[5].strip() for row in rows]


def test_from_postmortem_to_ticket_and_back(program: Program, jira: Jira) -> None:
    planned = program("plan")
    assert CREATE not in jira.names()
    done = program("sync")

    assert (planned.code, done.code) == (0, 0), done.err
    assert [one.key for one in jira.issues()] == [f"OPS-{number}" for number in range(1, 6)]
    written = program.read("postmortems/table.md")
    for number in (3, 4, 5):
        assert f"[OPS-{number}]({jira.site}/browse/OPS-{number})" in written
    owner = jira.find("OPS-3").assignee
    assert owner is not None
    assert owner.email == "ann@acme.test"
    assert (
        'Dana W is not assigned: nobody knows who that is in Jira; add jira = "mail@…"' in done.out
    )

    jira.transition("OPS-3", "Done", "Done")
    jira.transition("OPS-4", "Done", "Won't Do")
    jira.transition("OPS-1", "In Progress")
    again = program("sync")

    assert again.code == 0, again.err
    assert statuses(program) == ["Done", "Won't do", "Open"]


def test_a_second_run_has_nothing_to_do_and_asks_little(program: Program, jira: Jira) -> None:
    program("sync")
    before = program.files()
    jira.wait(7200)
    jira.requests.clear()

    done = program("sync", "--format", "json")

    assert done.code == 0
    assert program.files() == before
    assert done.json["requests"] == {"jira": len(jira.requests)}
    assert len(jira.requests) <= 4
    assert jira.names("PUT") == []
    assert CREATE not in jira.names()


def test_documents_from_a_backup_are_linked_to_the_tickets_that_there_are(
    program: Program, jira: Jira
) -> None:
    program("sync")
    synced = program.read("postmortems/table.md")
    program.write("postmortems/table.md", TABLE)
    (program.root / "pm-sync.state").unlink()

    assert program("sync").code == 0

    assert program.read("postmortems/table.md") == synced
    assert len(jira.issues()) == 5


def test_an_edited_text_reaches_summary_and_description_of_its_ticket(
    program: Program, jira: Jira
) -> None:
    program("sync")
    text = program.read("postmortems/table.md").replace("Ask the vendor ", "Ask both vendors ")
    program.write("postmortems/table.md", text)

    assert program("sync").code == 0

    issue = jira.find("OPS-5")
    assert issue.summary == "Ask both vendors"
    assert "Ask both vendors" in str(issue.description)
    assert program("sync", "--full").out.startswith("Nothing to do")


def test_a_moved_ticket_takes_its_link_along(program: Program, jira: Jira) -> None:
    program("sync")
    jira.project("PAY")
    jira.move("OPS-3", "PAY")

    done = program("sync")

    assert done.code == 0, done.err
    assert "OPS-3 has moved to PAY-1" in done.out
    assert f"[PAY-1]({jira.site}/browse/PAY-1)" in program.read("postmortems/table.md")
    assert program("sync", "--full").out.startswith("Nothing to do")
    assert len(jira.issues()) == 5


def test_a_deleted_ticket_is_marked_and_never_made_anew(program: Program, jira: Jira) -> None:
    program("sync")
    jira.delete("OPS-3")
    jira.hide("OPS-4")

    done = program("sync", "--full")

    assert done.code == 0, done.err
    assert "OPS-3" in done.out
    assert len(jira.issues()) == 4
    assert jira.names().count(CREATE) == 1


def test_doctor_says_what_it_saw_and_writes_nothing(program: Program, jira: Jira) -> None:
    jira.clock = datetime.now(UTC)

    done = program("doctor")

    assert done.code == 0
    kind = "Cloud" if jira.cloud else "Data Center"
    assert f"+ Jira {kind}" in done.out
    assert "+ tickets can be created as Task in OPS" in done.out
    assert "? Dana W is not assigned" in done.out
    assert len(jira.issues()) == 1


def test_a_required_field_is_named_with_the_line_that_fills_it(
    program: Program, jira: Jira
) -> None:
    team = jira.field("Team", "option", ("SRE", "Web"))
    screen = ("summary", "description", "labels", "assignee", team.id)
    jira.project("PAY", screen=screen, required={"Task": {team.id}})
    settings = program.read("pm-sync.toml").replace('"OPS"', '"PAY"')
    program.write("pm-sync.toml", settings)
    line = 'fields = { "Team" = "SRE" }'
    told = f"Task in PAY: it requires 'Team' ({team.id}) (one of SRE, Web), and nothing fills it; write {line} in [trackers.jira]"

    looked, refused = program("doctor"), program("sync")

    assert told in looked.out
    assert refused.code == 1
    assert told in refused.out + refused.err
    assert CREATE not in jira.names()
    program.write("pm-sync.toml", settings.replace('project = "PAY"', f'project = "PAY"\n{line}'))
    assert program("sync").code == 0
    assert jira.find("PAY-1").more[team.id]["value"] == "SRE"


def test_links_to_a_former_address_of_jira_are_not_taken_for_other_tickets(
    program: Program, jira: Jira
) -> None:
    program("sync")
    settings = program.read("pm-sync.toml")
    program.write("pm-sync.toml", settings.replace("127.0.0.1", "localhost"))

    done = program("sync", "--full")

    assert "an address that no tracker of the settings has; set `web_url`" in done.out
    assert "close it if nobody needs it" not in done.out
    assert len(jira.issues()) == 5


def test_init_says_what_has_to_be_set_first(program: Program, jira: Jira) -> None:
    (program.root / "pm-sync.toml").unlink()

    bare = program("init", "--tracker", "jira")
    program.environ["PM_SYNC_TRACKERS__JIRA__URL"] = jira.url
    program.environ["PM_SYNC_TRACKERS__JIRA__PROJECT"] = "OPS"
    known = program("init", "--tracker", "jira", "--force")

    assert "set `url` and `project` under [trackers.jira] before anything else" in bare.out
    assert "before anything else" not in known.out
    assert f'url = "{jira.url}"' in program.read("pm-sync.toml")
    assert program("sync").code == 0
