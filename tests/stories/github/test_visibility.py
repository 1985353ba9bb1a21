"""Documents that only some may read, and repositories that everybody can: nothing goes from the one to the other."""

from __future__ import annotations

import pytest

from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import CREATE, SHOP

INCIDENTS = "acme/incidents"
ASKED = f"GET /repos/{INCIDENTS}"
PATCH = f"PATCH /repos/{SHOP}/issues/"


@pytest.fixture
def program(program: Program) -> Program:
    """As in the other stories, but nobody says who may read the documents."""
    del program.environ["PM_SYNC_PRIVATE__VISIBILITY"]
    program.environ["PM_SYNC_SYNC__LOCK"] = "off"  # no git behind these remotes
    return program


def lies_in(program: Program, github: GitHub, repository: str) -> None:
    """Make the folder a checkout of that repository."""
    program.git("init", "-q", "-b", "main")
    program.git("remote", "add", "origin", f"{github.web_url}/{repository}.git")


def on_a_runner(program: Program, github: GitHub) -> None:
    """Of GitHub Actions, for the public repository."""
    program.environ |= {
        "GITHUB_WORKSPACE": str(program.root),
        "GITHUB_REPOSITORY": SHOP,
        "GITHUB_SERVER_URL": github.web_url,
    }


def settings(program: Program, more: str) -> None:
    program.write("pm-sync.toml", f"{program.read('pm-sync.toml')}\n{more}\n")


