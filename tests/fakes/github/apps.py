"""What an app asks with its own key: where it is installed, and for a token of that installation."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.exchange import Reply, not_found
from tests.fakes.github.keys import Keys, required_app
from tests.fakes.github.model import Repository, stamp
from tests.fakes.github.reading import HOME
from tests.fakes.github.routes import Call, Route
from tests.fakes.github.world import World

INSTALLATION = 4711
PERMISSIONS = {"issues": "write", "metadata": "read"}
ASKED = ("repositories", "repository_ids", "permissions")


class Apps:
    """One app with one installation, which sees all repositories."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], keys: Keys) -> None:
        self._world = world
        self._bodies = bodies
        self._keys = keys

    def routes(self) -> list[Route]:
        tokens = "/app/installations/{installation}/access_tokens"
        return [
            Route("GET", f"{HOME}/installation", self.installation),
            Route("POST", tokens, self.access_token, keys=ASKED),
        ]

    def installation(self, call: Call) -> Reply:
        required_app(call.token)
        return Reply(200, self._told(call.repository))

    def access_token(self, call: Call) -> Reply:
        required_app(call.token)
        if call.parts["installation"] != str(INSTALLATION):
            not_found()
        token, ends = self._keys.give(self._world.clock)
        told = {
            "token": token,
            "expires_at": stamp(ends),
            "permissions": PERMISSIONS,
            "repository_selection": "all",
        }
        return Reply(201, told)

    def _told(self, home: Repository) -> Json:
        bodies, owner = self._bodies(), home.owner
        made = stamp(home.created_at)
        return {
            "id": INSTALLATION,
            "account": bodies.user(owner),
            "repository_selection": "all",
            "access_tokens_url": f"{bodies.api_url}/app/installations/{INSTALLATION}/access_tokens",
            "repositories_url": f"{bodies.api_url}/installation/repositories",
            "html_url": f"{bodies.web_url}/settings/installations/{INSTALLATION}",
            "app_id": 12,
            "app_slug": "pm-sync",
            "target_id": owner.id,
            "target_type": "User",
            "permissions": PERMISSIONS,
            "events": [],
            "created_at": made,
            "updated_at": made,
            "single_file_name": None,
            "suspended_by": None,
            "suspended_at": None,
        }
