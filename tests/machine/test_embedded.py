"""The promises with the embedded tracker, whatever happens to documents, tickets and runs."""

from __future__ import annotations

from tests.machine.embedded import Embedded
from tests.machine.everyday import EVERYDAY
from tests.machine.machine import Machine


class Alone(Machine):
    """A folder with a tracker in it."""

    make = Embedded


TestEmbedded = Alone.TestCase
TestEmbedded.settings = EVERYDAY
