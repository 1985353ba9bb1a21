"""References that lead nowhere: when they are a typing error, and when the sign of an outage."""

from __future__ import annotations

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Done, Program
from tests.stories.github.conftest import SHOP

HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"
GONE = "cannot be found: deleted, or not visible for this account"


def alone(program: Program, items: str) -> None:
    """One document instead of the two."""
    for path in ("table", "list"):
        (program.root / f"postmortems/{path}.md").unlink()
    program.write("postmortems/a.md", HEAD + items)


def emptied(github: GitHub) -> None:
    for number in list(github.at(SHOP).issues):
        github.delete(SHOP, number)


def refused(done: Done) -> bool:
    return done.code == 3 and "Nothing was changed" in done.err


def test_a_dead_reference_in_a_first_run_is_told_and_everything_else_is_done(
    program: Program, github: GitHub
) -> None:
    emptied(github)
    alone(program, "- Alert on lag (@ann)\n- Undo what #99 broke (@bob)\n")

    done = program("sync")

    assert done.code == 0, done.err
    assert f"acme/shop#99 {GONE}" in done.out
    assert [issue.title for issue in github.at(SHOP).issues.values()] == ["Alert on lag"]
    assert "- Undo what #99 broke (@bob)\n" in program.read("postmortems/a.md")
    assert "1 notice" in program("sync").out


def test_many_dead_references_that_nobody_ever_saw_stop_nothing_in_a_later_run(
    program: Program, github: GitHub
) -> None:
    emptied(github)
    alone(program, "- Alert on lag (@ann)\n")
    assert program("sync").code == 0
    written = program.read("postmortems/a.md")
    dead = "".join(f"- Undo what #{number} broke\n" for number in range(90, 99))

    program.write("postmortems/a.md", f"{written}{dead}- Add a dashboard\n")
    done = program("sync")

    assert done.code == 0, done.err
    assert done.out.count(GONE) == 9
    assert len(github.at(SHOP).issues) == 2


def test_without_a_state_file_many_links_into_an_empty_tracker_stop_everything(
    program: Program, github: GitHub
) -> None:
    program("sync")
    (program.root / "pm-sync.state").unlink()
    emptied(github)
    program.write("postmortems/new.md", HEAD + "- One more item\n")
    before = program.files()

    done = program("sync")

    assert refused(done)
    assert "looks empty: none of the 5 linked tickets can be found" in done.err
    assert program.files() == before
    assert not github.at(SHOP).issues
    assert program("sync", "--allow", "vanished").code == 0


def test_what_is_seen_elsewhere_does_not_make_an_empty_repository_look_well(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.repository("vendor/lib")
    github.issue("vendor/lib", "Their bug")
    (program.root / "pm-sync.state").unlink()
    emptied(github)
    link = f"{github.web_url}/vendor/lib/issues/1"
    program.write("postmortems/new.md", f"{HEAD}- Follow the vendor ({link})\n")

    assert refused(program("sync"))


def test_without_a_state_file_a_few_dead_links_are_only_told(
    program: Program, github: GitHub
) -> None:
    program("sync")
    (program.root / "pm-sync.state").unlink()
    github.delete(SHOP, 3)
    github.delete(SHOP, 4)

    done = program("sync")

    assert done.code == 0, done.err
    assert done.out.count(GONE) == 2


def test_hand_written_links_that_are_well_do_not_hide_that_known_tickets_are_gone(
    program: Program, github: GitHub
) -> None:
    program("sync")
    for number in range(2, 6):
        github.delete(SHOP, number)
    numbers = [github.issue(SHOP, f"Theirs {n}").number for n in range(6)]
    items = "".join(f"- See {n} ({github.web_url}/{SHOP}/issues/{n})\n" for n in numbers)
    program.write("postmortems/new.md", HEAD + items)

    done = program("sync", "--full")

    assert refused(done)
    assert "4 of 5 linked tickets cannot be found any more" in done.err
