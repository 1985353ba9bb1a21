"""The endpoints of what hangs on an issue: properties, which nobody sees, and links to pages elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.jira.adf import is_document
from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Refused, Reply
from tests.fakes.jira.model import Comment, IssueLink, RemoteLink, stamp
from tests.fakes.jira.past import changed, said
from tests.fakes.jira.routes import Call, Route, Sight, ranged
from tests.fakes.jira.world import World
from tests.fakes.jira.writing import checked_property

PROPERTY = "/issue/{issue}/properties/{key}"
LINKS = "/issue/{issue}/remotelink"
MOST_LINKS = 2000
COMMENTS = "/issue/{issue}/comment"
MOST_SHOWN = 100
LONGEST_COMMENT = 32_767
LINK_TYPES = {"Duplicate", "Blocks", "Relates"}
LONGEST_GLOBAL_ID = 255


class Attached:
    """Reads and writes what does not count as a change of the issue."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self._sight = Sight(world)

    def routes(self) -> list[Route]:
        link = ("globalId", "application", "relationship", "object")
        return [
            Route("GET", PROPERTY, self.property, anonymous=True),
            Route("PUT", PROPERTY, self.set_property, any_body=True),
            Route("GET", LINKS, self.links, query=("globalId",), anonymous=True),
            Route("POST", LINKS, self.link, keys=link),
            Route("GET", COMMENTS, self.comments, query=("startAt", "maxResults"), anonymous=True),
            Route("POST", COMMENTS, self.comment, keys=("body",)),
            Route("DELETE", f"{COMMENTS}/{{id}}", self.remove_comment),
            Route("POST", "/issueLink", self.relate, keys=("type", "inwardIssue", "outwardIssue")),
        ]

    def property(self, call: Call) -> Reply:
        issue, key = self._sight.issue(call), call.parts["key"]
        if key not in issue.properties:
            raise Refused(404, f"The property {key} does not exist.")
        return Reply(200, {"key": key, "value": issue.properties[key]})

    def set_property(self, call: Call) -> Reply:
        issue, key = self._sight.issue(call, writes=True), call.parts["key"]
        if call.request.body is None:
            raise Refused(400, "The property value has to be a valid, non-empty JSON value.")
        checked_property(key, call.request.body)
        known = key in issue.properties
        issue.properties[key] = call.request.body
        self._world.beside(issue)
        return Reply(200 if known else 201)

    def links(self, call: Call) -> Reply:
        issue, wanted = self._sight.issue(call), call.request.query.get("globalId")
        if wanted is None:
            return Reply(200, [self._told(issue.id, one) for one in issue.remote_links])
        found = next((one for one in issue.remote_links if one.global_id == wanted), None)
        if found is None:
            raise Refused(404, f"No remote issue link with globalId '{wanted}' could be found.")
        return Reply(200, self._told(issue.id, found))

    def link(self, call: Call) -> Reply:
        """One with a known global id takes the place of the other, and what it does not name is gone."""
        issue, body = self._sight.issue(call, writes=True), call.body
        target = body.get("object") or {}
        errors = {
            name: f"'{name}' is required." for name in ("title", "url") if not target.get(name)
        }
        global_id = body.get("globalId")
        if global_id is not None and len(global_id) > LONGEST_GLOBAL_ID:
            errors["globalId"] = "The globalId may not be longer than 255 characters."
        if errors:
            raise Refused(400, errors=errors)
        kept = {name: value for name, value in body.items() if name != "globalId"}
        for one in issue.remote_links:
            if global_id is not None and one.global_id == global_id:
                one.body = kept
                return Reply(200, self._place(issue.id, one))
        if len(issue.remote_links) >= MOST_LINKS:
            raise Refused(413, "The limit of remote issue links is reached.")
        made = RemoteLink(self._world.next_id(), global_id, kept)
        issue.remote_links.append(made)
        return Reply(201, self._place(issue.id, made))

    def relate(self, call: Call) -> Reply:
        """The inward issue does to the outward one what the type is called."""
        one, other = (
            self._world.known(str(call.body[side]["key"]))
            for side in ("inwardIssue", "outwardIssue")
        )
        if one is None or other is None:
            raise Refused(404, "No issue could be found for issue key.")
        kind = str(call.body["type"]["name"])
        if kind not in LINK_TYPES:
            raise Refused(404, f"No issue link type with name '{kind}' found.")
        one.links.append(IssueLink(self._world.next_id(), kind, other.id))
        changed(one, call.who, self._world.clock, ["Link"])
        return Reply(201)

    def comments(self, call: Call) -> Reply:
        """Oldest first, a page of them."""
        issue = self._sight.issue(call)
        start, size = ranged(call.request.query, 50, MOST_SHOWN)
        rows = [self._comment(issue.id, one) for one in issue.comments]
        shown = {"startAt": start, "maxResults": size, "total": len(rows)}
        return Reply(200, {**shown, "comments": rows[start : start + size]})

    def comment(self, call: Call) -> Reply:
        """Somebody says something; a text on Data Center, a document on Cloud."""
        issue, body = self._sight.issue(call, writes=True), call.body.get("body")
        text = isinstance(body, str) and body.strip() and len(body) <= LONGEST_COMMENT
        if not (is_document(body) if self._world.cloud else text):
            raise Refused(400, errors={"comment": "Comment body can not be empty!"})
        made = said(issue, self._world.next_id(), call.who, body, self._world.clock)
        self._world.touched(issue)
        return Reply(201, self._comment(issue.id, made))

    def remove_comment(self, call: Call) -> Reply:
        issue = self._sight.issue(call, writes=True)
        found = [one for one in issue.comments if str(one.id) == call.parts["id"]]
        if not found:
            raise Refused(404, "Can not find a comment for the id.")
        issue.comments.remove(found[0])
        return Reply(204)

    def _comment(self, issue: int, one: Comment) -> dict[str, Any]:
        bodies = self._bodies()
        return {
            "self": f"{bodies.api_url}/issue/{issue}/comment/{one.id}",
            "id": str(one.id),
            "author": bodies.user(one.by),
            "body": one.body,
            "created": stamp(one.at),
            "updated": stamp(one.at),
        }

    def _place(self, issue: int, link: RemoteLink) -> dict[str, Any]:
        place = f"{self._bodies().api_url}/issue/{issue}/remotelink/{link.id}"
        return {"id": link.id, "self": place}

    def _told(self, issue: int, link: RemoteLink) -> dict[str, Any]:
        known = {} if link.global_id is None else {"globalId": link.global_id}
        return self._place(issue, link) | known | link.body
