"""The workflows that `pm-sync init --github` writes: they work as they are, with no more rights than each job needs."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

MARK: Final = "# Written by `pm-sync init --github`, which writes it anew with --force."
"""The first line of each; a file without it is somebody's own."""

CHECKOUT: Final = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
RESTORE: Final = "actions/cache/restore@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3"
UPLOAD: Final = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2"
DOWNLOAD: Final = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0"
SAVE: Final = "actions/cache/save@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3"

_ACTION: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+(?:/[A-Za-z0-9._/-]+)?@[0-9a-f]{40}"
)
_BRANCH: Final = re.compile(r"[A-Za-z0-9._/-]+")

_SYNC: Final = """\
{mark}
name: pm-sync{suffix}

on:
  schedule:
    - cron: "{minute} 5-19 * * 1-5" # UTC; at full hours runs are late, or dropped
  workflow_dispatch:
  push:
    branches: [{branch}]
    paths: {paths}
{events}
permissions: {{}}

concurrency:
  group: pm-sync{suffix} # one at a time, and none cancelled between a ticket and its link
  cancel-in-progress: false

jobs:
  sync:
    name: Keep postmortems and tickets in step
{condition}    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
{permissions}
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false # the action signs in by itself, and leaves nothing behind
      - uses: {restore}
        with:
          path: {folder}
          key: pm-sync{suffix}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: pm-sync{suffix}-
      - uses: {action}
        with:
          root: {root}
          publish: pull-request
{secrets}      - if: always() # a run that was stopped tells the next one what it was doing; nothing depends on it
        uses: {save}
        with:
          path: {folder}
          key: pm-sync{suffix}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
"""

_PLAN: Final = """\
{mark}
name: pm-sync plan{suffix}

on:
  pull_request:
    paths: {paths}

permissions: {{}}

concurrency:
  group: pm-sync-plan{suffix}-${{{{ github.event.pull_request.number }}}}
  cancel-in-progress: true # it only reads

jobs:
  plan:
    name: What a merge would do
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
{permissions}
    steps:
      - uses: {checkout}
        with:
          fetch-depth: 2 # the merge, and the base that it is judged by
          persist-credentials: false
      - uses: {action}
        with:
          command: plan
          root: {root}
          base: HEAD^1
          comment: ${{{{ runner.temp }}}}/pm-sync-plan.json
{secrets}      - uses: {upload}
        if: ${{{{ !cancelled() }}}} # a plan that a limit refuses is told as well
        with:
          name: pm-sync-plan{suffix}
          path: ${{{{ runner.temp }}}}/pm-sync-plan.json
          retention-days: 1
      - uses: {action}
        if: ${{{{ !cancelled() }}}}
        with:
          command: check # on the lines, what the changed postmortems lack; errors fail the job
          root: {root}
          base: HEAD^1

  comment:
    name: Tell it below the pull request
    needs: plan
    # Pull requests from forks have a token that only reads: theirs is on the page of the job above.
    if: ${{{{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}}}
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read # the settings of the base
      pull-requests: write # the comment
    steps:
      - uses: {checkout}
        with:
          ref: ${{{{ github.event.pull_request.base.sha }}}}
          persist-credentials: false
      - uses: {download}
        with:
          name: pm-sync-plan{suffix}
          path: ${{{{ runner.temp }}}}
      - uses: {action}
        with:
          command: comment
          root: {root}
          comment: ${{{{ runner.temp }}}}/pm-sync-plan.json
"""

_REPORT: Final = """\
{mark}
name: pm-sync report{suffix}

on:
  schedule:
    - cron: "{minute} 6 * * 1" # UTC, on Mondays
  workflow_dispatch:

permissions: {{}}

concurrency:
  group: pm-sync-report{suffix}
  cancel-in-progress: true # it only reads

jobs:
  report:
    name: What became of the action items
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
{permissions}
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
      - uses: {restore}
        with:
          path: {folder} # tells when the last run was through; it is not saved again
          key: pm-sync{suffix}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: pm-sync{suffix}-
      - uses: {action}
        with:
          command: report
          root: {root}
          out: |
            ${{{{ runner.temp }}}}/pm-sync-report.html
            ${{{{ runner.temp }}}}/pm-sync-report.json
{secrets}      - uses: {upload}
        if: ${{{{ !cancelled() }}}} # documents that cannot be read fail the job, and are told in the report
        with:
          name: pm-sync-report{suffix}
          path: |
            ${{{{ runner.temp }}}}/pm-sync-report.html
            ${{{{ runner.temp }}}}/pm-sync-report.json
"""

