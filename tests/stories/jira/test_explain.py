"""An item with an issue in Jira explained, on both flavours."""

from __future__ import annotations

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.test_loops import writes

ROW = "postmortems/table.md:13"


def test_what_changed_in_the_document_is_told_and_nothing_is_sent(
    program: Program, jira: Jira
) -> None:
    assert program("sync").code == 0
    sent = writes(jira)
    document = program.read("postmortems/table.md")
    program.write("postmortems/table.md", document.replace("on lag of", "on the lag of"))

    done = program("explain", ROW, "--format", "json")

    assert done.code == 0, done.err
    (item,) = done.json["items"]
    (ticket,) = item["tickets"]
    assert (ticket["status"], ticket["mark"], ticket["seen"]) == ("open", "ours", "now")
    assert ticket["updated"] is not None
    title = item["fields"]["title"]
    assert title["verdict"] == "to_ticket"
    assert title["before"]["ticket"] == "Alert on lag of the bus"
    assert [one["outcome"] for one in item["planned"]] == ["planned"]
    assert writes(jira) == sent


def test_an_issue_that_somebody_else_made_is_told_as_such(program: Program) -> None:
    item = program("explain", "postmortems/list.md:8", "--format", "json").json["items"][0]

    assert (item["tickets"][0]["ticket"], item["tickets"][0]["mark"]) == ("OPS-1", "adopted")
