"""GitHub as the core uses it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.github.access import access_of
from connectors.github.body import body_from
from connectors.github.changes import Changes
from connectors.github.creation import Creation
from connectors.github.diagnosis import Diagnosis
from connectors.github.graphql import GraphQL
from connectors.github.home import Home
from connectors.github.issues import Reading
from connectors.github.limits import Pace
from connectors.github.lookup import Lookup
from connectors.github.options import LABEL, GitHubOptions
from connectors.github.owners import Owners
from connectors.github.preflight import Preflight
from connectors.github.reference import NAME, Spot, spot_of
from connectors.github.session import Session
from connectors.github.wire import Issue, rest_issue
from connectors.http.patience import Patience
from connectors.kinds import Context
from sync.errors import UserError
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Draft, Outcome, Owner, Ticket
from sync.ports import Finding, Listing

_SPECIMEN: Final = 999_999
_WITHOUT_CLOCK: Final = timedelta(days=1)
"""How far a listing without GitHub's own time is trusted less: this machine's clock may be ahead."""


class GitHubTracker:
    """Fulfils `sync.ports.Tracker` and `sync.ports.Prepares`."""

    def __init__(
        self, session: Session, lookup: Lookup, creation: Creation, now: Callable[[], datetime]
    ) -> None:
        self._session = session
        self._lookup = lookup
        self._creation = creation
        self._home = creation.home
        self._reading = creation.reading
        self._options = creation.options
        self._now = now

    @property
    def name(self) -> str:
        """`github`."""
        return NAME

    @property
    def requests(self) -> int:
        """How many requests were sent, redirects and repetitions among them."""
        return self._session.requests

    @property
    def specimen(self) -> Ticket:
        """An issue with a number that none has yet."""
        spot = Spot(self._home.repository, _SPECIMEN)
        label, url = self._reading.label(spot), self._reading.url(spot)
        return Ticket(ref=spot.ref, title="", status=Status.OPEN, label=label, url=url)

    def find(self, project: str, since: datetime | None = None) -> Listing:
        """List the issues with our label and our mark, from the list of issues and never from the search, which lags."""
        parameters: dict[str, str] = {
            "labels": LABEL,
            "state": "all",
            "sort": "created",
            "direction": "asc",
        }
        if since is not None:
            parameters["since"] = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        as_of: datetime | None = None
        issues: dict[Spot, Issue] = {}
        for page in self._session.pages(f"{self._home.path}/issues", parameters):
            as_of = as_of or page.date
            listed = (rest_issue(one) for one in page.data)
            issues.update((one.spot, one) for one in listed if not one.is_pull_request)
        issues = self._lookup.with_conversions(issues)
        if self._options.in_progress_from_pull_requests:
            open_now = self._lookup.open_with_label(self._home.name, LABEL)
            issues |= {issue.spot: issue for issue in open_now}
        tickets = (self._reading.ticket(issue) for issue in issues.values())
        ours = tuple(one for one in tickets if _is_of(one, project))
        as_of = as_of or self._now() - _WITHOUT_CLOCK
        return Listing(tickets=ours, as_of=as_of, complete=since is None)

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """Look issues and pull requests of any repositories up, a hundred with one request."""
        spots = {ref: spot for ref in refs if (spot := spot_of(ref)) is not None}
        if not spots:
            return {}
        found = self._lookup.issues(set(spots.values()))
        return {
            ref: self._as_asked(ref, self._reading.ticket(found[spot]))
            for ref, spot in spots.items()
            if spot in found
        }

    def prepare(self, drafts: Collection[Draft]) -> None:
        """Ask who can be assigned and which labels exist, and make those that are missing."""
        owners = self._creation.owners
        owners.repository = self._home.name
        logins = {login for draft in drafts for login in owners.logins(draft.owners)}
        labels = [
            label
            for draft in drafts
            for label in self._creation.labels(draft, owners.assignment(draft.owners))
        ]
        self._creation.preflight.run(labels, logins)
        owners.assignable.update(self._creation.preflight.assignable)

    def diagnose(self, owners: Collection[Owner]) -> Iterator[Finding]:
        """Whether a run would work, from the answers to a handful of reads."""
        return Diagnosis(self._creation).findings(owners)

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """Create one issue per draft, each with one request that holds the mark, the labels and the owners."""
        return self._creation.outcomes(drafts)

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """Change issues of ours, each read before it is changed."""
        return Changes(self._session, self._creation).outcomes(changes)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _as_asked(self, ref: TicketRef, ticket: Ticket) -> Ticket:
        """The ticket under the spelling that was asked for, unless it really is elsewhere."""
        same = ref.id.casefold() == ticket.ref.id.casefold()
        return replace(ticket, ref=ref) if same else ticket


def opened(options: GitHubOptions, context: Context) -> GitHubTracker:
    """A tracker that is ready to be asked. Raises `UserError` for settings that cannot be used."""
    if options.repository is None:
        raise UserError(
            'trackers.github.repository: not set; write repository = "owner/name" under [trackers.github], or set'
            " GITHUB_REPOSITORY"
        )
    patience = Patience(context.sleep, context.now, options.longest_wait, options.total_wait)
    session = Session(options.api_url, access_of(options), patience)
    graphql = GraphQL(session)
    home = Home(session, options.repository)
    in_progress = frozenset(label.casefold() for label in options.in_progress_labels)
    creation = Creation(
        session=session,
        home=home,
        reading=Reading(home, options.web, in_progress),
        options=options,
        body=body_from(options.template, context.root, context.source),
        owners=Owners(options.teams, options.repository),
        preflight=Preflight(session, graphql, home, options.milestone),
        pace=Pace(patience, options.seconds_between_writes, options.creations_per_hour),
    )
    lookup = Lookup(session, graphql, worked_on=options.in_progress_from_pull_requests)
    return GitHubTracker(session, lookup, creation, context.now)


def _is_of(ticket: Ticket, project: str) -> bool:
    """Whether a listed issue is this project's, or nobody's any more: what lost its mark may be linked, and its status is news."""
    return ticket.marker is None or ticket.marker.project == project
