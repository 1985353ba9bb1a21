"""What `[trackers.github]` takes, and where a token may go."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from connectors.github import KIND
from connectors.github.options import GitHubOptions
from sync.model.postmortem import TicketRef
from sync.references import ReferenceRules

RUNNER = ("GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_TOKEN")


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RUNNER:
        monkeypatch.delenv(name, raising=False)


def token_of(options: GitHubOptions) -> str | None:
    return options.usable_token.get_secret_value() if options.usable_token else None


def rules(**options: object) -> ReferenceRules:
    return ReferenceRules(patterns=KIND.patterns(GitHubOptions.model_validate(options), ()))


def test_a_runner_of_actions_gives_repository_servers_and_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "acme/shop")
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.acme.example/api/v3")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://ghe.acme.example")
    monkeypatch.setenv("GITHUB_TOKEN", "from-the-runner")

    options = GitHubOptions()

    assert (options.repository, options.api_url) == ("acme/shop", "https://ghe.acme.example/api/v3")
    assert options.web == "https://ghe.acme.example"
    assert token_of(options) == "from-the-runner"


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://api.octo.ghe.com", "https://octo.ghe.com"),
        ("https://git.acme.example/api/v3", "https://git.acme.example"),
        ("https://git.acme.example/api/v3/", "https://git.acme.example"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
    ],
)
def test_where_people_read_follows_from_the_api(api: str, web: str) -> None:
    assert GitHubOptions(api_url=api).web == web


@pytest.mark.parametrize(
    "url",
    [
        "http://git.acme.example/api/v3",
        "ftp://api.github.com",
        "api.github.com",
        "https://user:word@api.github.com",
        "https://api.github.com?token=1",
        "https://github.com",
        "https://git.acme.example:x/api/v3",
        "https://git.acme.example:99999",
        "https://git acme/api",
        "https://a..example",
        f"https://{'a' * 70}.example",
        "https://git.acme.example/api\n.evil",
        "http://[::1]:9",
    ],
)
def test_a_token_goes_over_https_or_to_this_machine(url: str) -> None:
    with pytest.raises(ValidationError):
        GitHubOptions(api_url=url)


@pytest.mark.parametrize(
    ("name", "value"),
    [("GITHUB_API_URL", "http://evil.example"), ("GITHUB_REPOSITORY", "acme/../x")],
)
def test_what_a_runner_says_is_looked_at_too(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError):
        GitHubOptions()


def test_a_stray_server_of_a_runner_is_not_that_of_another_api(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com/")

    assert GitHubOptions().web == "https://github.com"
    assert (
        GitHubOptions(api_url="https://git.acme.example/api/v3").web == "https://git.acme.example"
    )


def test_the_runners_token_goes_to_the_runners_server_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "https://api.github.com")
    monkeypatch.setenv("GITHUB_TOKEN", "from-the-runner")

    assert token_of(GitHubOptions(api_url="https://evil.example")) is None
    assert token_of(GitHubOptions(api_url="http://127.0.0.1:1")) == "from-the-runner"
    assert token_of(GitHubOptions(api_url="https://evil.example", token="own")) == "own"


@pytest.mark.parametrize(
    "options",
    [
        {"repository": "shop"},
        {"repository": "acme/shop/x"},
        {"repository": "acme/../x"},
        {"labels": ["a,b"]},
        {"labels": ["x" * 51]},
        {"labels": [" "]},
        {"app_id": "1"},
        {"type_labels": {"prevent": ""}},
        {"seconds_between_writes": -1},
        {"tokens": "x"},
    ],
)
def test_what_cannot_be_meant_is_an_error(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GitHubOptions.model_validate(options)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#12", "acme/shop#12"),
        ("GH-12", "acme/shop#12"),
        ("Acme/Shop#12", "acme/shop#12"),
        ("acme/web#7", "acme/web#7"),
    ],
)
def test_short_names_are_completed_by_the_repository(text: str, name: str) -> None:
    assert rules(repository="acme/shop").of_label(text) == TicketRef("github", name)


def test_links_are_read_at_the_server_that_is_set() -> None:
    there = rules(repository="acme/shop", api_url="https://git.acme.example/api/v3")

    assert there.of_url("https://git.acme.example/ACME/shop/issues/3") == TicketRef(
        "github", "acme/shop#3"
    )
    assert there.of_url("https://github.com/acme/shop/issues/3") == TicketRef(
        "", "https://github.com/acme/shop/issues/3"
    )


def test_without_a_repository_a_number_names_no_ticket_of_ours() -> None:
    assert rules().of_label("#12") == TicketRef("github", "#12")
