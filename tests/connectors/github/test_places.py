"""Issues that routes send to other repositories, or make in another way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.options import GitHubPlace
from sync.errors import Rejected
from sync.model.ticket import Done, Draft, Failed
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github.fake import GitHub

WEB = {"repository": "acme/web"}


def routed(number: int, place: Mapping[str, object]) -> Draft:
    return replace(draft(number), place=place, owners=())


@pytest.fixture
def web(github: GitHub) -> GitHub:
    github.repository("acme/web")
    return github


def test_a_route_decides_the_repository_and_adds_labels(web: GitHub, desk: Desk) -> None:
    place = {**WEB, "labels": ["web"]}
    tracker = desk(GitHubPlace.model_validate(place), labels=["postmortem"])
    drafts = [routed(1, place), routed(2, {})]
    tracker.prepare(drafts)

    first, second = made(tracker, *drafts)

    assert (first.ref.id, second.ref.id) == ("acme/web#1", f"{SHOP}#1")
    assert {one.name for one in web.find("acme/web", 1).labels} == {"pm-sync", "postmortem", "web"}
    assert {one.name for one in web.find(SHOP, 1).labels} == {"pm-sync", "postmortem"}


def test_issues_of_every_repository_are_found_again(web: GitHub, desk: Desk) -> None:
    place = GitHubPlace.model_validate(WEB)
    made(desk(place), routed(1, WEB), routed(2, {}))

    found = desk(place, place).find(PROJECT)

    assert {one.marker for one in found.tickets} == {draft(1).marker, draft(2).marker}
    assert len(web.names("GET /repos/acme/web/issues")) == 1


def test_one_repository_that_takes_nothing_does_not_stop_the_other(web: GitHub, desk: Desk) -> None:
    web.at("acme/web").has_issues = False
    tracker = desk(GitHubPlace.model_validate(WEB))
    drafts = [routed(1, WEB), routed(2, {}), routed(3, WEB)]
    tracker.prepare(drafts)

    first, second, third = tracker.create(drafts)

    assert isinstance(first, Failed)
    assert isinstance(second, Done)
    assert isinstance(third, Failed)
    assert "acme/web" in first.reason


def test_where_no_repository_takes_anything_it_is_told_at_once(web: GitHub, desk: Desk) -> None:
    web.at("acme/web").has_issues = False
    tracker = desk(GitHubPlace.model_validate(WEB))

    with pytest.raises(Rejected, match="acme/web"):
        tracker.prepare([routed(1, WEB)])


def test_a_value_of_a_document_that_does_not_fit_fails_its_item_alone(
    github: GitHub, desk: Desk
) -> None:
    tracker = desk(GitHubPlace())
    drafts = [routed(1, {"labels": ["a, b"]}), routed(2, {})]
    tracker.prepare(drafts)

    first, second = tracker.create(drafts)

    assert isinstance(first, Failed)
    assert "labels of its route, filled from the document, should be a label" in first.reason
    assert isinstance(second, Done)
    assert len(github.at(SHOP).issues) == 1
