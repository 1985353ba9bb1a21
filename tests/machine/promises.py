"""What has to be true once a scene has settled."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.machine.checkouts import files_in
from tests.machine.ledger import Pair, Seen, same
from tests.machine.scene import AGAIN, Scene

ENDED = ("done", "wont_do")


def kept(scene: Scene) -> None:
    """Let everything settle, and hold it against the promises."""
    report = scene.settle()
    notices = [one for one in report["actions"] if one["kind"] == "notice"]
    others = [one for one in report["actions"] if one["kind"] != "notice"]
    assert not others, f"still at work: {others}"
    seen = scene.look()
    told = {one["ticket"] for one in notices}
    _one_ticket_per_item(scene, seen, notices, told)
    for pair in seen.pairs():
        _agree(scene, pair, notices)
    for number in range(len(scene.checkouts)):
        _silent(scene, number)


def _one_ticket_per_item(
    scene: Scene, seen: Seen, notices: list[Any], told: set[str | None]
) -> None:
    links = seen.links()
    for ref, said in seen.tickets.items():
        if links[ref] != 1 and said.values["status"] not in ENDED:
            assert ref in told, f"{ref} is linked by {links[ref]} items, and nobody says so"
    places = {(one["document"], one["line"]) for one in notices}
    for path, item, linked in seen.rows:
        if linked is None and item.values["status"] not in ENDED:
            assert (path, item.line) in places, f"{path}:{item.line} has no ticket: {item}"
        assert linked is None or linked in seen.tickets, f"{path}:{item.line} links {linked}"
    made: defaultdict[str, list[str]] = defaultdict(list)
    for ref, word in scene.made.items():
        made[word].append(ref)
    for word, refs in made.items():
        ended = [ref for ref in refs if seen.tickets[ref].values["status"] in ENDED]
        excused = {*ended, *(told & set(refs))}
        assert len(refs) - len(excused) <= scene.words[word], f"{word} has the tickets {refs}"


def _agree(scene: Scene, pair: Pair, notices: list[Any]) -> None:
    mine = [one for one in notices if one["ticket"] == pair.ref]
    for field in scene.tracker.merges & pair.item.values.keys():
        here, there = pair.item.values[field], pair.said.values[field]
        if same(field, here, there) or (field == "owner" and _crowded(scene, here, there)):
            continue
        if not here and scene.tracker.given.get(field) == there:
            assert not scene.ledger.claims(pair, field), f"{field}: {pair}"
            continue
        named = [one for one in mine if one["field"] == field or f"the {field}" in one["reason"]]
        assert named, f"{field}: {here!r} at {pair.item}, {there!r} in {pair.ref}; told: {mine}"
    titled = pair.said.title == pair.item.text or pair.ref in scene.ledger.retitled
    assert titled or any(one["field"] == "title" for one in mine), f"{pair}; told: {mine}"


def _crowded(scene: Scene, here: str, there: str) -> bool:
    """Whether a tracker that takes one owner has one of several."""
    return scene.tracker.most_owners == 1 and "," in here and there in here.split(", ")


def _silent(scene: Scene, number: int) -> None:
    """A further run changes nothing, on either side."""
    if not scene.alone:
        scene.pull(number, prefer_ours=True)
    root = scene.checkouts[number].root
    before, tickets, writes = files_in(root), scene.seen().tickets, len(scene.tracker.sent)
    done = scene.sync(number, *AGAIN)
    assert done.code == 0, done
    assert files_in(root) == before
    assert scene.seen().tickets == tickets
    assert scene.tracker.sent[writes:] == []
