"""The fuzzer itself, in short: every example and some mutations hold, and what fails is found, named and made small."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.corpus import cases, examples
from tests.fuzz.mutate import LONGEST, mutated
from tests.fuzz.run import main
from tests.fuzz.smallest import smallest
from tests.fuzz.target import Outcome, check

_SEED = 20_261_124


@pytest.mark.parametrize("data", examples(), ids=lambda data: data[:40].decode().split("\n")[0])
def test_every_example_is_edited_and_read_again(data: bytes) -> None:
    assert check(data) is Outcome.EDITED


def test_two_hundred_mutations_are_edited_as_meant_or_refused() -> None:
    corpus, chance = [*examples(), *cases()], random.Random(_SEED)

    outcomes = {check(mutated(corpus, chance)) for _ in range(200)}

    assert Outcome.EDITED in outcomes


def test_a_seed_gives_the_same_mutations_again() -> None:
    corpus = examples()
    first, again = (random.Random(_SEED), random.Random(_SEED))

    assert [mutated(corpus, first) for _ in range(50)] == [
        mutated(corpus, again) for _ in range(50)
    ]


def test_mutations_are_no_longer_than_their_bound_and_cut_no_character() -> None:
    corpus, chance = [*examples(), "- 監視 🚒\n".encode() * 200], random.Random(_SEED)

    for _ in range(300):
        data = mutated(corpus, chance)
        assert len(data) <= LONGEST
        data.decode()


def test_a_failing_input_is_made_small() -> None:
    data = b"".join(b"line %d\n" % number for number in range(300))

    found = smallest(data, lambda part: b"17" in part and b"90" in part, seconds=5)

    assert found in (b"1790", b"9017")


def test_a_run_tells_its_seed_and_what_it_saw(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seconds", "0", "--seed", "5"]) == 0

    told = capsys.readouterr().out
    assert told.startswith("seed 5\n")
    assert "edited" in told
