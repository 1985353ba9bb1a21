"""What people and git do to documents and files between two runs, also if the first one was killed before it wrote its links."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.counted import ALL, COUNTED
from tests.faults.desks import NAMES, desk
from tests.faults.worlds import LIST, REFERENCE, STATE, TABLE, Scene

SIDE = "# Mail was late\n\nDate: 2026-11-22\n\n## Action items\n\n- Write the runbook\n"
TWIN = "| Fix the retry           | Ann Lee | P3       |            |        |        |\n"


class Between:
    """What happens between two runs; `tickets` and `items` are how many there should be at the end."""

    def __init__(self, scene: Scene, *, linked: bool) -> None:
        self.scene, self.linked = scene, linked
        self.program = scene.program
        self.tickets, self.items = 4, 4
        self.table, self.list = "", ""

    def begin(self) -> None:
        """As it was before any run, and committed."""
        table = self.program.read(TABLE)
        self.program.write(TABLE, table + TWIN)
        self.program.write(".gitattributes", f"{STATE} merge=union\n")
        self.program.git("init", "--quiet", "--initial-branch=main")
        self.commit("postmortems")
        self.table, self.list = self.program.read(TABLE), self.program.read(LIST)

    def commit(self, message: str) -> None:
        self.program.git("add", "--all")
        self.program.git("commit", "--quiet", "--allow-empty", "--message", message)

    def forget(self) -> None:
        """All that is not for git, but the tickets of the embedded tracker."""
        folder = self.program.root / ".pm-sync"
        for path in folder.iterdir() if folder.exists() else ():
            if "sqlite" not in path.name:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def lines(self, change: Callable[[list[str]], list[str]]) -> None:
        """Change the rows of the table."""
        head = self.program.read(TABLE).splitlines(keepends=True)
        rows: list[str] = []
        while head[-1].startswith("|") and not head[-1].startswith("|--"):
            rows.insert(0, head.pop())
        self.program.write(TABLE, "".join([*head, *change(rows)]))


def nothing(_: Between) -> None:
    pass


def a_lost_state(between: Between) -> None:
    (between.program.root / STATE).unlink(missing_ok=True)


def a_lost_state_and_folder(between: Between) -> None:
    a_lost_state(between)
    between.forget()


def a_checkout_thrown_away(between: Between) -> None:
    between.program.git("reset", "--quiet", "--hard")
    a_lost_state_and_folder(between)


def a_reverted_commit(between: Between) -> None:
    between.commit("synced")
    between.program.git("revert", "--no-edit", "HEAD") if between.linked else None


def a_branch_synced_on_both_sides(between: Between) -> None:
    program = between.program
    program.git("checkout", "--quiet", "-b", "side")
    program.write("postmortems/side.md", SIDE)
    assert between.scene.sync() is not None
    between.commit("side")
    program.git("checkout", "--quiet", "main")
    program.git("reset", "--quiet", "--hard")
    program.write(TABLE, program.read(TABLE).replace("## Action", "More.\n\n## Action"))
    assert between.scene.sync() is not None
    between.commit("main")
    program.git("merge", "--quiet", "--no-edit", "side")
    between.tickets = between.items = 5


def a_copied_document(between: Between) -> None:
    between.program.write("postmortems/copy.md", between.program.read(TABLE))
    between.items = 7
    between.tickets = 4 if between.linked else 7


def a_moved_document(between: Between) -> None:
    between.program.write("postmortems/2026/table.md", between.program.read(TABLE))
    (between.program.root / TABLE).unlink()


def a_renamed_document(between: Between) -> None:
    (between.program.root / TABLE).rename(between.program.root / "postmortems/renamed.md")


def an_edited_text(between: Between) -> None:
    between.scene.edit(TABLE, "Alert on lag of the bus", "Alert on lag of all buses")


def reordered_items(between: Between) -> None:
    between.lines(lambda rows: [rows[2], rows[1], rows[0]])


def one_of_two_equal_items_removed(between: Between) -> None:
    between.lines(lambda rows: rows[:2])
    between.items = 3


def the_first_of_two_equal_items_removed(between: Between) -> None:
    between.lines(lambda rows: [rows[0], rows[2]])
    between.items = 3


def a_backup_without_links(between: Between) -> None:
    between.program.write(TABLE, between.table)
    between.program.write(LIST, between.list)


def a_backup_with_some_links(between: Between) -> None:
    between.program.write(LIST, between.list)
    between.lines(lambda rows: [rows[0], *between.table.splitlines(keepends=True)[-2:]])


def a_backup_without_links_or_state(between: Between) -> None:
    a_backup_without_links(between)
    a_lost_state_and_folder(between)


SCENARIOS = (
    nothing,
    a_lost_state,
    a_lost_state_and_folder,
    a_checkout_thrown_away,
    a_reverted_commit,
    a_branch_synced_on_both_sides,
    a_copied_document,
    a_moved_document,
    a_renamed_document,
    an_edited_text,
    reordered_items,
    one_of_two_equal_items_removed,
    the_first_of_two_equal_items_removed,
    a_backup_without_links,
    a_backup_with_some_links,
    a_backup_without_links_or_state,
)


def ours_taken_out(text: str) -> str:
    """A document without what pm-sync may write into it."""
    return re.sub(r" +|\(\)|\bOpen\b", "", REFERENCE.sub("", text))


CASES = [
    pytest.param(
        name, scenario, linked, id=f"{name}-{scenario.__name__}-{'linked' if linked else 'killed'}"
    )
    for place, name in enumerate(NAMES)
    for number, scenario in enumerate(SCENARIOS)
    for linked in (True, False)
    if ALL or (place + number + linked) % 2
]
"""In everyday runs every second one: each scenario over two trackers with links, and over the other two without."""


@pytest.mark.parametrize(("name", "scenario", "linked"), CASES)
def test_it_makes_no_second_ticket_and_loses_no_edit(
    tmp_path: Path, name: str, scenario: Callable[[Between], None], linked: bool
) -> None:
    COUNTED[name, "people"] += 1
    scene = Scene(tmp_path, desk(name, tmp_path))
    scene.prepare("first")
    between = Between(scene, linked=linked)
    between.begin()
    if not linked:
        scene.kill_before(f"replace {LIST}")
    assert (scene.sync() is None) is not linked
    scene.calm()
    assert len(scene.desk.tickets()) == 4
    scenario(between)
    wanted = {path: ours_taken_out(text.decode()) for path, text in scene.documents().items()}

    scene.settle()

    told = "\n".join(scene.told)
    tickets = scene.desk.tickets()
    assert len(tickets) == between.tickets, told
    assert max(Counter(ticket.key for ticket in tickets).values()) == 1, told
    items = [
        item
        for document in scene.program("items", "--format", "json").json["documents"]
        for item in document["items"]
    ]
    assert [len(item["tickets"]) for item in items] == [1] * between.items, told
    linked_once = Counter(item["tickets"][0] for item in items)
    assert len(linked_once) == min(between.tickets, between.items), told
    titles = {REFERENCE.sub(r"\1", ref): ref for ref in linked_once}
    by_number = {str(ticket.number): ticket.title for ticket in tickets}
    assert all(by_number[number] for number in titles)
    for item in items:
        assert by_number[REFERENCE.sub(r"\1", item["tickets"][0])] == item["title"], told
    assert {
        path: ours_taken_out(text.decode()) for path, text in scene.documents().items()
    } == wanted
