"""The workflows of a repository, as far as the token may read them: whether one is switched on, and how it ran last."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.github.failures import NotFound
from connectors.github.home import Home
from connectors.github.session import Session
from sync.hosting import LastRun, Workflow

_OFF = {
    "disabled_inactivity": "GitHub switched it off, after 60 days without a commit",
    "disabled_manually": "somebody switched it off",
    "disabled_fork": "it is switched off, since this repository is a fork",
}
"""https://docs.github.com/en/rest/actions/workflows"""


class Actions:
    """Fulfils `sync.hosting.Workflows`."""

    def __init__(self, session: Session, repository: str) -> None:
        self._session = session
        self._home = Home(session, repository)

    def workflow(self, file: str) -> Workflow | None:
        """Asks for the workflow, and for the newest of its runs."""
        path = f"{self._home.path}/actions/workflows/{quote(file, safe='')}"
        try:
            data: Any = self._session.get(path).data
        except NotFound:
            return None
        told = data if isinstance(data, dict) else {}
        return Workflow(
            off=_OFF.get(str(told.get("state")), ""),
            by_itself=told.get("state") == "disabled_inactivity",
            last=self._last(path),
        )

    def _last(self, path: str) -> LastRun | None:
        data: Any = self._session.get(f"{path}/runs", {"per_page": 1}).data
        rows = data.get("workflow_runs") if isinstance(data, dict) else None
        row = rows[0] if isinstance(rows, list) and rows else None
        if not isinstance(row, dict):
            return None
        try:
            at = datetime.fromisoformat(str(row.get("created_at")))
        except ValueError:
            return None
        return LastRun(at, str(row.get("conclusion") or ""), str(row.get("html_url") or ""))
