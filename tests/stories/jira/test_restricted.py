"""A restricted document and Jira: title, link and assignee, and nothing else in any field."""

from __future__ import annotations

import json
import re

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import CREATE

LEAK = re.compile(r"zq\w*", re.IGNORECASE)

SECRET = """\
---
private: true
team: zqteam
---
# Zqheading

Date: 2026-11-20

## Summary

Zqsummary.

## Action items

| Action item                      | Type   | Priority | Due        | Owner   | Bug | Status |
|----------------------------------|--------|----------|------------|---------|-----|--------|
| **Zqlead one:** zqbehind the one | zqtype | Highest  | 2031-07-07 | Ann Lee |     |        |
"""


@pytest.fixture
def secret(program: Program) -> Program:
    program.write("postmortems/zqfile.md", SECRET)
    program.git("init", "-q")
    program.git("remote", "add", "origin", "https://git.acme.test/acme/pm.git")
    return program


def test_its_ticket_says_title_and_link(secret: Program, jira: Jira) -> None:
    done = secret("sync", "-v")

    assert done.code == 0, done.err
    assert LEAK.findall(done.out + done.err) == []
    (issue,) = [one for one in jira.issues("OPS") if LEAK.search(one.summary)]
    assert issue.summary == "Zqlead one"
    assert issue.assignee is not None
    (request,) = [one for one in jira.requests if one.name == CREATE]
    (body,) = [one for one in request.body["issueUpdates"] if "Zqlead" in json.dumps(one)]
    assert not {"priority", "duedate"} & body["fields"].keys()
    sent = json.dumps(body)
    link = r"https://git\.acme\.test/acme/pm/blob/HEAD/postmortems/zqfile\.md\?plain=1#L\d+"
    assert re.search(link, sent)
    assert set(LEAK.findall(re.sub(link, "", sent))) == {"Zqlead"}
    assert "a restricted postmortem" in sent
    assert LEAK.findall("".join(map(str, secret("plan", "--full", "-v").__dict__.values()))) == []