_ISSUES: Final = """\
  issues:
    types: [assigned, unassigned, closed, reopened, edited, labeled, unlabeled, transferred]
"""
_DISPATCH: Final = """\
  repository_dispatch:
    types: [pm-sync] # sent by Jira Automation, or by whatever knows of a change
"""
_CONDITION: Final = """\
    # An issue begins a job only if it is one of pm-sync's.
    if: github.event_name != 'issues' || contains(github.event.issue.labels.*.name, 'pm-sync')
"""
_JIRA: Final = """\
          jira-email: ${{ secrets.JIRA_EMAIL }}
          jira-api-token: ${{ secrets.JIRA_API_TOKEN }}
"""


@dataclass(frozen=True, slots=True)
class Workflows:
    """What decides how they look. Raises ValueError for what has no place in a workflow."""

    action: str
    """`owner/name@commit` of the action."""
    documents: tuple[str, ...]
    """The patterns of the settings, relative to the root."""
    settings: str
    """The file of the settings, relative to the root."""
    branch: str
    prefix: str
    """Where the root lies below the top of the repository: empty, or with a slash at the end."""
    project: str
    trackers: frozenset[str]

    def __post_init__(self) -> None:
        if _ACTION.fullmatch(self.action) is None:
            raise ValueError(
                "the action should be named like acme/pm-sync@COMMIT, with all 40 digits of the commit"
            )
        if _BRANCH.fullmatch(self.branch) is None:
            raise ValueError(
                f"the branch {self.branch!r} has signs that cannot be written into a workflow"
            )

    @property
    def files(self) -> dict[str, str]:
        """The texts by path, relative to the top of the repository."""
        folder = ".github/workflows"
        return {
            f"{folder}/pm-sync{self._suffix}.yml": self._sync(),
            f"{folder}/pm-sync-plan{self._suffix}.yml": self._plan(),
            f"{folder}/pm-sync-report{self._suffix}.yml": self._report(),
        }

    def _sync(self) -> str:
        on_github = "github" in self.trackers
        events = (_ISSUES if on_github else "") + (_DISPATCH if "jira" in self.trackers else "")
        rights = ["contents: write # its branch, and the lock", "pull-requests: write # its own"]
        if on_github:
            rights.insert(1, "issues: write # the tickets")
        return _SYNC.format(
            **self._common(rights),
            minute=self.minute,
            branch=self.branch,
            events=events,
            condition=_CONDITION if on_github else "",
            save=SAVE,
        )

    def _plan(self) -> str:
        return _PLAN.format(**self._common(self._reading), upload=UPLOAD, download=DOWNLOAD)

    def _report(self) -> str:
        return _REPORT.format(**self._common(self._reading), minute=self.minute, upload=UPLOAD)

    @property
    def _reading(self) -> list[str]:
        """The rights of a job that only reads."""
        issues = ["issues: read # the tickets"] if "github" in self.trackers else []
        return ["contents: read # the documents", *issues]

    def _common(self, rights: list[str]) -> dict[str, str]:
        return {
            "mark": MARK,
            "suffix": self._suffix,
            "paths": json.dumps(self._paths, ensure_ascii=False),
            "permissions": "\n".join(f"      {right}" for right in rights),
            "checkout": CHECKOUT,
            "restore": RESTORE,
            "folder": f"{self.prefix}.pm-sync",
            "action": self.action,
            "secrets": _JIRA if "jira" in self.trackers else "",
            "root": json.dumps(self.prefix.rstrip("/") or ".", ensure_ascii=False),
        }

    @property
    def minute(self) -> int:
        """An odd minute, for each project another, so that not all of an organisation's begin at once."""
        return 1 + 2 * (hashlib.sha256(self.project.encode()).digest()[0] % 29)

    @property
    def _paths(self) -> list[str]:
        """The filters of GitHub, in which `?` and `+` mean something else than in the settings: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet"""
        told = [f"{self.prefix}{one}" for one in (*self.documents, self.settings)]
        return [re.sub(r"[?+!\[\]\\$]+", "*", one) for one in told]

    @property
    def _suffix(self) -> str:
        """Keeps two projects of one repository apart."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.prefix.lower()).strip("-")
        return f"-{plain}" if self.prefix else ""
