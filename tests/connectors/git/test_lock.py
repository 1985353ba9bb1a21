"""The lock across machines, between real clones of a real remote."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from connectors.git import lock as lock_module
from connectors.git import remote as remote_module
from connectors.git.lock import REF, GitLock
from sync.errors import NoLock
from sync.ports import Claim
from tests.connectors.git.remotes import NOW, Remote, a_claim
from tests.fakes.program import HOME, Program

RACER = """\
import sys, time
from pathlib import Path
from connectors.git.lock import GitLock
from tests.connectors.git.remotes import a_claim
top, name, old, start = sys.argv[1:]
lock = GitLock(Path(top))
time.sleep(max(float(start) - time.time(), 0))
there = lock.put(a_claim(name), old or None)
print(there.claim.run if there and there.claim else there)
"""


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path)


def run_of(lock: GitLock, claim: Claim, instead_of: str | None = None) -> str | None:
    there = lock.put(claim, instead_of)
    return there.claim.run if there and there.claim else None


def alive(process: str) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, check=False)
    return told.stdout.strip()[:1] not in (b"", b"Z")


def left_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_claim_stands_on_the_remote_until_it_is_removed(remote: Remote) -> None:
    lock = GitLock(remote.clone("one").root)

    there = lock.put(a_claim("one"), None)

    assert there is not None
    assert there.claim == a_claim("one")
    assert there.id == remote.lock
    assert '"holder": "process 1 on laptop"' in remote.claim
    lock.remove()
    assert remote.lock is None


def test_nothing_of_the_checkout_is_touched(remote: Remote) -> None:
    one, two = remote.clone("one"), remote.clone("two")
    before = left_in(one.root), left_in(two.root)

    first, second = GitLock(one.root), GitLock(two.root)
    first.put(a_claim("one"), None)
    second.put(a_claim("two"), None)
    first.remove()
    second.remove()

    assert (left_in(one.root), left_in(two.root)) == before


def test_another_machine_is_told_who_has_it(remote: Remote) -> None:
    GitLock(remote.clone("one").root).put(a_claim("one", "https://ci.example/7"), None)
    other = GitLock(remote.clone("two").root)

    there = other.put(a_claim("two"), None)

    assert there is not None
    assert there.claim == a_claim("one", "https://ci.example/7")
    before = remote.lock
    other.remove()
    assert remote.lock == before


def test_what_stands_there_is_replaced_only_by_whoever_knows_it(remote: Remote) -> None:
    one, two = GitLock(remote.clone("one").root), GitLock(remote.clone("two").root)
    first = one.put(a_claim("one"), None)
    assert first is not None

    renewed = one.put(a_claim("one", "process 1, still"), first.id)
    assert renewed is not None
    assert renewed.id not in (None, first.id)
    assert run_of(two, a_claim("two"), first.id) == "one"
    assert run_of(two, a_claim("two"), renewed.id) == "two"
    assert run_of(one, a_claim("one"), renewed.id) == "two"
    one.remove()
    assert '"two"' in remote.claim


def test_where_the_claim_was_taken_away_nothing_is_there(remote: Remote) -> None:
    lock = GitLock(remote.clone("one").root)
    there = lock.put(a_claim("one"), None)
    assert there is not None
    remote.git("update-ref", "-d", REF)

    assert lock.put(a_claim("one"), there.id) is None
    lock.remove()


@pytest.mark.parametrize("expired", [False, True])
def test_of_many_processes_at_once_exactly_one_has_it(remote: Remote, expired: bool) -> None:
    old = remote.claimed("left by a killed run") if expired else ""
    tops = [remote.clone(f"clone{number}").root for number in range(6)]
    start = time.time() + 2
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(top), top.name, old, str(start)],
            env=Program(top).environment({"PYTHONPATH": str(HOME)}),
            stdout=subprocess.PIPE,
            text=True,
        )
        for top in tops
    ]
    seen = [racer.communicate(timeout=120)[0].strip() for racer in racers]

    winner = [top.name for top, name in zip(tops, seen, strict=True) if top.name == name]
    assert len(winner) == 1
    assert set(seen) == set(winner)
    assert f'"run": "{winner[0]}"' in remote.claim


@pytest.mark.parametrize("options", [(), ("--depth=1",), ("--filter=blob:none",)])
def test_shallow_and_partial_clones_take_and_read_it_and_stay_as_they_are(
    remote: Remote, options: tuple[str, ...]
) -> None:
    remote.git("config", "uploadpack.allowFilter", "true")
    more = remote.clone("more")
    more.write("b.md", "b")
    remote.commit(more, "second")
    more.git("push", "--quiet", "origin", "main")
    clone = remote.clone("one", *options)
    before = left_in(clone.root)
    lock = GitLock(clone.root)

    assert run_of(lock, a_claim("one")) == "one"
    lock.remove()
    remote.claimed("somebody's")
    there = lock.put(a_claim("one"), None)

    assert there is not None
    assert there.claim is None
    assert there.written == NOW
    assert left_in(clone.root) == before


def test_a_worktree_and_a_detached_head_take_it_too(remote: Remote) -> None:
    clone = remote.clone("one")
    clone.git("checkout", "--quiet", "--detach")
    clone.git("worktree", "add", "--quiet", "../two", "HEAD")

    for top in (clone.root, clone.root.parent / "two"):
        lock = GitLock(top)
        assert run_of(lock, a_claim(top.name)) == top.name
        lock.remove()
        assert remote.lock is None


@pytest.mark.parametrize("name", ["a: b", '"c"', "d:\\e"])
def test_a_folder_may_have_any_name(remote: Remote, name: str) -> None:
    clone = remote.clone("one")
    top = clone.root.rename(clone.root.with_name(name))
    remote.claimed("somebody's", NOW)

    there = GitLock(top).put(a_claim("one"), remote.lock)

    assert there is not None
    assert there.claim is not None
    assert there.claim.run == "one"


@pytest.mark.parametrize(
    "text",
    [
        "by hand",
        "{",
        '{"run": 1}',
        '{"run": "a", "holder": "b", "since": "2026-11-24T09:00:00", "until": "2026-11-24T09:00:00"}',
        '{"run": "a", "holder": [], "since": "2026-11-24T09:00:00Z", "until": "2026-11-24T09:00:00Z"}',
        '{"run": "a", "holder": "b", "since": "2026-11-24T09:00:00Z", "until": "9999-12-31T23:59:59-12:00"}',
        "[" * 100_000,
    ],
)
def test_of_what_cannot_be_read_the_age_is_told(remote: Remote, text: str) -> None:
    made = remote.claimed(text)

    there = GitLock(remote.clone("one").root).put(a_claim("one"), None)

    assert there is not None
    assert (there.id, there.claim, there.written) == (made, None, NOW)


def test_of_what_is_no_commit_nothing_is_known(remote: Remote) -> None:
    blob = remote.git("hash-object", "-w", "--stdin").strip()
    remote.git("update-ref", REF, blob)
    lock = GitLock(remote.clone("one").root)

    there = lock.put(a_claim("one"), None)

    assert there is not None
    assert (there.id, there.claim, there.written) == (blob, None, None)
    assert lock.removal == f"git push origin :{REF}"


@pytest.mark.parametrize("when", ["253402300799 +0000", "9" * 40 + " +0000", "-1 -9999", "x", ""])
def test_a_commit_from_another_age_tells_no_age(remote: Remote, when: str, tmp_path: Path) -> None:
    made = remote.git("cat-file", "commit", remote.claimed("by hand"))
    raw = tmp_path / "raw"
    raw.write_text(re.sub(r"(?m)^(committer .*>).*$", rf"\1 {when}", made))
    commit = remote.git("hash-object", "-t", "commit", "--literally", "-w", str(raw)).strip()
    remote.git("update-ref", REF, commit)

    there = GitLock(remote.clone("one").root).put(a_claim("one"), None)

    assert there is not None
    assert (there.claim, there.written) == (None, None)


def test_a_claim_that_is_taken_away_while_it_is_read_is_none(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote.claimed("somebody's")
    lock = GitLock(remote.clone("one").root)

    def talk(top: Path, *arguments: str, **more: Any) -> str:
        if arguments[0] == "cat-file" and remote.lock is not None:
            remote.git("update-ref", "-d", REF)
        return remote_module.talk(top, *arguments, **more)

    monkeypatch.setattr(lock_module, "talk", talk)

    assert lock.put(a_claim("one"), None) is None


def test_a_name_as_long_as_a_book_is_cut(remote: Remote) -> None:
    GitLock(remote.clone("one").root).put(a_claim("one", "x" * 10_000), None)

    there = GitLock(remote.clone("two").root).put(a_claim("two"), None)

    assert there is not None
    assert there.claim is not None
    assert there.claim.holder == "x" * 200


@pytest.mark.parametrize(
    ("hook", "script"),
    [
        ("pre-receive", "echo 'nobody may push here' >&2; exit 1"),
        ("update", 'case "$1" in refs/heads/*) ;; *) echo "only branches" >&2; exit 1;; esac'),
    ],
)
def test_a_remote_that_refuses_is_told_in_one_line(remote: Remote, hook: str, script: str) -> None:
    remote.hook(hook, script)
    lock = GitLock(remote.clone("one").root)

    with pytest.raises(NoLock, match=r"^origin: remote rejected: [^\n]*hook declined[^\n]*$"):
        lock.put(a_claim("one"), None)

    started = time.monotonic()
    lock.remove()
    assert time.monotonic() - started < 1
    assert remote.lock is None


def test_a_remote_that_lets_nobody_delete_is_told(remote: Remote) -> None:
    remote.hook("update", 'case "$3" in 0000*) exit 1;; esac')
    lock = GitLock(remote.clone("one").root)
    lock.put(a_claim("one"), None)

    with pytest.raises(NoLock, match="hook declined"):
        lock.remove()


def test_servers_that_forbid_rewinding_and_deleting_branches_allow_it(remote: Remote) -> None:
    remote.git("config", "receive.denyNonFastForwards", "true")
    remote.git("config", "receive.denyDeletes", "true")
    lock = GitLock(remote.clone("one").root)
    there = lock.put(a_claim("one"), None)
    assert there is not None

    assert run_of(lock, a_claim("two"), there.id) == "two"
    lock.remove()
    assert remote.lock is None


def test_without_checkout_or_remote_there_is_no_lock(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("one")
    clone.git("remote", "rename", "origin", "upstream")

    with pytest.raises(NoLock, match="in no git checkout"):
        GitLock(None).put(a_claim("one"), None)
    with pytest.raises(NoLock, match="no such remote"):
        GitLock(clone.root).put(a_claim("one"), None)
    clone.git("remote", "add", "origin", str(tmp_path / "gone.git"))
    with pytest.raises(NoLock, match=r"gone\.git"):
        GitLock(clone.root).put(a_claim("one"), None)


def test_without_git_there_is_no_lock(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    top = remote.clone("one").root
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoLock, match="no such remote"):
        GitLock(top).put(a_claim("one"), None)


def test_a_fork_that_is_pushed_to_is_not_where_the_lock_is(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("one")
    fork = Remote(tmp_path / "fork")
    clone.git("remote", "set-url", "--push", "origin", fork.path.as_uri())

    assert run_of(GitLock(clone.root), a_claim("one")) == "one"
    assert remote.lock is not None
    assert fork.lock is None


def test_a_url_that_looks_like_an_option_is_none(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("one")
    sprung = tmp_path / "sprung"
    clone.git("config", "remote.origin.url", f"--receive-pack=touch {sprung};")
    clone.git("config", "remote.origin.pushurl", "elsewhere")

    with pytest.raises(NoLock):
        GitLock(clone.root).put(a_claim("one"), None)

    assert not sprung.exists()


def test_nothing_that_the_repository_configures_for_other_deeds_is_executed(
    remote: Remote,
) -> None:
    clone = remote.clone("one")
    trap = clone.write("trap.sh", f"#!/bin/sh\ntouch {clone.root}/sprung\nexit 0\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.askPass", "gpg.program", "diff.external"):
        clone.git("config", key, str(trap))
    for key in ("push.gpgSign", "commit.gpgSign", "push.followTags"):
        clone.git("config", key, "true")
    clone.git("config", "push.pushOption", "surprise")
    clone.git("config", "remote.origin.mirror", "true")
    for hook in ("pre-push", "reference-transaction", "post-checkout", "pre-commit"):
        trap_there = clone.write(f".git/hooks/{hook}", trap.read_text())
        trap_there.chmod(0o755)
    remote.claimed("somebody's")

    lock = GitLock(clone.root)
    there = lock.put(a_claim("one"), None)
    assert there is not None
    assert run_of(lock, a_claim("one"), there.id) == "one"
    lock.remove()

    assert not (clone.root / "sprung").exists()


def test_inside_of_a_hook_the_checkout_counts_and_not_the_variables(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    top = remote.clone("one").root
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))

    assert run_of(GitLock(top), a_claim("one")) == "one"
    assert remote.lock is not None
    assert not (tmp_path / "elsewhere").exists()


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_remote_that_hangs_is_left_with_everything_that_was_started(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clone = remote.clone("one")
    noted = tmp_path / "pid"
    hanging = clone.write("ssh.sh", f"#!/bin/sh\necho $$ > {noted}\nsleep 300\n")
    hanging.chmod(0o755)
    clone.git("remote", "set-url", "origin", "git@git.example:acme/shop.git")
    clone.git("config", "core.sshCommand", str(hanging))
    monkeypatch.setattr(lock_module, "TIMEOUT", 1.0)
    monkeypatch.setattr(lock_module, "_SOON", 1.0)
    started = time.monotonic()
    lock = GitLock(clone.root)

    with pytest.raises(NoLock, match="did not answer within 1 seconds"):
        lock.put(a_claim("one"), None)
    with pytest.raises(NoLock, match="did not answer within 1 seconds"):
        lock.remove()

    assert time.monotonic() - started < 20
    assert not alive(noted.read_text().strip())


def test_secrets_in_a_url_are_never_told(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clone = remote.clone("one")
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("GIT_TRACE_CURL", "1")
    monkeypatch.setattr(lock_module, "TIMEOUT", 2.0)
    monkeypatch.setattr(lock_module, "_SOON", 2.0)
    told = []
    with silent_server() as port:
        for url in (
            f"http://x-access-token:s3cr3t@127.0.0.1:{port}/acme/shop.git",
            "http://x-access-token:s3cr3t@127.0.0.1:1/acme/shop.git",
            "http://s3cr3t@127.0.0.1:1/acme/shop.git",
            "https://us:s3@cr3t@127.0.0.1:1/acme/shop.git",
            f"file://s3cr3t@{tmp_path}/gone.git",
            "odd://s3cr3t@host/gone.git",
        ):
            clone.git("remote", "set-url", "origin", url)
            with pytest.raises(NoLock) as caught:
                GitLock(clone.root).put(a_claim("one"), None)
            told.append(str(caught.value))

    assert len(told) == 6
    assert not [text for text in told if "cr3t" in text or "\n" in text]
