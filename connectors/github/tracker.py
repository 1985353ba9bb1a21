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
from connectors.github.diagnosis import diagnosed
from connectors.github.graphql import GraphQL
from connectors.github.home import Home
from connectors.github.issues import Reading
from connectors.github.limits import Pace
from connectors.github.lookup import Lookup
from connectors.github.options import LABEL, GitHubOptions, GitHubPlace
from connectors.github.owners import Owners
from connectors.github.places import Places
from connectors.github.preflight import Preflight
from connectors.github.reference import NAME, Spot, same_repository, spot_of
from connectors.github.reminders import Reminders
from connectors.github.session import Session
from connectors.github.touched import touched
from connectors.github.visibility import Visibility
from connectors.github.wire import Issue, rest_issue
from connectors.http.patience import Patience
from connectors.kinds import Context
from sync.diagnosis import NOTHING, Finding, Uses
from sync.errors import UserError
from sync.foreseen import Foreseen
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Assigning, Change, Draft, Outcome, Owner, Ticket
from sync.ports import Listing, Readers
from sync.reminding import Nudge, Said

_SPECIMEN: Final = 999_999
_WITHOUT_CLOCK: Final = timedelta(days=1)
"""How far a listing without GitHub's own time is trusted less: this machine's clock may be ahead."""


class GitHubTracker:
    """Fulfils `sync.ports.Tracker`, `Prepares`, `Diagnoses`, `TellsReaders`, `TellsAllowance` and `Reminds`."""

    def __init__(
        self, session: Session, lookup: Lookup, places: Places, now: Callable[[], datetime]
    ) -> None:
        creation = places.usual
        self._session = session
        self._lookup = lookup
        self._places = places
        self._creation = creation
        self._home = creation.home
        self._reading = creation.reading
        self._options = creation.options
        self._now = now
        self._visibility = Visibility(session, places, creation.options.web)
        self._reminders = Reminders(session, creation.pace)

    @property
    def name(self) -> str:
        """`github`."""
        return NAME

    @property
    def requests(self) -> int:
        """How many requests were sent, redirects and repetitions among them."""
        return self._session.requests

    @property
    def remaining(self) -> int | None:
        """What GitHub said last of this hour."""
        return self._session.remaining

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
        homes = list(self._places.homes())
        for home in homes:
            for page in self._session.pages(f"{home.path}/issues", parameters):
                as_of = as_of or page.date
                listed = (rest_issue(one) for one in page.data)
                issues.update((one.spot, one) for one in listed if not one.is_pull_request)
        issues = self._lookup.with_conversions(issues)
        if self._options.in_progress_from_pull_requests:
            for home in homes:
                open_now = self._lookup.open_with_label(home.name, LABEL)
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
        self._places.prepare(drafts)

    def foresee(self, drafts: Collection[Draft]) -> Mapping[str, Foreseen]:
        """Who would be assigned, from reads alone."""
        return self._places.foresee(drafts)

    def diagnose(self, owners: Collection[Owner], uses: Uses = NOTHING) -> Iterator[Finding]:
        """Whether a run would work, from the answers to a handful of reads."""
        return diagnosed(self._places.all(), owners, uses)

    def place(self, what: Draft | TicketRef) -> str:
        """The repository of an issue, or of what a draft becomes."""
        return self._visibility.place(what)

    def at(self, page: str) -> str | None:
        """The repository on this GitHub whose page this is."""
        return self._visibility.at(page)

    def readers(self, place: str) -> Readers:
        """Everybody, where GitHub calls the repository public."""
        return self._visibility.readers(place)

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """Create one issue per draft, each with one request that holds the mark, the labels and the owners."""
        return self._places.outcomes(drafts)

    @property
    def assigning(self) -> Assigning:
        """Who is known by a login."""
        return self._creation.owners.assigning

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """Change issues of ours, each read before it is changed."""
        return Changes(self._session, self._creation).outcomes(changes)

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        """What others did to these issues, by their timelines."""
        return touched(self._lookup, refs)

    def reminders(self, ref: TicketRef) -> list[Said]:
        """Those below the issue that this account, or a bot, wrote."""
        return self._reminders.said(ref)

    def remind(self, ref: TicketRef, nudge: Nudge) -> None:
        """As a comment."""
        self._reminders.say(ref, nudge)

    def unsay(self, ref: TicketRef, said: Said) -> None:
        """Remove that comment."""
        self._reminders.unsay(ref, said)

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
    usual = Creation(
        session=session,
        home=home,
        reading=Reading(home, options.web, in_progress, options.priorities),
        options=options,
        body=body_from(options.template, context.files or context.root, context.source),
        owners=Owners(options.teams, options.repository),
        preflight=Preflight(session, graphql, home, options.milestone),
        pace=Pace(patience, options.seconds_between_writes, options.creations_per_hour),
    )
    lookup = Lookup(session, graphql, worked_on=options.in_progress_from_pull_requests)
    routed = tuple(one for one in context.places if isinstance(one, GitHubPlace))
    places = Places(usual, routed, lambda place: _routed(usual, graphql, place))
    return GitHubTracker(session, lookup, places, context.now)


def _routed(usual: Creation, graphql: GraphQL, place: GitHubPlace) -> Creation:
    """What creates issues as a route decides, at the pace and in the words of all."""
    repository = place.repository or usual.home.repository
    elsewhere = not same_repository(repository, usual.home.repository)
    home = Home(usual.session, repository) if elsewhere else usual.home
    milestone = place.milestone or (None if elsewhere else usual.options.milestone)
    decided = {
        "repository": repository,
        "labels": (*usual.options.labels, *place.labels),
        "milestone": milestone,
        "issue_type": place.issue_type or usual.options.issue_type,
    }
    return replace(
        usual,
        home=home,
        options=usual.options.model_copy(update=decided),
        owners=Owners(usual.options.teams, repository) if elsewhere else usual.owners,
        preflight=Preflight(usual.session, graphql, home, milestone),
    )


def _is_of(ticket: Ticket, project: str) -> bool:
    """Whether a listed issue is this project's, or nobody's any more: what lost its mark may be linked, and its status is news."""
    return ticket.marker is None or ticket.marker.project == project
