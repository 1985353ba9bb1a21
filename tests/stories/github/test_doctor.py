"""What an on-call engineer is told of a GitHub: before the first run, and when the runs have stopped."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Done, Program
from tests.stories.github.conftest import CREATE, SHOP

ACTION = f"acme/pm-sync@{'0123456789' * 4}"
SYNC = ".github/workflows/pm-sync.yml"


@pytest.fixture
def program(program: Program, github: GitHub) -> Program:
    """In a checkout of the repository, on its default branch."""
    github.clock = datetime.now(UTC)
    program.environ["PM_SYNC_SYNC__LOCK"] = "off"  # no git behind this remote
    program.git("init", "-q", "-b", "main")
    program.git("remote", "add", "origin", f"{github.web_url}/{SHOP}.git")
    program.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return program


def doubts(done: Done) -> str:
    return "\n".join(line for line in done.out.splitlines() if line.startswith(("  ?", "  !")))


def everything(program: Program) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in program.root.rglob("*") if one.is_file()}


def test_looking_writes_nothing_here_or_there(program: Program, github: GitHub) -> None:
    assert program("init", "--github", "--action", ACTION).code == 0
    github.workflow(SHOP, "pm-sync.yml", (github.clock, "success"))
    program("sync")
    github.requests.clear()
    before, issues = everything(program), dict(github.at(SHOP).issues)

    done = program("doctor")

    assert done.code == 0, done.out
    assert everything(program) == before
    assert github.at(SHOP).issues == issues
    assert {one.name for one in github.requests if one.writes} <= {"POST /graphql"}
    assert all("mutation" not in str(one.body) for one in github.requests)


def test_offline_nobody_is_asked_and_owners_are_told_all_the_same(
    program: Program, github: GitHub
) -> None:
    text = program.read("pm-sync.toml").replace('github = "dana"', 'jira = "dana@acme.test"')
    program.write("pm-sync.toml", text)

    done = program("doctor", "--offline")

    assert done.code == 0
    assert github.requests == []
    assert "github was not asked: --offline" in done.out
    assert "Dana W is not assigned: no name of theirs is known in github" in done.out
    assert "Dana W under [people] has no name in github" in done.out


def test_owners_that_nobody_knows_are_told_with_what_they_own_and_the_lines_to_add(
    program: Program, github: GitHub
) -> None:
    text = program.read("postmortems/table.md")
    more = '| Call "Kim" back         | repair  | Kim "K" Lee |  |   |\n'
    program.write("postmortems/table.md", text + more + more.replace("back", "again"))
    github.assignable(SHOP, "dana")

    done = program("doctor")
    told = program("doctor", "--format", "json").json["settings_to_add"]

    line = text.count("\n") + 1
    assert (
        f'Kim "K" Lee is not assigned: nobody knows who that is on GitHub (2 items, first postmortems/table.md:{line})'
        in doubts(done)
    )
    assert told in done.out
    assert tomllib.loads(told) == {"people": {'Kim "K" Lee': {"github": "LOGIN"}}}
    settings = program.read("pm-sync.toml")
    program.write("pm-sync.toml", f"{settings}\n{told.replace('LOGIN', 'ann')}")
    again = program("doctor")
    assert "+ every owner of an open item can be assigned" in again.out
    assert "To be completed" not in again.out


def test_who_has_a_table_already_is_not_given_another(program: Program) -> None:
    text = program.read("pm-sync.toml").replace('github = "dana"', 'jira = "dana@acme.test"')
    program.write("pm-sync.toml", text)

    done = program("doctor")

    assert 'add github = "login" to [people."Dana W"]' in done.out
    assert "To be completed" not in done.out


def test_owners_of_restricted_documents_are_not_told(program: Program) -> None:
    text = program.read("postmortems/table.md").replace("Dana W", "Zoe Q")
    program.write("postmortems/secret.md", f"---\nprivate: true\n---\n{text}")
    program.write(
        "pm-sync.toml",
        program.read("pm-sync.toml") + '[private]\npaths = ["postmortems/secret.md"]\n',
    )

    for form in ((), ("--format", "json"), ("--offline",)):
        done = program("doctor", *form)
        assert "Zoe" not in done.out + done.err
        assert "secret.md" not in done.out


class TestTheSchedule:
    @pytest.fixture
    def scheduled(self, program: Program) -> Program:
        assert program("init", "--github", "--action", ACTION).code == 0
        return program

    def test_without_a_workflow_the_way_to_one_is_told(self, program: Program) -> None:
        assert "nothing in .github/workflows runs pm-sync; `pm-sync init --github`" in doubts(
            program("doctor")
        )

    def test_a_schedule_that_runs_well_is_well(self, scheduled: Program, github: GitHub) -> None:
        for file in ("pm-sync.yml", "pm-sync-report.yml"):
            github.workflow(SHOP, file, (github.clock - timedelta(hours=3), "success"))

        done = scheduled("doctor")

        assert f"+ {SYNC} is what `pm-sync init --github` writes" in done.out
        assert "+ the workflow pm-sync.yml ran last on" in done.out
        assert "workflow" not in doubts(done)

    @pytest.mark.parametrize(
        ("state", "days", "ended", "told"),
        [
            ("active", 1, "failure", "? the last run of pm-sync.yml, on"),
            ("active", 20, "success", "? the workflow pm-sync.yml ran last 20 days ago"),
            (
                "disabled_manually",
                1,
                "success",
                "? the workflow pm-sync.yml does not run: somebody",
            ),
            (
                "disabled_inactivity",
                1,
                "success",
                "! the workflow pm-sync.yml does not run: GitHub",
            ),
        ],
    )
    def test_what_went_wrong_is_told_with_the_way_out(
        self, scheduled: Program, github: GitHub, state: str, days: int, ended: str, told: str
    ) -> None:
        run = (github.clock - timedelta(days=days), ended)
        github.workflow(SHOP, "pm-sync.yml", run, state=state)

        done = scheduled("doctor")

        assert told in doubts(done)
        assert done.code == (1 if state == "disabled_inactivity" else 0)

    def test_a_workflow_that_was_never_merged_does_not_run(self, scheduled: Program) -> None:
        assert "GitHub does not know the workflow pm-sync.yml" in doubts(scheduled("doctor"))

    def test_a_token_that_may_not_read_actions_is_a_doubt(
        self, scheduled: Program, github: GitHub
    ) -> None:
        github.actions.may_read = False

        done = scheduled("doctor")

        assert "how pm-sync.yml ran is not told" in doubts(done)
        assert done.code == 0

    def test_a_workflow_for_other_settings_is_stale(self, scheduled: Program) -> None:
        settings = scheduled.read("pm-sync.toml")
        scheduled.write("pm-sync.toml", f'documents = ["postmortems/*.md"]\n{settings}')

        assert (
            f"{SYNC} is not what `pm-sync init --github` would write for these settings;"
            f" pm-sync init --github --force --action {ACTION}" in doubts(scheduled("doctor"))
        )

    def test_somebody_s_own_workflow_is_left_to_them(self, program: Program) -> None:
        program.write(".github/workflows/nightly.yml", f"on: push\njobs: {{}}\n# uses: {ACTION}\n")

        done = program("doctor")

        assert "+ .github/workflows/nightly.yml is a workflow of your own" in done.out
        assert "no workflow that runs pm-sync has a schedule" in doubts(done)


def test_a_doubt_stops_nobody(program: Program, github: GitHub) -> None:
    assert program("doctor").code == 0
    assert program("sync", "--any-branch").code == 0
    assert len(github.names(CREATE)) == 4
