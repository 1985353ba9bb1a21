"""Jira as the core uses it, Cloud and Data Center alike."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from connectors.http.patience import Patience
from connectors.jira.changes import Changes
from connectors.jira.creation import Creation
from connectors.jira.description import Descriptions
from connectors.jira.diagnosis import Diagnosis
from connectors.jira.drafting import Drafting
from connectors.jira.issues import Reading
from connectors.jira.limits import WITHOUT_WORD
from connectors.jira.lookup import FETCHED, SEARCHED, Lookup
from connectors.jira.meta import Meta
from connectors.jira.moves import Moves
from connectors.jira.options import JiraOptions, JiraPlace
from connectors.jira.people import People
from connectors.jira.preflight import Preflight
from connectors.jira.probe import Probe
from connectors.jira.reach import Reach
from connectors.jira.recent import NAME as NAME_OF_RECENT
from connectors.jira.recent import Recent
from connectors.jira.reference import NAME, key_of, ref_of
from connectors.jira.reminders import Reminders
from connectors.jira.server import Server
from connectors.jira.session import Credentials, Session
from connectors.jira.touched import touched
from connectors.jira.verification import Verification
from connectors.jira.visibility import Visibility
from connectors.jira.withdrawn import NAME as NAME_OF_WITHDRAWN
from connectors.jira.withdrawn import Withdrawn
from connectors.kinds import Context
from sync.diagnosis import NOTHING, Finding, Uses
from sync.errors import Rejected, UserError
from sync.foreseen import Foreseen
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Assigning, Change, Draft, Outcome, Owner, Ticket
from sync.ports import Listing, Readers
from sync.reminding import Nudge, Said

_SPECIMEN: Final = 999_999_999
_LAG: Final = timedelta(hours=1)
"""How far a listing is trusted less than Jira's clock says: its index may be minutes behind, and was seen to be hours."""


