"""Whether anybody but this account had a hand in an issue, from its changelog and its comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from connectors.jira.failures import NotFound
from connectors.jira.issues import Reading
from connectors.jira.lookup import FETCHED, Lookup
from connectors.jira.reference import key_of
from connectors.jira.wire import FIELDS, found_in, issue_of
from sync.model.postmortem import Status, TicketRef

_ASKED: Final = (*FIELDS, "comment", "worklog")


def touched(lookup: Lookup, reading: Reading, refs: Collection[TicketRef]) -> dict[TicketRef, str]:
    """Those that somebody had a hand in, each with what was done; on Cloud a hundred with one request."""
    keys = {ref: key for ref in refs if (key := key_of(ref)) is not None}
    wanted = sorted(set(keys.values()))
    rows = _fetched(lookup, wanted) if lookup.server.is_cloud else _one_by_one(lookup, wanted)
    account = lookup.session.account or ""
    found = {str(row.get("key")): _last(row, account, reading) for row in rows}
    lookup.server.confirm()
    told = {ref: found.get(keys.get(ref, ""), "cannot be seen any more") for ref in refs}
    return {ref: why for ref, why in told.items() if why}


def _fetched(lookup: Lookup, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(keys), FETCHED):
        few = list(keys[start : start + FETCHED])
        body = {"issueIdsOrKeys": few, "fields": list(_ASKED), "expand": ["changelog"]}
        yield from found_in(lookup.session.ask("/issue/bulkfetch", body).data).issues


def _one_by_one(lookup: Lookup, keys: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Data Center's search may not know yet what happened."""
    for key in keys:
        parameters = {"fields": ",".join(_ASKED), "expand": "changelog"}
        try:
            row = lookup.session.get(f"/issue/{key}", parameters).data
        except NotFound:
            continue
        if isinstance(row, dict):
            yield row


def _last(row: Mapping[str, Any], account: str, reading: Reading) -> str:
    """What somebody did, empty if nobody did anything; whatever is not understood counts."""
    issue = issue_of(row)
    if not account or (issue.creator or "").casefold() != account.casefold():
        return "was made by somebody else, and not by this account"
    fields = row.get("fields") or {}
    for name, told in (("comment", "was commented on"), ("worklog", "has work logged on it")):
        page = fields.get(name)
        if not isinstance(page, dict) or page.get("total") is None:
            return "may have been commented on: Jira does not tell"
        if page["total"]:
            return told
    log = row.get("changelog")
    histories = log.get("histories") if isinstance(log, dict) else None
    if not isinstance(log, dict) or not isinstance(histories, list):
        return "may have been changed: Jira does not tell"
    if (log.get("total") or 0) > len(histories):
        return "has a long history"
    moves = 1 if reading.status(issue) is Status.WONT_DO else 0
    return next(_doings(histories, account, moves), "")


def _doings(histories: Sequence[Any], account: str, moves: int) -> Iterator[str]:
    """What others changed, and what was moved more often than a run does that closes it as won't do."""
    for history in histories:
        author = (history or {}).get("author") or {}
        names = [str(item.get("field")) for item in history.get("items") or ()]
        who = author.get("accountId") or author.get("name") or author.get("key") or ""
        if str(who).casefold() != account.casefold():
            shown = author.get("displayName") or "somebody"
            yield f"was changed by {shown} ({', '.join(names) or 'something'})"
        moves -= names.count("status")
        if moves < 0:
            yield "was moved"