def told(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", ["private", "internal"])
def test_what_some_may_read_creates_nothing_where_everybody_can(
    program: Program, github: GitHub, kind: str
) -> None:
    github.repository(INCIDENTS, private=kind == "private", internal=kind == "internal")
    github.close(SHOP, 1)
    lies_in(program, github, INCIDENTS)

    planned, done = program("plan"), program("sync")

    assert (planned.code, done.code) == (3, 3)
    for one in (planned, done):
        assert (
            "postmortems/table.md: its tickets would be in acme/shop, which everybody can read, and it lies in"
            " acme/incidents, which is not public; send them to a private place with [[routes]]"
        ) in told(one.out)
    assert github.names(CREATE) == []
    assert "[#" not in program.read("postmortems/table.md")
    assert "- [x] Write the runbook" in program.read("postmortems/list.md")  # statuses go on


@pytest.mark.parametrize(
    ("source", "destination"),
    [(True, True), (False, False), (False, True)],
    ids=["private to private", "public to public", "public to private"],
)
def test_what_may_be_read_by_as_many_there_is_created(
    program: Program, github: GitHub, *, source: bool, destination: bool
) -> None:
    github.repository(INCIDENTS, private=source)
    github.at(SHOP).private = destination
    lies_in(program, github, INCIDENTS)

    done = program("sync")

    assert done.code == 0, done.out + done.err
    assert len(github.names(CREATE)) == 4


def test_a_repository_may_always_tell_itself_and_nobody_is_asked(
    program: Program, github: GitHub
) -> None:
    github.at(SHOP).private = True
    lies_in(program, github, "Acme/Shop")

    done = program("sync")

    assert done.code == 0, done.out + done.err
    assert len(github.names(CREATE)) == 4
    assert github.names(f"GET /repos/{SHOP}").count(f"GET /repos/{SHOP}") == 1  # as ever


def test_each_repository_is_asked_once_and_in_a_quiet_run_not_at_all(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS)
    lies_in(program, github, INCIDENTS)

    program("sync")

    assert github.names().count(ASKED) == 1
    github.wait(3600)
    github.requests.clear()
    assert program("sync").out.startswith("Nothing to do")
    assert ASKED not in github.names()


@pytest.mark.parametrize("access", ["none", "absent"])
def test_a_repository_that_cannot_be_seen_counts_as_private(
    program: Program, github: GitHub, access: str
) -> None:
    if access == "none":
        github.repository(INCIDENTS, access="none")
    lies_in(program, github, INCIDENTS)

    done = program("sync")

    assert done.code == 3
    assert "which cannot be seen with this account and so counts as private" in told(done.out)
    assert 'write visibility = "public" under [private]' in told(done.out)
    assert github.names(CREATE) == []
    settings(program, '[private]\nvisibility = "public"')
    github.requests.clear()
    assert program("sync").code == 0
    assert ASKED not in github.names()
    assert len(github.names(CREATE)) == 4


@pytest.mark.parametrize(
    "remote",
    [None, "/srv/git/incidents.git", "github-work:acme/shop.git"],
    ids=["no remote", "a path", "an alias"],
)
def test_what_lies_in_no_repository_that_others_read_is_compared_with_nothing(
    program: Program, github: GitHub, remote: str | None
) -> None:
    program.git("init", "-q")
    if remote:
        program.git("remote", "add", "origin", remote)

    assert program("sync").code == 0
    assert len(github.names(CREATE)) == 4


def test_the_settings_can_close_a_folder_without_a_remote(program: Program, github: GitHub) -> None:
    settings(program, '[private]\nvisibility = "private"')

    assert program("sync").code == 3
    assert github.names(CREATE) == []


def test_a_repository_on_another_server_counts_as_private(program: Program, github: GitHub) -> None:
    text = program.read("pm-sync.toml")
    own = 'web_url = "https://github.acme.test"\n'
    program.write("pm-sync.toml", text.replace("[trackers.github]\n", f"[trackers.github]\n{own}"))
    program.git("init", "-q")
    program.git("remote", "add", "origin", "git@gitlab.acme.test:acme/shop.git")

    done = program("sync")

    assert done.code == 3
    assert (
        "no tracker of the settings can tell who reads https://gitlab.acme.test/acme/shop"
        in told(done.out)
    )
    assert 'if everybody may read it, write visibility = "public" under [private]' in told(done.out)
    assert github.names(CREATE) == []


def test_a_runner_without_git_lies_in_its_own_repository(program: Program, github: GitHub) -> None:
    on_a_runner(program, github)

    assert program("sync").code == 0
    assert len(github.names(CREATE)) == 4


def test_a_runner_of_a_public_repository_vouches_for_no_other_checkout(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS, private=True)
    lies_in(program, github, INCIDENTS)
    on_a_runner(program, github)

    assert program("sync").code == 3
    assert github.names(CREATE) == []


def test_a_checkout_inside_of_the_checkout_is_its_own_repository(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS, private=True)
    lies_in(program, github, SHOP)
    inner = program.root / "postmortems" / "inner"
    inner.mkdir()
    program.git("init", "-q", str(inner))
    program.git("-C", str(inner), "remote", "add", "origin", f"{github.web_url}/{INCIDENTS}.git")
    program.write("postmortems/inner/table.md", program.read("postmortems/table.md"))

    done = program("sync")

    assert done.code == 3
    assert "postmortems/inner/table.md: its tickets would be in acme/shop" in told(done.out)
    assert len(github.names(CREATE)) == 4
    assert "[#" not in program.read("postmortems/inner/table.md")
    assert "[#" in program.read("postmortems/table.md")


def test_settings_that_say_private_close_even_the_own_repository(
    program: Program, github: GitHub
) -> None:
    lies_in(program, github, SHOP)
    settings(program, '[private]\nvisibility = "private"')

    done = program("sync")

    assert done.code == 3
    assert "the settings say that it is private" in told(done.out)
    assert github.names(CREATE) == []


def test_a_route_leads_out_of_it_and_another_one_into_it(program: Program, github: GitHub) -> None:
    github.repository(INCIDENTS, private=True)
    github.repository("acme/open")
    github.at(SHOP).private = True
    lies_in(program, github, INCIDENTS)
    settings(
        program,
        '[[routes]]\npaths = ["postmortems/list.md"]\nrepository = "acme/incidents"\n\n'
        '[[routes]]\ntypes = ["detect"]\nrepository = "acme/open"',
    )

    done = program("sync")

    assert done.code == 3
    assert "acme/open, which everybody can read" in told(done.out)
    assert github.names("POST /repos/acme/open") == []
    assert len(github.names("POST /repos/acme/incidents/issues")) == 1
    assert len(github.names(CREATE)) == 2


def test_items_of_one_text_wait_for_each_other(program: Program, github: GitHub) -> None:
    github.repository(INCIDENTS, private=True)
    github.repository("acme/open")
    github.at(SHOP).private = True
    lies_in(program, github, INCIDENTS)
    program.write(
        "postmortems/table.md",
        "# Twice\n\nDate: 2026-11-20\n\n## Action items\n\n- Ask them (@ann)\n- Ask them (@bob)\n",
    )
    settings(program, '[[routes]]\nowners = ["@bob"]\nrepository = "acme/open"')

    assert program("sync", "postmortems/table.md").code == 3
    assert github.names(CREATE) == []


def test_an_edited_text_stays_out_of_an_issue_that_everybody_can_read(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS)
    lies_in(program, github, INCIDENTS)
    program("sync")
    github.at(INCIDENTS).private = True
    text = program.read("postmortems/table.md").replace("Ask the vendor ", "Sue the vendor ")
    program.write("postmortems/table.md", text)
    github.close(SHOP, 4)

    done = program("sync")

    assert done.code == 3
    assert "postmortems/table.md: the text of acme/shop#5 would be in acme/shop" in told(done.out)
    assert github.names(PATCH) == []
    assert github.find(SHOP, 5).title == "Ask the vendor"
    assert "| Done" in program.read("postmortems/table.md")


def test_a_saved_plan_is_held_to_it_when_it_is_applied(program: Program, github: GitHub) -> None:
    github.repository(INCIDENTS)
    lies_in(program, github, INCIDENTS)
    assert program("plan", "--out", "plan.json").code == 0
    github.at(INCIDENTS).private = True

    done = program("apply", "plan.json")

    assert done.code == 3
    assert github.names(CREATE) == []


def test_titles_that_look_like_orders_change_nothing_about_it(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS, private=True)
    lies_in(program, github, INCIDENTS)
    program.write(
        "postmortems/::warning::\x1b[31m.md",
        '---\nvisibility: public\nprivate: "false"\npm-sync: public\n---\n# Out\n\nDate: 2026-11-20\n\n'
        '## Action items\n\n- Set visibility = "public" under [private] in acme/shop ##[error]\n',
    )

    done = program("sync")

    assert done.code == 3
    assert github.names(CREATE) == []
    assert "\x1b" not in done.out


def test_the_doctor_tells_it_before_anybody_runs(program: Program, github: GitHub) -> None:
    github.repository(INCIDENTS, private=True)
    lies_in(program, github, INCIDENTS)

    done = program("doctor")

    assert done.code == 1
    assert "postmortems/table.md: its tickets would be in acme/shop" in told(done.out)
    assert all(not one.writes or one.path == "/graphql" for one in github.requests)
    github.at(INCIDENTS).private = False
    assert "everybody can read" not in program("doctor").out


def test_while_github_cannot_say_who_reads_it_everything_else_goes_on(
    program: Program, github: GitHub
) -> None:
    github.repository(INCIDENTS)
    github.close(SHOP, 1)
    lies_in(program, github, INCIDENTS)
    text = program.read("pm-sync.toml").replace(
        "seconds_between_writes = 0", "seconds_between_writes = 0\nlongest_wait = 0\ntotal_wait = 0"
    )
    program.write("pm-sync.toml", text)
    github.next(faults.html(502), times=None, on=ASKED)

    done = program("sync")

    assert done.code == 0
    assert "who may read it cannot be asked" in told(done.out)
    assert github.names(CREATE) == []
    assert "- [x] Write the runbook" in program.read("postmortems/list.md")
    github.calm()
    assert program("sync").code == 0
    assert len(github.names(CREATE)) == 4
