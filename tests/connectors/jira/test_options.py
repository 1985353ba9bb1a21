"""The settings of Jira: addresses as people copy them, and what is refused because a token would go astray."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from connectors.jira.options import JiraOptions, JiraPlace, destination_of, resolution_words


def options(**settings: object) -> JiraOptions:
    return JiraOptions.model_validate(settings)


@pytest.mark.parametrize(
    ("copied", "url"),
    [
        ("https://acme.atlassian.net/", "https://acme.atlassian.net"),
        ("https://acme.atlassian.net/jira/software/c/projects/OPS", "https://acme.atlassian.net"),
        ("https://acme.atlassian.net/jira/your-work", "https://acme.atlassian.net"),
        ("https://acme.atlassian.net/browse/OPS-1", "https://acme.atlassian.net"),
        ("https://acme.test/jira", "https://acme.test/jira"),
        ("https://acme.test/jira/", "https://acme.test/jira"),
        ("https://acme.test/jira/browse/OPS-1", "https://acme.test/jira"),
        ("https://acme.test/jira/secure/Dashboard.jspa", "https://acme.test/jira"),
        ("https://acme.test/jira/rest/api/2", "https://acme.test/jira"),
        ("https://api.atlassian.com/ex/jira/1-2", "https://api.atlassian.com/ex/jira/1-2"),
        (
            "https://api.atlassian.com/ex/jira/1-2/rest/api/3",
            "https://api.atlassian.com/ex/jira/1-2",
        ),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_the_server_is_found_in_the_address_of_any_of_its_pages(copied: str, url: str) -> None:
    assert options(url=copied).url == url


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://jira.acme.test", "should begin with https://"),
        ("https://me:secret@jira.acme.test", "without a user"),
        ("https://jira.acme.test?x=1", "a query"),
        ("jira.acme.test", "should be a URL like"),
        ("https://jira acme.test", "without blanks"),
        ("https://jira.acme.test:99999", "with a port"),
        ("https://jira.acme.test\n.evil.test", "without blanks and line breaks"),
    ],
)
def test_an_address_that_no_token_should_be_sent_to_is_refused(url: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        options(url=url)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"project": "ops"}, "should be the key of a project, like OPS"),
        ({"labels": ["one,two"]}, "should be a label of at most 255 characters"),
        ({"labels": [" "]}, "should be a label"),
        ({"parent": "no key"}, "should be the key of an issue, like OPS-12"),
        ({"parent": "OPS-1", "epic": "OPS-2"}, "are the same to Jira"),
        ({"statuses": {"Waiting": "paused"}}, "Input should be"),
        ({"moves": {"finished": "Done"}}, "Input should be"),
        ({"sprint": 3}, "Extra inputs are not permitted"),
    ],
)
def test_what_jira_would_refuse_later_is_refused_at_once(
    settings: dict[str, object], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        options(**settings)


def test_tables_may_come_from_one_variable_as_json_and_lists_with_commas() -> None:
    given = options(
        fields='{"Team": "SRE"}',
        statuses='{"Waiting": "in_progress"}',
        labels="a, b",
        projects="X,Y",
    )

    assert given.fields == {"Team": "SRE"}
    assert given.statuses == {"Waiting": "in_progress"}
    assert given.labels == ("a", "b")
    assert given.projects == ("X", "Y")


def test_labels_are_made_such_as_jira_takes_them() -> None:
    assert options(labels=["Post mortem", " sre "]).labels == ("Post-mortem", "sre")


def test_the_gateway_is_known_by_its_address_alone() -> None:
    assert options(url="https://api.atlassian.com/ex/jira/1-2").is_gateway
    assert not options(url="https://acme.test/jira").is_gateway


def test_e_mail_and_token_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_EMAIL", "pm@acme.test")
    monkeypatch.setenv("JIRA_API_TOKEN", "from-the-environment")

    given = options(url="https://jira.acme.test")

    assert given.email == "pm@acme.test"
    assert given.usable_token is not None
    assert given.usable_token.get_secret_value() == "from-the-environment"
    assert "from-the-environment" not in repr(given)


def test_a_route_decides_what_it_names_and_adds_labels_and_fields() -> None:
    given = options(
        project="OPS",
        issue_type="Task",
        labels=["postmortem"],
        fields={"Team": "SRE", "Site": "Berlin"},
        issue_types={"prevent": "Story"},
        components=["core"],
    )
    place = JiraPlace.model_validate(
        {
            "project": "PAY",
            "labels": ["payments"],
            "fields": {"Team": "Pay"},
            "security_level": "Internal",
        }
    )

    found = destination_of(given, place, " Prevent ")

    assert found is not None
    assert (found.project, found.issue_type, found.security_level) == ("PAY", "Story", "Internal")
    assert found.labels == ("postmortem", "payments")
    assert found.fields == {"Team": "Pay", "Site": "Berlin"}
    assert found.components == ("core",)
    assert found.table == (
        "the [[routes]] entry, the front matter that fills it, or [trackers.jira]"
    )


def test_without_a_project_anywhere_there_is_no_destination() -> None:
    assert destination_of(options(), JiraPlace(), None) is None


def test_words_of_resolutions_are_added_and_can_change_sides() -> None:
    wont_do, duplicate = resolution_words(
        options(wont_do_resolutions=["Fertig  ohne"], duplicate_resolutions=["won\u2019t fix"])
    )

    assert "fertig ohne" in wont_do
    assert "won't fix" in duplicate
    assert "won't fix" not in wont_do
