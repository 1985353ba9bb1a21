"""Who we are to Jira, and which Jira it is: found out once, proved by every answer, and never taken for an empty Jira."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira import KIND
from connectors.jira.failures import Nobody
from connectors.jira.options import JiraOptions
from sync.errors import Rejected, Unavailable, UserError
from sync.model.postmortem import TicketRef
from sync.model.ticket import Change, Done, Failed
from tests.connectors.jira.conftest import MAIL, Desk
from tests.fakes.jira import faults
from tests.fakes.jira.exchange import Request
from tests.fakes.jira.fake import CLOUD_ID, Jira

GATEWAY = f"https://api.atlassian.com/ex/jira/{CLOUD_ID}"
SITE = "https://acme.atlassian.net"
OURS = TicketRef("jira", "OPS-1")


def test_cloud_gets_the_e_mail_with_the_token_and_data_center_the_token_alone(
    jira: Jira, desk: Desk
) -> None:
    desk().find(PROJECT)

    expected = (
        f"Basic {base64.b64encode(f'{MAIL}:a-token'.encode()).decode()}"
        if jira.cloud
        else "Bearer a-token"
    )
    assert {request.headers["authorization"] for request in jira.requests} == {expected}


def test_which_jira_it_is_is_asked_once_and_tells_who_we_are(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    made(tracker, draft())

    assert jira.names("GET /serverInfo") == ["GET /serverInfo"]
    assert jira.names("GET /myself") == []


def test_opening_a_tracker_asks_nothing(jira: Jira, desk: Desk) -> None:
    desk()

    assert jira.requests == []


def test_a_data_center_that_is_asked_like_cloud_is_asked_again(
    opened: Callable[[Jira], Desk],
) -> None:
    jira = Jira("https://jira.acme.test", "datacenter")
    jira.project("OPS")
    desk = opened(jira)

    assert desk(email=jira.me.id).find(PROJECT).tickets == ()

    assert jira.names()[:2] == ["GET /rest/api/3/", "GET /serverInfo"]


@pytest.mark.parametrize("ask", ["find", "fetch", "recognise", "create", "update", "prepare"])
def test_a_dead_token_stops_whatever_is_asked_at_the_first_answer(
    jira: Jira, desk: Desk, ask: str
) -> None:
    jira.keys.known = {"another"}
    tracker = desk()
    asks: dict[str, Callable[[], object]] = {
        "find": lambda: tracker.find(PROJECT),
        "fetch": lambda: tracker.fetch([OURS]),
        "recognise": lambda: tracker.recognise([draft()], {}),
        "create": lambda: list(tracker.create([draft()])),
        "update": lambda: list(tracker.update([Change(OURS, title="X")])),
        "prepare": lambda: tracker.prepare([draft()]),
    }

    with pytest.raises(Nobody, match="Jira does not accept the token: it is wrong, expired"):
        asks[ask]()
    with pytest.raises(Nobody):
        tracker.find(PROJECT)

    assert len(jira.requests) == 1


def test_a_token_that_dies_on_the_way_is_no_empty_list(jira: Jira, desk: Desk) -> None:
    made(desk(), draft())
    tracker = desk()
    tracker.prepare([draft()])
    jira.keys.dead.add("a-token")

    with pytest.raises(Nobody):
        tracker.find(PROJECT)


def test_a_token_that_dies_between_two_bulks_leaves_what_was_made_told(
    jira: Jira, desk: Desk
) -> None:
    def expire(request: Request) -> None:
        if request.name == "POST /issue/bulk":
            jira.keys.dead.add("a-token")

    tracker = desk()
    jira.after = expire
    outcomes = tracker.create(draft(number) for number in range(1, 160))

    seen = [next(outcomes) for _ in range(100)]
    with pytest.raises(Nobody):
        next(outcomes)

    assert [type(one) for one in seen] == [Done] * 50 + [Failed] * 50
    assert len(jira.issues()) == 50


def test_where_answers_do_not_tell_whose_they_are_it_is_asked_once(jira: Jira, desk: Desk) -> None:
    jira.keys.tells = False
    tracker = desk()
    tracker.find(PROJECT)
    tracker.prepare([draft()])
    made(tracker, draft())

    assert len(jira.names("GET /myself")) == 2  # at first, and before creating


def test_an_answer_that_suddenly_tells_nothing_has_to_prove_whose_it_is(
    jira: Jira, desk: Desk
) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    jira.keys.tells = False
    jira.projects["OPS"].public = True
    assert tracker.find(PROJECT).tickets == ()
    assert len(jira.names("GET /myself")) >= 1

    another = desk()
    jira.keys.tells = True
    another.find(PROJECT)
    jira.keys.tells = False
    jira.keys.dead.add("a-token")
    with pytest.raises(Rejected):
        another.find(PROJECT)


def test_an_answer_to_another_account_stops_the_run(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    name = "X-AACCOUNTID" if jira.cloud else "X-AUSERNAME"
    jira.next(faults.answer(200, {"issues": []}, {name: "somebody-else"}))

    with pytest.raises(Nobody, match="answers to another account than at first"):
        tracker.find(PROJECT)


def test_a_page_to_log_in_is_no_empty_list(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    jira.next(faults.login_page())

    with pytest.raises(Rejected, match="as to a page where people log in; is `url` right"):
        tracker.find(PROJECT)


def test_a_redirect_is_not_followed_with_the_token(jira: Jira, desk: Desk) -> None:
    jira.next(faults.answer(302, "", {"Location": "https://evil.test/login"}))

    with pytest.raises(Rejected, match="Jira leads elsewhere"):
        desk().find(PROJECT)
    assert len(jira.requests) == 1


def test_what_is_no_jira_is_told(jira: Jira, desk: Desk) -> None:
    jira.next(faults.answer(200, {"name": "something else"}))

    with pytest.raises(Unavailable, match="does not answer like a Jira; look at `url`"):
        desk().find(PROJECT)


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_a_captcha_is_never_run_against(jira: Jira, desk: Desk) -> None:
    reason = "CAPTCHA_CHALLENGE; login-url=https://jira.acme.test/login.jsp"
    jira.next(faults.answer(403, "", {"X-Authentication-Denied-Reason": reason}), times=None)
    tracker = desk()

    for _ in range(3):
        with pytest.raises(Nobody, match="Jira wants a person to solve a CAPTCHA"):
            tracker.find(PROJECT)

    assert len(jira.requests) == 1


class TestGateway:
    @pytest.fixture
    def jira(self) -> Jira:
        jira = Jira(GATEWAY, "cloud", site=SITE)
        jira.project("OPS")
        return jira

    def test_a_scoped_token_goes_through_the_gateway_and_links_lead_to_the_site(
        self, jira: Jira, opened: Callable[[Jira], Desk]
    ) -> None:
        (ticket,) = made(opened(jira)(web_url=SITE), draft())

        assert ticket.url == f"{SITE}/browse/OPS-1"
        assert jira.names()[0] == "GET /serverInfo"

    def test_a_service_account_has_no_e_mail(
        self, jira: Jira, opened: Callable[[Jira], Desk]
    ) -> None:
        made(opened(jira)(email=None, web_url=SITE), draft())

        assert jira.requests[0].headers["authorization"] == "Bearer a-token"

    def test_the_site_has_to_be_named_so_that_links_to_others_are_none_of_ours(
        self, jira: Jira, opened: Callable[[Jira], Desk]
    ) -> None:
        desk = opened(jira)

        with pytest.raises(UserError, match=rf'write web_url = "{SITE}" under'):
            desk().find(PROJECT)


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("", "no token for https://jira.acme.test; set PM_SYNC_TRACKERS__JIRA__TOKEN or JIRA_API"),
        ("two words", "holds a blank, a line break or a letter that none has"),
        ("schlüssel", "holds a blank, a line break or a letter that none has"),
    ],
)
def test_a_token_that_cannot_be_one_is_refused_and_not_repeated(
    desk: Desk, token: str, told: str
) -> None:
    options = JiraOptions.model_validate({"url": "https://jira.acme.test", "token": token})

    with pytest.raises(UserError, match=told) as caught:
        KIND.open(options, desk.context())
    assert not token or token not in str(caught.value)


def test_without_a_url_the_line_to_write_is_told(desk: Desk) -> None:
    with pytest.raises(UserError, match=r'write url = "https://acme.atlassian.net"'):
        KIND.open(JiraOptions.model_validate({"token": "x"}), desk.context())


def test_a_token_that_dies_between_two_pages_deletes_nothing(jira: Jira, desk: Desk) -> None:
    """Where no answer tells whom it was given to, what is missing is believed only after Jira said who we are."""
    jira.keys.tells = False
    jira.projects["OPS"].public = True
    count = 150 if jira.cloud else 700
    refs = [TicketRef("jira", jira.issue("OPS").key) for _ in range(count)]
    tracker = desk()
    pages: list[Request] = []

    def die(request: Request) -> None:
        pages.extend([request] if request.writes or "search" in request.path else [])
        if len(pages) == 1:
            jira.keys.dead.add("a-token")
            for number in range(count // 2, count):
                jira.hide(refs[number].id)

    jira.after = die

    with pytest.raises(Nobody):
        tracker.fetch(refs)


def test_an_odd_charset_or_date_in_a_header_is_no_crash(jira: Jira, desk: Desk) -> None:
    odd = {
        "Content-Type": "application/json; charset=idna",
        "Date": "Fri, 31 Dec 9999 23:59:59 -0500",
        "Retry-After": "Fri, 31 Dec 9999 23:59:59 -0500",
        "X-AACCOUNTID": jira.me.id,
        "X-AUSERNAME": jira.me.id,
    }
    tracker = desk()
    tracker.find(PROJECT)
    jira.next(faults.answer(200, {"issues": [], "total": 0}, odd), on="POST /search*")

    assert tracker.find(PROJECT).tickets == ()


def test_a_server_that_is_down_is_no_limit_however_little_patience_there_is(
    jira: Jira, desk: Desk
) -> None:
    jira.next(faults.dropped(), times=None)

    with pytest.raises(Unavailable, match="cannot be reached"):
        desk(longest_wait=0, total_wait=0).find(PROJECT)


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
@pytest.mark.parametrize(
    "fault", [faults.html(404), faults.answer(404, {"message": "no such page"})]
)
def test_an_address_that_is_no_jira_s_is_told_as_one(
    jira: Jira, desk: Desk, fault: faults.Fault
) -> None:
    def lost(request: Request) -> None:
        jira.next(fault)

    jira.before = lost

    with pytest.raises(Unavailable, match="does not answer like a Jira; look at `url`"):
        desk(email=jira.me.id).find(PROJECT)
