"""A token stands in the header of requests and nowhere else; headers and cookies stand nowhere."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from sync.errors import TrackerError
from tests.connectors.jira.conftest import MAIL, Desk
from tests.connectors.jira.faulty import LOST, PASSING, REFUSALS, TOKEN, said, stepwise
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.faults import Fault

BASIC = base64.b64encode(f"{MAIL}:{TOKEN}".encode()).decode()
COOKIE = {"Set-Cookie": "JSESSIONID=crumb", "X-Secret": "crumb"}
ECHOES = [
    faults.answer(403, said(f"who is {TOKEN}?"), COOKIE),
    faults.answer(400, said(summary=f"{TOKEN} is no summary"), COOKIE),
    faults.answer(500, {"message": f"{TOKEN} crashed us"}, COOKIE),
]


@pytest.mark.parametrize(
    "fault", [*(f for f, _ in REFUSALS), *(f for _, f in LOST), *(f for _, f in PASSING), *ECHOES]
)
def test_no_message_and_no_log_holds_a_token_a_header_or_a_cookie(
    jira: Jira, desk: Desk, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.DEBUG)
    asks: list[Callable[[], object]] = [
        lambda: desk().find(PROJECT),
        lambda: stepwise(desk(), 1, 2, 3),
        lambda: list(desk().diagnose([])),
    ]
    told: list[str] = []
    for ask in asks:
        jira.next(fault, times=1, on="POST *")
        try:
            told.append(str(ask()))
        except TrackerError as error:
            told.append(str(error))

    for text in (*told, caplog.text):
        for secret in (TOKEN, BASIC, "crumb", "Authorization"):
            assert secret not in text


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
def test_a_header_that_is_echoed_is_masked_too(jira: Jira, desk: Desk) -> None:
    jira.next(faults.answer(400, said(f"bad header: Basic {BASIC}")), on="POST /search*")

    with pytest.raises(TrackerError, match=r"bad header: Basic \*\*\*"):
        desk().find(PROJECT)


def test_the_token_is_sent_in_the_header_and_nowhere_else(jira: Jira, desk: Desk) -> None:
    made(desk(), draft())
    desk().find(PROJECT)

    for request in jira.requests:
        sent = f"{request.path} {request.query} {request.body}"
        assert TOKEN not in sent
        assert (BASIC if jira.cloud else TOKEN) in request.headers["authorization"]


def test_settings_that_are_shown_hide_the_token(desk: Desk) -> None:
    from connectors.jira.options import JiraOptions  # noqa: PLC0415

    options = JiraOptions.model_validate({"url": "https://jira.acme.test", "token": TOKEN})

    assert TOKEN not in f"{options!r} {options} {options.model_dump()}"
