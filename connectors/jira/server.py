"""Which Jira it is, and who we are there: asked once, before anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.jira.answer import Answer
from connectors.jira.failures import NotFound
from connectors.jira.options import JiraOptions
from connectors.jira.reference import is_ours
from connectors.jira.session import MYSELF, SERVER_INFO, Session
from sync.errors import Unavailable, UserError


class _Facts(BaseModel):
    """https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-server-info/"""

    model_config = ConfigDict(extra="ignore")

    address: str = Field(alias="baseUrl")
    deployment: str = Field("Server", alias="deploymentType")
    """`Cloud`, `Server` or `DataCenter`; old servers do not tell."""
    version: str = ""


class Server:
    """Finds out at the first question whether it is Cloud or Data Center, and proves that the token is somebody's."""

    def __init__(self, session: Session, options: JiraOptions) -> None:
        self.session = session
        self.version = ""
        self.clock: datetime | None = None
        """The server's, at the last answer that told it."""
        self.our_clock: datetime | None = None
        """This machine's, at the same moment."""
        self.display_name = ""
        self._options = options
        self._site: str | None = None
        session.likely_cloud = options.looks_like_cloud
        session.first = self._ask

    @property
    def is_cloud(self) -> bool:
        """Whether it is Cloud. Raises `Rejected` if it is no Jira, or the token is nobody's."""
        self.introduce()
        return bool(self.session.cloud)

    def introduce(self) -> None:
        """Ask which Jira it is and who we are, if nobody did. Raises like `is_cloud`."""
        if self.session.cloud is None:
            self._ask()

    @property
    def web(self) -> str:
        """Where people read issues: as set; behind the gateway as the server says."""
        return self._site or self._options.web

    def confirm(self) -> None:
        """Ask who we are, if answers came that do not tell by themselves. Raises `Nobody` if we are nobody."""
        if self.session.cloud is None:
            self._ask()
        elif self.session.unproved:
            self._ask_who()

    def introduce_ourselves(self) -> str:
        """Who we are, as people call us. Raises like `is_cloud`."""
        self.introduce()
        if not self.display_name:
            self._ask_who()
        return self.display_name or str(self.session.account)

    def _ask(self) -> None:
        answer = self._info()
        try:
            facts = _Facts.model_validate(answer.data)
        except ValidationError as error:
            raise Unavailable(_no_jira(self._options)) from error
        self.clock, self.our_clock = answer.date, self.session.patience.now()
        self.version = facts.version
        self.session.cloud = facts.deployment == "Cloud"
        if self._options.is_gateway and self._options.web_url is None:
            self._site = self._checked(facts.address.rstrip("/"))
        if answer.account is not None:
            self.session.tells = True
        else:
            self._ask_who()

    def _info(self) -> Answer:
        """What the server tells of itself; of the two versions of the API, only one may be there."""
        try:
            return self.session.get(SERVER_INFO)
        except NotFound:
            self.session.likely_cloud = not self.session.likely_cloud
        try:
            return self.session.get(SERVER_INFO)
        except NotFound as error:
            raise Unavailable(_no_jira(self._options)) from error

    def _checked(self, site: str) -> str:
        """The site, if links to it are read as references: else no run would know its own links again."""
        if not is_ours(site, self._options):
            raise UserError(
                f'the issues behind {self._options.url} are read at {site}; write web_url = "{site}" under [trackers.jira]'
            )
        return site

    def _ask_who(self) -> None:
        answer = self.session.get(MYSELF)
        me: Any = answer.data
        name = "accountId" if self.session.cloud else "name"
        if not isinstance(me, dict) or not me.get(name):
            raise Unavailable("Jira does not say who we are; look at `url` under [trackers.jira]")
        self.display_name = str(me.get("displayName", ""))
        self.session.identify(str(me[name]))
        self.session.tells = answer.account is not None
        self.session.unproved = False


def _no_jira(options: JiraOptions) -> str:
    return f"{options.url} does not answer like a Jira; look at `url` under [trackers.jira]"
