"""GitHub as the host of the documents' repository, whatever tracker the tickets are in."""

from __future__ import annotations

from connectors.github.access import access_of
from connectors.github.actions import Actions
from connectors.github.board import Board
from connectors.github.comments import Comments, Writers
from connectors.github.line_comments import LineComments
from connectors.github.options import GitHubOptions
from connectors.github.pulls import Pulls
from connectors.github.session import Session
from connectors.http.patience import Patience
from connectors.kinds import Context


class GitHubHost:
    """Fulfils `sync.hosting.CodeHost`."""

    def __init__(self, session: Session, repository: str) -> None:
        self._session = session
        self.pulls = Pulls(session, repository)
        self.workflows = Actions(session, repository)
        writers = Writers(session)
        self.comments = Comments(session, repository, writers)
        self.lines = LineComments(session, repository, writers)
        self.board = Board(session, repository)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def host_of(options: GitHubOptions, context: Context, repository: str) -> GitHubHost:
    """The host of `owner/name`. Raises `UserError` without a token."""
    patience = Patience(context.sleep, context.now, options.longest_wait, options.total_wait)
    return GitHubHost(Session(options.api_url, access_of(options), patience), repository)
