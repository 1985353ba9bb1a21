"""One ticket per item and no lost edit, whatever befalls any request and any operation on a file, over every tracker."""

from __future__ import annotations

import pytest

from tests.faults.counted import ALL
from tests.faults.desks import NAMES
from tests.faults.enumerated import Enumeration, file_faults, request_faults
from tests.faults.worlds import SCENES

REQUESTS = [
    (name, scene, fault)
    for name in NAMES
    if name != "local"
    for scene in SCENES
    for fault in request_faults(name)
]
FILES = [
    (name, scene, fault)
    for name in NAMES
    for scene in SCENES
    if ALL or name == "local" or scene == "later"
    for fault in file_faults()
]

_known: dict[tuple[str, str], Enumeration] = {}


@pytest.fixture
def enumeration(name: str, scene: str, tmp_path_factory: pytest.TempPathFactory) -> Enumeration:
    """Made once for each tracker and scene."""
    if (name, scene) not in _known:
        folder = tmp_path_factory.mktemp(f"{name}-{scene}")
        _known[name, scene] = Enumeration(folder, name, scene)
    return _known[name, scene]


@pytest.mark.parametrize(("name", "scene", "fault"), REQUESTS)
def test_whatever_befalls_a_request_everything_ends_as_if_it_had_not(
    enumeration: Enumeration, fault: str
) -> None:
    assert enumeration.requests
    wrong = enumeration.at_every_request(fault)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(("name", "scene", "fault"), FILES)
def test_whatever_befalls_a_file_everything_ends_as_if_it_had_not(
    enumeration: Enumeration, fault: str
) -> None:
    assert enumeration.operations
    wrong = enumeration.at_every_file(fault)
    assert not wrong, "\n\n".join(wrong)
