"""The promises with Jira of both flavours, whatever happens to documents, issues, runs, requests and machines."""

from __future__ import annotations

from functools import partial

from tests.machine.everyday import EVERYDAY
from tests.machine.machine import Machine
from tests.machine.on_jira import OnJira


def _named(login: str) -> str:
    return f"{login.title()} Lee" if login != "zed" else "Zed"


class Cloud(Machine):
    """One or two machines with a project, and searches that are an hour behind."""

    make = partial(OnJira, "cloud", 3600)
    names = staticmethod(_named)


class DataCenter(Machine):
    """The same, behind by less."""

    make = partial(OnJira, "datacenter", 90)
    names = staticmethod(_named)


TestCloud = Cloud.TestCase
TestCloud.settings = EVERYDAY
TestDataCenter = DataCenter.TestCase
TestDataCenter.settings = EVERYDAY
