"""A restricted document: its tickets say title and link, and nothing that the program prints says anything of it but numbers.

Every word of the document is one that stands nowhere else, so that it is found wherever it leaks.
"""

from __future__ import annotations

import re

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Done, Program
from tests.stories.github.conftest import SHOP

SECRET = """\
---
visibility: restricted
team: zqteam
severity: zqseverity
authors: zqauthor
---
# Zqheading of the zqincident

Date: 2026-11-20

## Summary

Zqsummary happened to zqcustomer.

## Zqsection and other action items

| Action item                                    | Type    | Priority | Due        | Owner       | Bug | Status     |
|------------------------------------------------|---------|----------|------------|-------------|-----|------------|
| **Zqlead tells much:** zqbehind it, quietly    | prevent | P1       | 2031-07-07 | @zqowner    |     |            |
| Zqsecond sentence. Zqrest of the text          | detect  | P2       |            | Zqperson Zq |     |            |
| Zqodd one                                      |         |          |            | @zqowner    |     | Zqstatus   |
| Zqlinked one                                   |         |          |            |             | #1  |            |
| Zqforeign one                                  |         |          |            |             | Bug 9876501234 |      |

Zqremark and zqprose, which somebody should zqpromise.

```
zqcode that never ends
"""

PATH = "postmortems/zqfolder/zqfile.md"
TITLES = {"Zqlead tells much", "Zqsecond sentence.", "Zqodd one"}
LEAK = re.compile(r"zq\w*|9876501234", re.IGNORECASE)

COMMANDS = [
    ("plan",),
    ("plan", "--strict", "--full"),
    ("sync", "--dry-run"),
    ("items",),
    ("items", "--explain"),
    ("items", "--format", "csv"),
    ("doctor",),
    ("fmt", "--check"),
    ("fmt", "--check", "--to-table"),
    ("log",),
    ("log", "-n", "1"),
]
BOTH_FORMS = {"plan", "sync", "items", "doctor", "fmt", "log"}


def leaks(done: Done) -> set[str]:
    return {word.casefold() for word in LEAK.findall(done.out + done.err)}


def told_by(program: Program) -> dict[tuple[str, ...], set[str]]:
    """What every command leaks, in every form."""
    found = {}
    for command in COMMANDS:
        forms: list[tuple[str, ...]] = [(), ("-v",), ("-v", "--log-format", "json")]
        if command[0] in BOTH_FORMS and not {"--format", "--explain"} & set(command):
            forms += [("--format", "json"), ("--format", "json", "-v")]
        for form in forms:
            found[(*command, *form)] = leaks(program(*command, *form))
    return {command: words for command, words in found.items() if words}


@pytest.fixture
def secret(program: Program, github: GitHub) -> Program:
    """With a document whose front matter says that it is restricted."""
    program.write(PATH, SECRET.replace("#1 ", f"[#1]({github.web_url}/{SHOP}/issues/1) "))
    program.git("init", "-q", "-b", "main")
    program.git("remote", "add", "origin", f"{github.web_url}/{SHOP}.git")
    program.environ["PM_SYNC_SYNC__LOCK"] = "off"  # no git behind this remote
    return program


def by_path(program: Program) -> None:
    """Let the settings say it in the place of the mark."""
    text = program.read(PATH).replace("visibility: restricted\n", "")
    program.write(PATH, text)
    settings = '\n[private]\npaths = ["postmortems/zqfolder/**"]\n'
    program.write("pm-sync.toml", program.read("pm-sync.toml") + settings)


@pytest.mark.parametrize("marked", [True, False], ids=["by its mark", "by its path"])
def test_no_command_tells_a_word_of_it_before_or_after_a_run(
    secret: Program, github: GitHub, *, marked: bool
) -> None:
    if not marked:
        by_path(secret)

    assert told_by(secret) == {}
    done = secret("sync", "-v")
    assert done.code == 0, done.err
    assert leaks(done) == set()
    assert "1 restricted document: 3 tickets created" in done.out
    assert told_by(secret) == {}
    github.close(SHOP, 1)
    github.reopen(SHOP, 1)
    for issue in list(github.at(SHOP).issues):
        github.close(SHOP, issue)
    assert told_by(secret) == {}
    assert leaks(secret("sync", "-v")) == set()


