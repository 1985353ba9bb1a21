"""Whether an unlinked item gets a ticket, and what that ticket says."""

from __future__ import annotations

from collections.abc import Iterator

from sync.identity import marker
from sync.model.action import Concern, CreateTicket, Notice, WriteCell
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.ticket import Draft, Marker
from sync.plan.edits import following
from sync.plan.headline import headline
from sync.plan.observed import Observed
from sync.plan.routing import Lacking, place_of, route_of
from sync.plan.rows import Row
from sync.policy import Policy, Route
from sync.privacy import is_restricted


def postmortem_holds(postmortem: Postmortem, policy: Policy) -> str | None:
    """Why nothing is written for this document: it is marked or too old. None if it takes part."""
    if postmortem.ignored is not None:
        return "in documents marked as ignored"
    if policy.since is None or policy.include_old:
        return None
    if postmortem.date is None:
        return "in documents without a date"
    if postmortem.date < policy.since:
        return f"in documents from before {policy.since.isoformat()}"
    return None


def takes_part(postmortem: Postmortem, policy: Policy) -> bool:
    """Whether a run may change anything of this document and of its tickets."""
    return policy.wants(postmortem.path) and postmortem_holds(postmortem, policy) is None


def is_early(postmortem: Postmortem, policy: Policy) -> bool:
    """Whether the document is in a state in which its items get no tickets yet."""
    status = (postmortem.status or "").strip().casefold()
    return bool(status) and status in policy.unless_status


def item_holds(row: Row, policy: Policy) -> str | None:
    """Why this unlinked item wants no ticket; None if it wants one."""
    postmortem, item = row
    if not item.ticket_wanted:
        return "needing no ticket"
    if item.is_finished:
        return "finished without a ticket"
    if is_early(postmortem, policy):
        return f"in documents whose status is {(postmortem.status or '').strip().casefold()}"
    return None


def creation(
    row: Row, ordinal: int, observed: Observed, policy: Policy, *, orphan: TicketRef | None
) -> Iterator[CreateTicket | Notice]:
    """Plan the ticket of an item that wants one, or say why it has to wait: `orphan` may be its ticket."""
    mark = marker(policy.project, row.postmortem, row.item, ordinal)
    place = (row.postmortem.path, row.item.line)
    route = route_of(row, owner_names(row, policy), policy)
    try:
        draft = draft_of(row, mark, policy, route)
    except Lacking as error:
        told = f"the route of this item takes a value from the document: {error}"
        yield _notice(row, Concern.HELD, told)
        return
    if draft.marker.key in observed.in_doubt:
        yield _notice(
            row,
            Concern.IN_DOUBT,
            "an earlier run may have created its ticket, or one bears its mark beside another; looking again next time",
        )
        return
    if orphan is not None and place not in policy.force_new:
        known = observed.tickets.get(orphan)
        close = "" if known is not None and known.status.is_final else " by closing it,"
        yield _notice(
            row,
            Concern.HELD,
            f"{orphan}, which no item links, may be the ticket of this one; settle it by writing {orphan.id} here,"
            f"{close} or with --new {place[0]}:{place[1]}",
        )
        return
    owners = ", ".join(owner.name for owner in draft.owners)
    follows = following(row, draft, policy, route.tracker)
    yield CreateTicket(
        document=row.postmortem.path,
        line=row.item.line,
        title=draft.title,
        tracker=route.tracker,
        draft=draft,
        reason=f"no ticket yet; {f'owner {owners}' if owners else 'nobody owns it'}{_destined(draft, route, policy)}",
        follows=tuple(edit for edit in follows if isinstance(edit, WriteCell)),
    )
    yield from (notice for notice in follows if isinstance(notice, Notice))


def _destined(draft: Draft, route: Route, policy: Policy) -> str:
    """Where it goes, if a route has a say."""
    told = [route.tracker if route.tracker != policy.tracker else "", draft.destination]
    named = " ".join(one for one in told if one)
    return f"; goes to {named}" if named else ""


def draft_of(row: Row, marker: Marker, policy: Policy, route: Route) -> Draft:
    """Everything that the ticket of this item says, where the route sends it. Raises `Lacking` like `place_of`."""
    postmortem, item = row
    names = owner_names(row, policy)
    owners = tuple(policy.people.owner(name, route.tracker) for name in names)
    if is_restricted(postmortem, policy.private):
        title, path = headline(item), postmortem.path
        place = place_of(route, row, closed=True)
        return Draft(marker, title, title, path, item.line, owners, place=place, restricted=True)
    return Draft(
        marker=marker,
        title=headline(item),
        text=item.title,
        document=postmortem.path,
        line=item.line,
        owners=owners,
        type=item.type,
        priority=item.priority,
        due=item.due,
        postmortem_title=postmortem.title,
        postmortem_date=postmortem.date.isoformat() if postmortem.date else None,
        summary=postmortem.summary,
        place=place_of(route, row),
    )


def owner_names(row: Row, policy: Policy) -> tuple[str, ...]:
    """Who owns the item, as the document or the settings call them."""
    names = row.item.owners
    if not names and policy.default_owner == "author":
        names = row.postmortem.authors[:1]
    elif not names and policy.default_owner:
        names = (
            f"@{policy.default_owner.removeprefix('@')}",
        )  # the settings name a login or a team
    return names


def _notice(row: Row, concern: Concern, reason: str) -> Notice:
    return Notice(
        concern=concern,
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        reason=reason,
    )
