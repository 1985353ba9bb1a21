"""A GitHub and a Jira for each test, with referees where the environment names the official descriptions."""

from __future__ import annotations

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.official import named as named_for_jira


@pytest.fixture
def github() -> GitHub:
    """With one repository, in which the token may push."""
    github = GitHub(referee=named())
    github.repository("acme/shop")
    return github


@pytest.fixture
def jira() -> Jira:
    """On Cloud, with one project."""
    return with_a_project("cloud")


@pytest.fixture
def center() -> Jira:
    """On Data Center, with one project."""
    return with_a_project("datacenter")


@pytest.fixture(params=["cloud", "datacenter"])
def either(request: pytest.FixtureRequest) -> Jira:
    """One of each flavour."""
    return with_a_project(request.param)


def with_a_project(flavour: Flavour) -> Jira:
    url = "https://acme.atlassian.net" if flavour == "cloud" else "https://jira.acme.test"
    jira = Jira(url, flavour, referee=named_for_jira())
    jira.project("SHOP", components=["Checkout"], levels=["Internal"])
    jira.user("ann", "ann@acme.test", "Ann Archer", assignable=["SHOP"])
    jira.user("bob", "bob@acme.test", "Bob Barker")
    return jira
