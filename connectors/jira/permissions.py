"""What the account may do in a project, what it lacks, and what it may do too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from connectors.jira.server import Server
from sync.diagnosis import Area, Finding, Severity, Uses, doubt, well
from sync.errors import Rejected

_NEEDED: Final[Mapping[str, tuple[str, str]]] = {
    "BROWSE_PROJECTS": ("Browse projects", "tickets are read, and found again"),
    "CREATE_ISSUES": ("Create issues", "tickets are made"),
    "EDIT_ISSUES": ("Edit issues", "titles, owners and priorities of tickets are kept in step"),
    "ASSIGN_ISSUES": ("Assign issues", "tickets get their owners"),
    "SCHEDULE_ISSUES": ("Schedule issues", "tickets get their due dates"),
    "TRANSITION_ISSUES": ("Transition issues", "tickets are moved"),
    "SET_ISSUE_SECURITY": ("Set issue security", "tickets get their `security_level`"),
}
"""By key: what Jira calls the permission, and what it is needed for.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/
"""

_TOO_MUCH: Final[Mapping[str, str]] = {
    "SYSTEM_ADMIN": "System administrators",
    "ADMINISTER": "Administer Jira",
    "ADMINISTER_PROJECTS": "Administer projects",
    "DELETE_ISSUES": "Delete issues",
}
_FATAL: Final = ("BROWSE_PROJECTS", "CREATE_ISSUES")


@dataclass(frozen=True, slots=True)
class Permissions:
    """Asks what the account may do, project by project."""

    server: Server

    def findings(self, project: str, uses: Uses, *, secures: bool) -> Iterator[Finding]:
        """What is found in one project; `secures` says whether tickets get a security level."""
        have = self._told(project)
        if have is None:
            found = f"Jira does not tell what this account may do in {project}"
            remedy = (
                "creating tells; a token with granular scopes needs read:permission:jira for this"
            )
            yield doubt(Area.ACCESS, found, remedy)
            return
        unasked = {
            *([] if secures else ["SET_ISSUE_SECURITY"]),
            *([] if uses.moves else ["TRANSITION_ISSUES"]),
        }
        lacks = [one for one in _NEEDED if one not in unasked and have.get(one) is False]
        for key in lacks:
            name, purpose = _NEEDED[key]
            yield Finding(
                Severity.BAD if key in _FATAL else Severity.DOUBT,
                f"this account lacks the permission {name!r} in {project}, with which {purpose}",
                "have an administrator of the project grant it",
                Area.ACCESS,
            )
        if not lacks:
            yield well(Area.ACCESS, f"this account may do in {project} what is needed")
        if more := [name for key, name in _TOO_MUCH.items() if have.get(key)]:
            yield doubt(
                Area.ACCESS,
                f"this account may do more in {project} than is needed: {', '.join(more)}",
                "use an account of its own without that",
            )

    def _told(self, project: str) -> dict[str, bool] | None:
        """By key; None if Jira does not say, also where it refuses the token for asking. Data Center tells all that there are, unasked."""
        asked = {"projectKey": project}
        if self.server.is_cloud:
            wanted = [*_NEEDED, *(one for one in _TOO_MUCH if one != "SYSTEM_ADMIN")]
            asked["permissions"] = ",".join(wanted)
        try:
            data = self.server.session.get("/mypermissions", asked).data
        except Rejected:
            return None
        told = data.get("permissions") if isinstance(data, dict) else None
        if not isinstance(told, dict):
            return None
        return {
            key: one["havePermission"] is True
            for key, one in told.items()
            if isinstance(one, dict) and "havePermission" in one
        }