def test_its_tickets_carry_title_and_link_and_their_owners(secret: Program, github: GitHub) -> None:
    github.assignable(SHOP, "zqowner")

    assert secret("sync").code == 0

    made = [one for one in github.at(SHOP).issues.values() if LEAK.search(one.title)]
    assert {issue.title for issue in made} == TITLES
    for issue in made:
        link = re.escape(f"{github.web_url}/{SHOP}/blob/HEAD/{PATH}?plain=1#L")
        body = re.sub(rf"\({link}\d+\)", "", (issue.body or "").replace(issue.title, ""))
        assert LEAK.findall(body) == []
        assert "Promised in [a restricted postmortem]." in body
        assert [label.name for label in issue.labels] == ["pm-sync"]
    assert [[one.login for one in issue.assignees] for issue in made] == [
        ["zqowner"],
        [],
        ["zqowner"],
    ]


def test_a_template_of_ones_own_gets_nothing_more(secret: Program, github: GitHub) -> None:
    secret.write(
        "ours.md.j2",
        "{{ text }}|{{ title }}|{{ postmortem }}|{{ date }}|{{ document }}|{{ line }}|{{ summary }}"
        "|{{ owners|join }}|{{ type }}|{{ priority }}|{{ due }}|\n",
    )
    settings = secret.read("pm-sync.toml").replace(
        'repository = "acme/shop"', 'repository = "acme/shop"\ntemplate = "ours.md.j2"'
    )
    secret.write("pm-sync.toml", settings)

    assert secret("sync").code == 0

    bodies = [one.body or "" for one in github.at(SHOP).issues.values() if LEAK.search(one.title)]
    assert sorted(body.split("\n")[1] for body in bodies) == sorted(
        f"{title}|{title}||||0||||||" for title in TITLES
    )


def test_an_edited_text_brings_its_title_and_nothing_else(secret: Program, github: GitHub) -> None:
    secret("sync")
    text = secret.read(PATH).replace("Zqsecond sentence. Zqrest", "Zqthird sentence. Zqrest")
    secret.write(PATH, text)

    done = secret("sync")

    assert done.code == 0
    assert leaks(done) == set()
    assert "1 restricted document: 1 ticket updated" in done.out
    (issue,) = [one for one in github.at(SHOP).issues.values() if "Zqthird" in one.title]
    assert set(LEAK.findall(re.sub(r"\(http.*\)", "", issue.body or ""))) == {"Zqthird"}


def test_a_run_stays_accountable_in_numbers(secret: Program) -> None:
    planned = secret("plan", "--format", "json").json
    done = secret("sync", "--format", "json").json

    assert planned["restricted"]["documents"] == 1
    assert planned["restricted"]["create"] == 3
    assert done["restricted"]["create"] == 3
    assert done["restricted"]["write"] >= 3
    assert done["restricted"]["notice"] >= 1
    assert done["summary"]["create"] == 4
    assert all(one["document"] != PATH for one in done["actions"])


@pytest.mark.parametrize("command", ["plan", "items", "items --explain", "fmt --check", "log"])
def test_whoever_asks_for_it_sees_it(secret: Program, command: str) -> None:
    if command == "log":
        secret("sync")

    assert "zqlead" in leaks(secret(*command.split(), "--show-private")) or command == "fmt --check"
    assert leaks(secret(*command.split(), "--show-private")) != set()
    assert leaks(secret(*command.split(), PATH)) == set()  # named, but not on a terminal


