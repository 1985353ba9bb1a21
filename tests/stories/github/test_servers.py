"""Other servers, other ways to sign in, and the doctor that looks at both."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.connectors.github.test_access import a_key
from tests.fakes.github.apps import INSTALLATION
from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.fakes.program import Program
from tests.stories.github.conftest import LIST, SHOP


def texts(github: GitHub) -> str:
    issues = github.at(SHOP).issues.values()
    return "\n".join(f"{issue.title}\n{issue.body}" for issue in issues)


def test_the_doctor_says_what_is_missing(program: Program, github: GitHub) -> None:
    github.clock = datetime.now(UTC)
    done = program("doctor")

    assert done.code == 0
    assert "repository acme/shop can be read" in done.out
    assert "there is no label 'pm-sync' yet; the first run makes it" in done.out
    assert "Dana W is not assigned" in done.out
    github.keys.known = {"another"}
    assert program("doctor", "--format", "json").code == 1


def test_an_enterprise_server_is_a_github_too(tmp_path: Path) -> None:
    world = GitHub("https://git.acme.example/api/v3", "https://git.acme.example", referee=named())
    world.repository(SHOP)
    world.issue(SHOP, "Runbook for the CDN", state="closed")
    world.limits.off = True
    program = Program(tmp_path, inside=True)
    program.environ["PM_SYNC_TRACKERS__GITHUB__TOKEN"] = "ghp_example"
    program.environ["PM_SYNC_PRIVATE__VISIBILITY"] = "public"
    with served(world) as api:
        link = f"{world.web_url}/{SHOP}/issues/1"
        text = LIST.replace("https://github.com/acme/shop/issues/1", link)
        public = "- [ ] See ([#9](https://github.com/acme/shop/issues/9))\n"
        program.write("postmortems/list.md", text + public)
        program.write(
            "pm-sync.toml",
            f'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\napi_url = "{api}"\n',
        )

        done = program("sync")

        assert done.code == 0, done.err
        assert api.endswith("/api/v3")
        written = program.read("postmortems/list.md")
        assert f"[#2]({world.web_url}/{SHOP}/issues/2)" in written
        assert "- [x] Write the runbook" in written
        assert written.endswith(public)


def test_an_app_signs_in_by_its_variables(program: Program, github: GitHub) -> None:
    del program.environ["GITHUB_TOKEN"]
    program.environ |= {
        "PM_SYNC_TRACKERS__GITHUB__APP_ID": "12",
        "PM_SYNC_TRACKERS__GITHUB__INSTALLATION_ID": str(INSTALLATION),
        "PM_SYNC_TRACKERS__GITHUB__PRIVATE_KEY": a_key(),
    }
    github.clock = datetime.now(UTC)

    done = program("sync")

    assert done.code == 0, done.err
    assert len(github.at(SHOP).issues) == 5
    assert len(github.names("POST /app/installations/")) == 1
    assert "BEGIN" not in done.out + done.err
