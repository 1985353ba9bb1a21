"""The pull request in repositories that are not plain: below the top, other line ends, two runs at once, hostile text, Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

from tests.fakes.wire.exchange import Request
from tests.proposals.scene import BODY, BRANCH, OTHER, PATH, SHOP, STATE, Scene


def test_a_project_below_the_top_is_published_with_its_own_paths_alone(scene: Scene) -> None:
    seed = scene.clone()
    (seed.root / "teams").mkdir()
    for name in ("postmortems", "pm-sync.toml"):
        seed.git("mv", name, f"teams/{name}")
    seed.git("commit", "--quiet", "-m", "moved")
    seed.git("push", "--quiet", "origin", "main")
    clone = scene.clone()
    clone.root = clone.root / "teams"

    done = scene.run(program=clone)
    scene.github.close(SHOP, 1)
    again = scene.clone()
    again.root = again.root / "teams"
    later = scene.run(program=again)

    assert (done.code, later.code) == (0, 0), done.err + later.err
    assert scene.files(f"{BRANCH}-teams") == [f"teams/{one}" for one in (STATE, PATH, OTHER)]
    assert "Done" in scene.show(f"teams/{PATH}", f"{BRANCH}-teams")
    assert again.git("status", "--porcelain") == ""
    assert len(scene.titles) == 4


def test_line_ends_of_the_checkout_and_of_the_repository_stay_what_they_are(scene: Scene) -> None:
    seed = scene.clone()
    seed.write(".gitattributes", "postmortems/second.md text eol=crlf\n")
    seed.write(PATH, BODY.replace("\n", "\r\n"))
    scene.remote.commit(seed, "line ends")
    seed.git("push", "--quiet", "origin", "main")

    scene.run()
    scene.github.close(SHOP, 1)
    clone = scene.clone()
    done = scene.run(program=clone)

    assert done.code == 0, done.err
    raw = subprocess.run(
        ["git", "-C", str(scene.remote.path), "show", f"{BRANCH}:{PATH}"],
        capture_output=True,
        check=True,
    ).stdout
    assert raw.count(b"\r\n") == raw.count(b"\n") > 0
    assert b"Done" in raw
    assert "\r" not in scene.show(OTHER)
    assert "\r\n" in clone.read(OTHER)
    assert clone.git("status", "--porcelain") == ""


def test_what_another_run_pushes_meanwhile_is_built_upon(scene: Scene) -> None:
    scene.run()
    scene.github.close(SHOP, 1)
    other = scene.clone()
    once: list[bool] = []

    def meanwhile(request: Request) -> None:
        if not once and request.path.startswith(f"/repos/{SHOP}/issues"):
            once.append(True)
            scene.somebody(("Written by the team.", "Written meanwhile."), branch=BRANCH)

    scene.github.after = meanwhile
    done = scene.run("--full", program=other)

    assert done.code == 0, done.err
    assert once
    assert "Written meanwhile." in scene.show()
    assert "Done" in scene.show()


def test_a_pull_request_that_somebody_closed_is_followed_by_another_with_all_of_it(
    scene: Scene,
) -> None:
    scene.run()
    (pull,) = scene.opened
    pull.pull_request = pull.state = "closed"

    done = scene.run()

    assert done.code == 0, done.err
    assert len(scene.opened) == 1
    assert len(scene.pulls) == 2
    assert scene.files() == [STATE, PATH, OTHER]
    assert len(scene.titles) == 4


def test_hostile_text_does_nothing_in_title_text_and_commit(scene: Scene) -> None:
    hostile = "x\\|y @everyone <img src=q> [a](javascript:b) ::set-output name=z::1 ##[error] <!-- pm-sync end -->"
    scene.add(
        "postmortems/hostile.md", BODY.replace("Alert on lag", hostile).replace("@ann", "@acme/all")
    )

    done = scene.run()

    assert done.code == 0, done.err
    (pull,) = scene.opened
    body = pull.body or ""
    assert body.count("<!-- pm-sync end -->") == 1
    assert "<img" not in body
    assert not re.search(r"@\w", body.replace("\\", ""))
    assert "](javascript" not in body
    rows = [line for line in body.splitlines() if "everyone" in line]
    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 4
    message = scene.remote.git("log", "-1", "--format=%B", BRANCH)
    assert "everyone" not in message + pull.title


def test_a_document_that_is_restricted_is_counted_and_not_told(scene: Scene) -> None:
    scene.somebody(
        ("tracker = ", 'private = { paths = ["postmortems/second.md"] }\ntracker = '),
        "pm-sync.toml",
    )

    done = scene.run()

    assert done.code == 0, done.err
    body = scene.opened[0].body or ""
    assert "second.md" not in body
    assert "1 restricted document besides" in body
    assert "Alert on lag" in body


def test_a_run_that_is_interrupted_while_it_looks_leaves_the_checkout_as_it_was(
    scene: Scene,
) -> None:
    scene.run()
    clone = scene.clone()
    process: list[subprocess.Popen[str]] = []

    def interrupt(request: Request) -> None:
        if process and request.path.startswith(f"/repos/{SHOP}/issues"):
            process.pop().send_signal(signal.SIGINT)

    scene.github.before = interrupt
    running = subprocess.Popen(
        clone.command("sync", "--publish", "pull-request", "--full"),
        cwd=clone.root,
        env=clone.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    process.append(running)
    _, told = running.communicate(timeout=60)

    assert running.returncode == 130, told
    assert clone.git("status", "--porcelain") == ""


def test_a_plan_that_was_saved_is_applied_into_the_pull_request(
    scene: Scene, tmp_path: Path
) -> None:
    clone = scene.clone()
    saved = tmp_path / "plan.json"
    assert clone("plan", "--out", str(saved)).code == 0

    done = clone("apply", str(saved), "--publish", "pull-request")

    assert done.code == 0, done.err
    assert len(scene.opened) == 1
    assert clone.git("status", "--porcelain") == ""


def test_the_report_as_json_is_one_object_and_nothing_else(scene: Scene) -> None:
    done = scene.run("--format", "json")

    assert done.json["summary"]["create"] == 4
    assert scene.run("--format", "json").json["summary"]["create"] == 0


def test_what_somebody_writes_into_a_waiting_document_meanwhile_stays_theirs(scene: Scene) -> None:
    scene.run()
    clone = scene.clone()
    once: list[bool] = []

    def meanwhile(request: Request) -> None:
        if not once and request.path.startswith(f"/repos/{SHOP}/issues"):
            once.append(True)
            clone.write(OTHER, clone.read(OTHER).replace("Written by", "Half written by"))

    scene.github.before = meanwhile
    done = scene.run("--full", program=clone)

    assert once
    assert f"{OTHER} was edited meanwhile, and stays as it is here" in done.err
    assert "Half written" in clone.read(OTHER)
    assert "Half written" not in scene.show(OTHER)


def test_two_projects_of_a_repository_have_branches_of_their_own(scene: Scene) -> None:
    seed = scene.clone()
    text = BODY.replace("Alert on lag", "Pay on time").replace("Ask the `vendor`", "Call the bank")
    seed.write(f"teams/Pay/{PATH}", text.replace("# Outage", "# Paid late").replace("-20", "-18"))
    seed.write("teams/Pay/pm-sync.toml", seed.read("pm-sync.toml"))
    scene.remote.commit(seed, "another project")
    seed.git("push", "--quiet", "origin", "main")

    for _ in range(2):
        for below in ("", "teams/Pay"):
            clone = scene.clone()
            clone.root = clone.root / below
            done = scene.run(program=clone)
            assert done.code == 0, done.err

    branches = sorted(one.pull.branch for one in scene.opened if one.pull)
    assert branches == [BRANCH, f"{BRANCH}-teams-pay"]
    assert scene.files() == [STATE, PATH, OTHER]
    assert len(scene.titles) == 6


def test_a_branch_that_two_projects_share_by_their_settings_is_refused_to_the_second(
    scene: Scene,
) -> None:
    seed = scene.clone()
    text = BODY.replace("Alert on lag", "Pay on time").replace("Ask the `vendor`", "Call the bank")
    seed.write(f"pay/{PATH}", text.replace("# Outage", "# Paid late").replace("-20", "-18"))
    seed.write(
        "pay/pm-sync.toml", f'publish = {{ branch = "{BRANCH}" }}\n' + seed.read("pm-sync.toml")
    )
    scene.remote.commit(seed, "another project")
    seed.git("push", "--quiet", "origin", "main")
    clone = scene.clone()
    clone.root = clone.root / "pay"
    assert scene.run(program=clone).code == 0
    titles = scene.titles

    done = scene.run()

    assert done.code == 2
    assert "is that of another project in this repository (pay/" in done.err
    assert scene.titles == titles


def test_a_new_document_on_main_waits_where_people_committed_and_stops_no_other(
    scene: Scene,
) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by us."), branch=BRANCH)
    scene.add("postmortems/third.md", BODY.replace("Alert on lag", "Buy a spare"))
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    assert "postmortems/third.md waits" in done.err
    assert "Done" in scene.show()
    assert "Written by us." in scene.show()
    titles = scene.titles
    assert scene.run().code == 0
    assert scene.titles == titles


def test_an_approval_in_the_middle_of_a_run_is_kept(scene: Scene) -> None:
    scene.run()
    (pull,) = scene.opened
    scene.github.close(SHOP, 1)
    tip = scene.tip()

    def approve(request: Request) -> None:
        if request.path.startswith(f"/repos/{SHOP}/issues") and pull.pull is not None:
            pull.pull.decision = "APPROVED"

    scene.github.after = approve
    done = scene.run("--full")

    assert done.code == 1
    assert "is approved meanwhile" in done.err
    assert scene.tip() == tip


def test_words_that_somebody_writes_into_the_pull_request_meanwhile_stay(scene: Scene) -> None:
    scene.run()
    (pull,) = scene.opened
    scene.github.close(SHOP, 1)

    def reword(request: Request) -> None:
        if request.path.startswith(f"/repos/{SHOP}/issues"):
            pull.title = "For Friday"

    scene.github.after = reword
    done = scene.run("--full")

    assert done.code == 0, done.err
    assert pull.title == "For Friday"


def test_one_that_would_be_closed_stays_open_if_somebody_commits_to_it_meanwhile(
    scene: Scene,
) -> None:
    scene.run()
    by_hand = scene.remote.clone("by-hand")
    for path in (PATH, OTHER, STATE):
        by_hand.write(path, scene.show(path))
    scene.remote.commit(by_hand, "the same by hand")
    by_hand.git("push", "--quiet", "origin", "main")
    once: list[bool] = []

    def meanwhile(request: Request) -> None:
        if not once and request.path.startswith(f"/repos/{SHOP}/issues"):
            once.append(True)
            scene.somebody(("Written by the team.", "Written meanwhile."), branch=BRANCH)

    scene.github.after = meanwhile
    done = scene.run("--full")

    assert once
    assert done.code == 1
    assert len(scene.opened) == 1
    assert "Written meanwhile." in scene.show()
