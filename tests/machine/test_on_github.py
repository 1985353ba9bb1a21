"""The promises with GitHub, whatever happens to documents, issues, runs, requests and machines."""

from __future__ import annotations

from tests.machine.everyday import EVERYDAY
from tests.machine.machine import Machine
from tests.machine.on_github import OnGitHub


class Issues(Machine):
    """One or two machines with a repository."""

    make = OnGitHub


TestOnGitHub = Issues.TestCase
TestOnGitHub.settings = EVERYDAY
