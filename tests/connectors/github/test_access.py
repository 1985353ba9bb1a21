"""Who pm-sync is at GitHub, and what the doctor tells of it before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github import KIND
from connectors.github.host import GitHubHost, host_of
from connectors.github.options import GitHubOptions, GitHubPlace
from connectors.github.tracker import GitHubTracker
from sync.diagnosis import Finding, Severity, Uses
from sync.errors import Rejected, UserError
from sync.hosting import LastRun, Workflow
from sync.model.ticket import Owner
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.apps import INSTALLATION
from tests.fakes.github.fake import GitHub

SIGN_IN = f"POST /app/installations/{INSTALLATION}/access_tokens"


@cache
def a_key() -> str:
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def an_app(**more: object) -> dict[str, object]:
    return {
        "token": None,
        "app_id": "12",
        "installation_id": INSTALLATION,
        "private_key": a_key(),
        **more,
    }


class TestTheApp:
    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("GITHUB_TOKEN", raising=False)

    def test_it_signs_in_once_and_again_before_its_token_ends(
        self, github: GitHub, desk: Desk
    ) -> None:
        tracker = desk(**an_app())

        made(tracker, draft(1))
        tracker.find(PROJECT)
        assert len(github.names(SIGN_IN)) == 1
        github.wait(timedelta(minutes=56).total_seconds())
        made(tracker, draft(2))

        assert len(github.names(SIGN_IN)) == 2
        assert tracker.requests == len(github.requests)

    def test_a_key_on_one_line_is_a_key_too(self, github: GitHub, desk: Desk) -> None:
        made(desk(**an_app(private_key=a_key().replace("\n", "\\n"))), draft())

        assert github.at(SHOP).issues

    def test_what_is_no_key_is_told_without_repeating_it(self, desk: Desk) -> None:
        with pytest.raises(UserError, match="cannot be read") as caught:
            desk(**an_app(private_key="-----BEGIN nonsense"))
        assert "nonsense" not in str(caught.value)

    def test_an_installation_that_is_gone_is_told(self, github: GitHub, desk: Desk) -> None:
        github.next(faults.answer(404, {"message": "Not Found"}), on=SIGN_IN)

        with pytest.raises(Rejected, match=f"signing in as installation {INSTALLATION}"):
            desk(**an_app()).find(PROJECT)


@pytest.mark.parametrize("token", [None, "", "  "])
def test_without_a_token_nothing_is_begun(github: GitHub, desk: Desk, token: str | None) -> None:
    with pytest.raises(UserError, match="set PM_SYNC_TRACKERS__GITHUB__TOKEN"):
        desk(token=token)
    assert not github.requests


@pytest.mark.parametrize("token", ["ghp_abc…", "ghp_a b", "ghp_a\nb", "ghp_ä"])
def test_what_is_no_token_is_told_and_not_repeated(desk: Desk, token: str) -> None:
    with pytest.raises(UserError, match="copy it anew") as caught:
        desk(token=token)
    assert "ghp_" not in str(caught.value)


def test_without_a_repository_nothing_is_begun(desk: Desk) -> None:
    with pytest.raises(UserError, match=r"trackers.github.repository: not set"):
        desk(repository=None)


class TestTheDoctor:
    def findings(self, desk: Desk, *owners: Owner, **options: object) -> list[Finding]:
        return list(desk(**options).diagnose(owners))

    def told(self, findings: list[Finding], severity: Severity) -> str:
        return "\n".join(
            f"{one.found}; {one.remedy}" for one in findings if one.severity is severity
        )

    def test_where_all_is_well_it_says_so_and_writes_nothing(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.label(SHOP, "pm-sync")
        github.assignable(SHOP, "ann")

        findings = self.findings(desk, Owner("Ann", "ann", known=True))

        assert {one.severity for one in findings} == {Severity.WELL}
        assert [request.name for request in github.requests if request.writes] == ["POST /graphql"]

    def test_a_token_that_is_not_accepted(self, github: GitHub, desk: Desk) -> None:
        github.keys.known = {"another"}

        [finding] = self.findings(desk)

        assert finding.severity is Severity.BAD
        assert "does not accept the token" in finding.found

    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ({"archived": True}, "is archived"),
            ({"has_issues": False}, "issues are switched off"),
            ({"push": False}, "may only read"),
        ],
    )
    def test_what_would_stop_a_run(
        self, github: GitHub, desk: Desk, settings: dict[str, bool], told: str
    ) -> None:
        github.repository("acme/other", **settings)  # type: ignore[arg-type]

        findings = self.findings(desk, repository="acme/other")

        assert told in self.told(findings, Severity.BAD)

    def test_the_triage_role_may_not_make_labels(self, github: GitHub, desk: Desk) -> None:
        github.repository("acme/other", permissions={"push": False, "triage": True})

        findings = self.findings(desk, repository="acme/other")

        assert "triage role" in self.told(findings, Severity.DOUBT)

    @pytest.mark.parametrize(
        ("scopes", "private", "bad"),
        [
            ("repo, gist", True, ""),
            ("public_repo", False, ""),
            ("public_repo", True, "lacks the scope repo"),
            ("gist", False, "lacks the scope public_repo"),
            ("", False, "lacks the scope public_repo"),
        ],
    )
    def test_the_scopes_of_a_classic_token(
        self, github: GitHub, desk: Desk, scopes: str, private: bool, bad: str
    ) -> None:
        github.repository("acme/other", private=private)
        github.scopes = scopes

        told = self.told(self.findings(desk, repository="acme/other"), Severity.BAD)

        assert bad in told
        assert bool(told) == bool(bad)

    @pytest.mark.parametrize(
        ("token", "told"),
        [
            ("github_pat_11AAAA", "Issues: read and write"),
            ("ghs_16C7e42F292c6912E7710c838347Ae178B4a", "`permissions: issues: write`"),
        ],
    )
    def test_where_github_does_not_tell_the_remedy_is_named(
        self, github: GitHub, desk: Desk, token: str, told: str
    ) -> None:
        push = not token.startswith("ghs_")
        github.repository("acme/other", permissions={"push": push, "triage": push})

        findings = self.findings(desk, repository="acme/other", token=token)

        assert told in self.told(findings, Severity.DOUBT)

    def test_the_permissions_of_an_app(self, github: GitHub, desk: Desk) -> None:
        body = {
            "token": "ghs_x",
            "expires_at": "2026-11-23T10:00:00Z",
            "permissions": {"issues": "read"},
        }
        github.next(faults.answer(201, body), on=SIGN_IN)

        told = self.told(self.findings(desk, **an_app()), Severity.BAD)

        assert "its permission is read" in told

    def test_a_renamed_repository_names_the_line_to_write(self, github: GitHub, desk: Desk) -> None:
        github.rename(SHOP, "acme/store")

        told = self.told(self.findings(desk), Severity.DOUBT)

        assert 'write repository = "acme/store"' in told

    def test_owners_who_cannot_be_assigned_are_named(self, github: GitHub, desk: Desk) -> None:
        findings = self.findings(desk, Owner("Eve", "eve", known=True), Owner("Dana", "Dana"))

        told = self.told(findings, Severity.DOUBT)
        assert "Eve is not assigned" in told
        assert 'add github = "login" to [people."Dana"]' in told

    def test_a_milestone_that_is_not_there(self, desk: Desk) -> None:
        told = self.told(self.findings(desk, milestone="Q9"), Severity.BAD)

        assert "no open milestone 'Q9'" in told

    def test_without_an_answer_nobody_is_said_to_be_assignable(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.next(faults.answer(403, {"message": "no"}), times=None, on="POST /graphql")

        findings = self.findings(desk, Owner("Ann", "ann", known=True))

        assert "does not tell who can be assigned" in self.told(findings, Severity.DOUBT)

    def test_a_limit_that_is_nearly_used_up(self, github: GitHub, desk: Desk) -> None:
        github.limit(20, 600)

        assert "only 19 requests are left" in self.told(self.findings(desk), Severity.DOUBT)

    def test_a_server_that_is_down_is_a_finding(self, github: GitHub, desk: Desk) -> None:
        github.next(faults.answer(503), times=None)

        [finding] = self.findings(desk)

        assert "answered 503" in finding.found

    def test_scopes_that_are_too_many_are_named(self, github: GitHub, desk: Desk) -> None:
        github.scopes = "repo, admin:org, delete_repo, workflow"

        doubts = self.told(self.findings(desk), Severity.DOUBT)

        assert "it has the scope admin:org, delete_repo, workflow" in doubts
        assert "public_repo is enough" in doubts

    def test_what_a_private_repository_needs_is_not_too_much(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.repository("acme/other", private=True)
        github.scopes = "repo"

        findings = self.findings(desk, repository="acme/other")

        assert "scope" not in self.told(findings, Severity.DOUBT)

    def test_a_route_to_a_private_repository_needs_its_scope_too(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.repository("acme/other", private=True)
        github.scopes = "public_repo"
        tracker = desk(GitHubPlace(repository="acme/other"))

        findings = list(tracker.diagnose([]))

        assert "lacks the scope repo" in self.told(findings, Severity.BAD)
        assert len({one.found for one in findings}) == len(findings)

    def test_an_administrator_is_more_than_is_needed(self, github: GitHub, desk: Desk) -> None:
        github.repository("acme/other", permissions={"admin": True})
        github.scopes = "public_repo"

        findings = self.findings(desk, repository="acme/other")

        assert "is an administrator of acme/other" in self.told(findings, Severity.DOUBT)

    @pytest.mark.parametrize(
        ("ends", "severity", "told"),
        [
            ("2026-11-30 08:00:00 UTC", Severity.DOUBT, "ends on 2026-11-30, in 6 days"),
            ("2026-11-30 08:00:00 +0100", Severity.DOUBT, "ends on 2026-11-30"),
            ("2027-05-01 08:00:00 UTC", Severity.WELL, "is good until 2027-05-01"),
        ],
    )
    def test_the_end_of_a_token_is_told_in_time(
        self, github: GitHub, desk: Desk, ends: str, severity: Severity, told: str
    ) -> None:
        github.expires = ends

        assert told in self.told(self.findings(desk), severity)

    def test_an_app_that_may_do_more_is_told(self, github: GitHub, desk: Desk) -> None:
        body = {
            "token": "ghs_x",
            "expires_at": "2026-11-23T10:00:00Z",
            "permissions": {
                "issues": "write",
                "metadata": "read",
                "contents": "write",
                "administration": "write",
                "actions": "write",
            },
            "repository_selection": "all",
        }
        github.next(faults.answer(201, body), on=SIGN_IN)

        doubts = self.told(self.findings(desk, **an_app()), Severity.DOUBT)

        assert "actions (write), administration (write); take it away" in doubts
        assert "is installed on all repositories" in doubts

    def test_a_label_that_cannot_be_made_is_worse_than_one_that_is_missing(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.repository("acme/other", permissions={"push": False, "triage": True})

        told = self.told(self.findings(desk, repository="acme/other"), Severity.BAD)

        assert "there is no label 'pm-sync' yet in acme/other" in told
        assert "this account may not make it; make it there" in told

    def test_labels_of_routes_and_teams_are_looked_for(self, github: GitHub, desk: Desk) -> None:
        teams = {"acme/sre": {"label": "sre"}}
        tracker = desk(GitHubPlace(labels=("routed",)), teams=teams)

        told = self.told(list(tracker.diagnose([])), Severity.DOUBT)

        assert "there is no label 'routed' yet" in told
        assert "there is no label 'sre' yet" in told

    def test_priorities_without_a_label_are_told(self, github: GitHub, desk: Desk) -> None:
        tracker = desk(priority_labels={"P0": "urgent"})

        told = self.told(list(tracker.diagnose([], Uses(priorities=("p0", "P7")))), Severity.DOUBT)

        assert "no label stands for the priority P7;" in told

    def test_a_clock_that_is_ahead_is_told(self, github: GitHub, desk: Desk) -> None:
        github.label(SHOP, "pm-sync")
        context = replace(desk.context(), now=lambda: github.clock + timedelta(minutes=5))
        options = GitHubOptions.model_validate({"repository": SHOP, "token": "ghp_example"})
        tracker = KIND.open(options, context)
        assert isinstance(tracker, GitHubTracker)

        told = self.told(list(tracker.diagnose([])), Severity.DOUBT)

        assert "this machine's clock is 5 minutes ahead of that of GitHub" in told


class TestWorkflows:
    @pytest.fixture
    def host(self, desk: Desk) -> GitHubHost:
        options = GitHubOptions.model_validate({"token": "ghp_example"})
        return host_of(options, desk.context(), SHOP)

    def test_the_newest_run_is_told(self, github: GitHub, host: GitHubHost) -> None:
        old, new = github.clock - timedelta(days=9), github.clock - timedelta(days=2)
        github.workflow(SHOP, "pm-sync.yml", (new, "failure"), (old, "success"))

        found = host.workflows.workflow("pm-sync.yml")

        assert found is not None
        assert found.last == LastRun(new, "failure", f"https://github.com/{SHOP}/actions/runs/1")
        assert not found.off

    def test_what_github_switched_off_says_so(self, github: GitHub, host: GitHubHost) -> None:
        github.workflow(SHOP, state="disabled_inactivity")

        found = host.workflows.workflow("pm-sync.yml")

        assert found == Workflow("GitHub switched it off, after 60 days without a commit", True)

    def test_a_workflow_that_is_not_there_is_none(self, host: GitHubHost) -> None:
        assert host.workflows.workflow("pm-sync.yml") is None

    def test_a_token_that_may_not_read_actions_is_told(
        self, github: GitHub, host: GitHubHost
    ) -> None:
        github.actions.may_read = False

        with pytest.raises(Rejected, match="lacks the permission"):
            host.workflows.workflow("pm-sync.yml")
