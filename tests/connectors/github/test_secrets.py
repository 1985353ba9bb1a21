"""A token stands in the header of requests and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from sync.errors import TrackerError
from tests.connectors.github.conftest import Desk
from tests.connectors.github.faulty import LOST, REFUSALS, TOKEN, stepwise
from tests.fakes.github import faults
from tests.fakes.github.exchange import Request
from tests.fakes.github.fake import GitHub
from tests.fakes.github.faults import Fault


class TestSecrets:
    @pytest.mark.parametrize(
        "fault",
        [fault for fault, _ in REFUSALS]
        + [fault for _, fault in LOST]
        + [faults.answer(403, {"message": f"who is {TOKEN}?"})],
    )
    def test_no_message_and_no_log_holds_a_token(
        self,
        github: GitHub,
        desk: Desk,
        caplog: pytest.LogCaptureFixture,
        fault: Fault,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        told: list[str] = []
        asks: list[Callable[[], object]] = [
            lambda: desk().find(PROJECT),
            lambda: stepwise(desk(), 1, 2, 3),
        ]
        github.next(fault, times=1)
        for ask in asks:
            try:
                told.append(str(ask()))
            except TrackerError as error:
                told.append(str(error))

        assert TOKEN not in caplog.text
        assert [text for text in told if TOKEN in text] == []

    def test_the_token_is_sent_in_the_header_and_nowhere_else(
        self, github: GitHub, desk: Desk
    ) -> None:
        made(desk(), draft())
        desk().find(PROJECT)

        def places(request: Request) -> str:
            return f"{request.path} {request.query} {request.body}"

        assert all(TOKEN not in places(request) for request in github.requests)
        assert all(TOKEN in request.headers["authorization"] for request in github.requests)