def test_a_saved_plan_holds_no_word_of_it_and_is_applied_exactly(
    secret: Program, github: GitHub
) -> None:
    secret("plan", "--out", "plan.json")
    assert LEAK.findall(secret.read("plan.json")) == []
    before = secret.read(PATH)
    secret.write(PATH, before.replace("Zqrest", "Zqother rest"))

    other = secret("apply", "plan.json")

    assert other.code == 3
    assert leaks(other) == set()
    assert "something for a restricted document" in other.err
    secret.write(PATH, before)
    done = secret("apply", "plan.json")
    assert done.code == 0, done.err
    assert leaks(done) == set()
    assert {one.title for one in github.at(SHOP).issues.values()} >= TITLES


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("team: zqteam", 'team: "zqteam'),
        lambda text: text.replace("team: zqteam", "<<<<<<< HEAD\nteam: a\n=======\nteam: b\n>>>>>>> x"),
        lambda text: text.replace("authors: zqauthor\n---\n", "authors: zqauthor\n\n"),
        lambda text: text.replace("Zqsummary", "Zqsummary\0"),
        lambda text: text.replace("Zqsummary", "Zqsummary\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("visibility: restricted", 'private: "yes"  # zqwhy'),
        lambda text: text.replace("visibility: restricted", "pm-sync: Private"),
        lambda text: text.replace("visibility: restricted", "PM-Sync:\n  private: true"),
        lambda text: f'+++\nprivate = true\nteam = "zqteam\n+++\n{text.partition("# ")[2]}',
    ],
    ids=[
        "broken YAML", "conflict in it", "never closed", "NUL byte", "conflict below", "CRLF", "BOM",
        "private", "pm-sync", "a table", "broken TOML",
    ],
)  # fmt: skip
def test_a_document_that_is_broken_keeps_its_secret(secret: Program, broken: object) -> None:
    assert callable(broken)
    secret.write(PATH, broken(secret.read(PATH)))

    assert told_by(secret) == {}
    assert leaks(secret("sync", "-v")) == set()


def test_in_another_encoding_too(secret: Program) -> None:
    (secret.root / PATH).write_bytes(SECRET.encode("utf-16"))

    assert told_by(secret) == {}
    done = secret("sync")
    assert done.code == 2
    assert "1 restricted document: cannot be read" in done.out


def test_what_is_gone_is_not_told_of_either(secret: Program) -> None:
    secret("sync")
    (secret.root / PATH).unlink()

    done = secret("sync", "--full")

    assert leaks(done) == set()
    assert "Restricted documents: 3 notices" in done.out
    assert told_by(secret) == {}


def test_an_emptied_document_refuses_the_run_without_its_name(secret: Program) -> None:
    rows = "".join(f"| Zqmany {number} | | | | | | |\n" for number in range(5))
    secret.write(PATH, secret.read(PATH).replace("\nZqremark", f"{rows}\nZqremark"))
    secret("sync")
    secret.write(PATH, SECRET[: SECRET.index("## Zqsection")])

    done = secret("sync")

    assert done.code == 3
    assert "(restricted): no action item is left" in done.err
    assert leaks(done) == set()


def test_a_document_that_cannot_be_written_fails_in_silence(secret: Program) -> None:
    (secret.root / PATH).chmod(0o444)
    (secret.root / PATH).parent.chmod(0o555)
    try:
        done = secret("sync")
    finally:
        (secret.root / PATH).parent.chmod(0o755)

    assert leaks(done) == set()


def test_two_tickets_of_one_item_are_told_without_their_title(
    secret: Program, github: GitHub
) -> None:
    secret("sync")
    (issue,) = [one for one in github.at(SHOP).issues.values() if one.title == "Zqodd one"]
    github.issue(SHOP, issue.title, body=issue.body, labels=["pm-sync"], author="pm-sync[bot]")

    done = secret("sync", "--full")

    assert "notice" in done.out
    assert leaks(done) == set()


def test_a_route_takes_no_value_out_of_it(secret: Program, github: GitHub) -> None:
    route = '[[routes]]\npaths = ["postmortems/zqfolder/**"]\nlabels = ["{front_matter.team}"]\n'
    secret.write("pm-sync.toml", secret.read("pm-sync.toml") + route)

    done = secret("sync")

    assert done.code == 0
    assert leaks(done) == set()
    assert not any(LEAK.search(one.title) for one in github.at(SHOP).issues.values())


def test_a_refusal_of_the_gate_is_counted_and_not_told(secret: Program, github: GitHub) -> None:
    github.repository("acme/incidents", private=True)
    secret.git("remote", "set-url", "origin", f"{github.web_url}/acme/incidents.git")
    del secret.environ["PM_SYNC_PRIVATE__VISIBILITY"]

    done = secret("sync")

    assert done.code == 3
    assert leaks(done) == set()
    assert "1 restricted document:" in done.out