class JiraTracker:
    """Fulfils `sync.ports.Tracker`, `Prepares`, `Recognises`, `Diagnoses`, `TellsReaders` and `Reminds`."""

    def __init__(
        self,
        lookup: Lookup,
        drafting: Drafting,
        reading: Reading,
        context: Context,
    ) -> None:
        self._lookup = lookup
        self._session = lookup.session
        self._drafting = drafting
        self._reading = reading
        self._places = tuple(one for one in context.places if isinstance(one, JiraPlace))
        self._creates = context.creates
        self._now = context.now
        self._probe = Probe(lookup)
        self._options = drafting.options
        self._visibility = Visibility(drafting.options, self._places)
        self._reminders = Reminders(lookup.server, drafting.people)

    @property
    def name(self) -> str:
        """`jira`."""
        return NAME

    @property
    def requests(self) -> int:
        """How many requests were sent, repetitions among them."""
        return self._session.requests

    @property
    def specimen(self) -> Ticket:
        """An issue with a number that none has yet."""
        keys = self._options.known_projects(self._places)
        key = f"{keys[0] if keys else 'KEY'}-{_SPECIMEN}"
        url = self._reading.url(key)
        return Ticket(ref=ref_of(key), title="", status=Status.OPEN, label=key, url=url)

    def find(self, project: str, since: datetime | None = None) -> Listing:
        """List the issues with our label, and read them by key. The search lags: see `recognise` for what that means."""
        self._lookup.server.introduce()
        now = self._lookup.server.clock or self._now()
        minutes = None if since is None else max(math.ceil((now - since) / timedelta(minutes=1)), 1)
        issues = self._lookup.ours(minutes)
        if not issues or self._session.tells:
            self._lookup.server.confirm()
        tickets = (self._reading.ticket(issue) for issue in issues)
        ours = tuple(one for one in tickets if one.marker is None or one.marker.project == project)
        return Listing(tickets=ours, as_of=now - _LAG, complete=since is None)

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """Look issues of any projects up, a hundred with one request on Cloud, five hundred on Data Center."""
        keys = {ref: key for ref in refs if (key := key_of(ref)) is not None}
        found = self._lookup.by_key(set(keys.values()))
        if len(found) < len(set(keys.values())):
            self._lookup.server.confirm()
        return {ref: self._reading.ticket(found[key]) for ref, key in keys.items() if key in found}

    def few(self) -> int:
        """As many as two requests look up: a search for what changed, and reading it, would take as many."""
        return 2 * (FETCHED if self._lookup.server.is_cloud else SEARCHED)

    @property
    def highest(self) -> Mapping[str, int]:
        """By project: up to which number every issue has been looked at."""
        return dict(self._probe.highest)

    def confirm(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """On Data Center, where a search tells what its index knows, the issues one by one from the database."""
        if self._lookup.server.is_cloud:
            return {}  # Whatever was found was read by key.
        keys = {ref: key for ref in refs if (key := key_of(ref)) is not None}
        found = self._lookup.from_database(sorted(set(keys.values())))
        return {ref: self._reading.ticket(found[key]) for ref, key in keys.items() if key in found}

    def recognise(
        self,
        drafts: Collection[Draft],
        highest: Mapping[str, int],
        doubtful: Collection[str] = (),
    ) -> tuple[Ticket, ...]:
        """The tickets that exist for these drafts already, by label and, past what searches know, by key; and who else is there."""
        self._probe.remember(highest)
        keys = {draft.marker.key for draft in drafts} | set(doubtful if drafts else ())
        named = (draft.place.get("project") or self._options.project for draft in drafts)
        projects = {str(project) for project in named if project}
        in_doubt = bool(keys) and bool(doubtful)
        if in_doubt:
            projects |= {*self._options.known_projects(self._places), *self._probe.highest}
        found = self._probe.find(keys, projects, thorough=in_doubt) if keys else []
        ours = {draft.marker.project for draft in drafts}
        tickets = map(self._reading.ticket, found)
        return tuple(one for one in tickets if one.marker is None or one.marker.project in ours)

    def prepare(self, drafts: Collection[Draft]) -> None:
        """Look at every destination's create screen. Raises `Rejected` if one thing keeps all drafts from being created."""
        self._lookup.server.confirm()
        problems: dict[str, None] = {}
        good = False
        for draft in drafts:
            try:
                self._drafting.ready(draft)
                good = True
            except Rejected as error:
                problems[str(error)] = None
                if self._session.is_refused:
                    raise
        if len(problems) == 1 and not good:
            raise Rejected(next(iter(problems)))  # several are told one by one, each at its items

    def foresee(self, drafts: Collection[Draft]) -> Mapping[str, Foreseen]:
        """Who would be assigned, from reads alone."""
        found: dict[str, Foreseen] = {}
        for draft in drafts:
            project = str(draft.place.get("project") or self._options.project or "")
            chosen = self._drafting.people.assignment(draft.owners, project)
            people = (chosen.account,) if chosen.account else ()
            found[draft.marker.key] = Foreseen(people, chosen.remarks)
        return found

    def diagnose(self, owners: Collection[Owner], uses: Uses = NOTHING) -> Iterator[Finding]:
        """Whether a run would work, from the answers to a handful of reads."""
        reach = Reach(self._lookup, self._reading, self._moves(), self._options)
        return Diagnosis(
            self._lookup.server, self._drafting, self._places, reach, creates=self._creates
        ).findings(owners, uses)

    def place(self, what: Draft | TicketRef) -> str:
        """The project of an issue, or of what a draft becomes."""
        return self._visibility.place(what)

    def at(self, page: str) -> None:
        """None: no documents lie in Jira."""

    def readers(self, place: str) -> Readers:
        """As the settings say; Jira is not asked."""
        return self._visibility.readers(place)

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """Create fifty issues with one request, each with its label, its property and its description."""
        verification = Verification(self._lookup, self._drafting.people, self._reading)
        creation = Creation(
            self._session, self._drafting, self._probe, verification, bool(self._places)
        )
        return creation.outcomes(drafts)

    @property
    def assigning(self) -> Assigning:
        """Who is known by an account or an address; one person."""
        return self._drafting.people.assigning

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """Change issues of ours, each read before it is changed."""
        return Changes(self._lookup, self._drafting, self._reading, self._moves()).outcomes(changes)

    def _moves(self) -> Moves:
        document = self._drafting.preflight.document
        return Moves(self._session, self._options, self._reading, document)

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        """What others did to these issues, by changelog and comments."""
        return touched(self._lookup, self._reading, refs) if refs else {}

    def reminders(self, ref: TicketRef) -> list[Said]:
        """Those below the issue that this account wrote."""
        return self._reminders.said(ref)

    def remind(self, ref: TicketRef, nudge: Nudge) -> None:
        """As a comment."""
        self._reminders.say(ref, nudge)

    def unsay(self, ref: TicketRef, said: Said) -> None:
        """Remove that comment."""
        self._reminders.unsay(ref, said)

    def close(self) -> None:
        """Close the connection, and keep what was read for the next run."""
        self._lookup.recent.save(self._lookup.server.clock or self._now())
        self._session.close()


def opened(options: JiraOptions, context: Context) -> JiraTracker:
    """A tracker that is ready to be asked. Raises `UserError` for settings that cannot be used."""
    if options.url is None:
        raise UserError(
            'trackers.jira.url: not set; write url = "https://acme.atlassian.net" under [trackers.jira]'
        )
    patience = Patience(
        context.sleep, context.now, options.longest_wait, options.total_wait, WITHOUT_WORD
    )
    session = Session(options.url, _credentials(options), patience)
    server = Server(session, options)
    reading = Reading(server, options)
    people = People(server)
    descriptions = Descriptions(server, context.source)
    preflight = Preflight(Meta(session), people, descriptions.plain)
    drafting = Drafting(options, preflight, people, descriptions)
    recent = Recent(context.cache / NAME_OF_RECENT if context.cache else None, options.url)
    withdrawn = Withdrawn(context.cache / NAME_OF_WITHDRAWN if context.cache else None, options.url)
    return JiraTracker(Lookup(server, recent, withdrawn), drafting, reading, context)


def _credentials(options: JiraOptions) -> Credentials:
    token = options.usable_token
    text = token.get_secret_value().strip() if token else ""
    if not text:
        raise UserError(
            f"no token for {options.url}; set PM_SYNC_TRACKERS__JIRA__TOKEN or JIRA_API_TOKEN, and on Cloud"
            " PM_SYNC_TRACKERS__JIRA__EMAIL or JIRA_EMAIL"
        )
    email = (options.email or "").strip()
    for what, value in (("token", text), ("e-mail address", email)):
        if not value.isascii() or not value.isprintable() or " " in value:
            raise UserError(
                f"the {what} for Jira holds a blank, a line break or a letter that none has; copy it anew, all of it"
            )
    return Credentials(email or None, text)
