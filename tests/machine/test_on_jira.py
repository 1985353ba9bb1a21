"""The promises with Jira of both flavours, whatever happens to documents, issues, runs, requests and machines."""

from __future__ import annotations

from functools import partial

from tests.machine.everyday import EVERYDAY
from tests.machine.machine import Machine
from tests.machine.on_jira import OnJira
from tests.machine.people import STRANGER


class OfProject(Machine):
    """Documents call people by their names, as Jira does."""

    def named(self, login: str) -> str:
        return f"{login.title()} Lee" if login != STRANGER else "Zed"


class Cloud(OfProject):
    """One or two machines with a project, and searches that are an hour behind."""

    make = partial(OnJira, "cloud", 3600)


class DataCenter(OfProject):
    """The same, behind by less."""

    make = partial(OnJira, "datacenter", 90)


TestCloud = Cloud.TestCase
TestCloud.settings = EVERYDAY
TestDataCenter = DataCenter.TestCase
TestDataCenter.settings = EVERYDAY
