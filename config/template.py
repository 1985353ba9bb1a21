"""The settings file that `pm-sync init` writes: it works as it is, and shows every other key with its default."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

_TEXT = """\
# Settings of pm-sync. A line that begins with `# ` and a key shows that key's default.
# Every key can be set by a variable too: PM_SYNC_LIMITS__CREATE=50. Secrets are set only so.

# Which files are postmortems: patterns relative to this file.
documents = {documents}
# exclude = ["**/*template*"]

# What they are written in: "markdown", or a source of documents that another package brings.
# source = "markdown"

# Where new tickets go. "local" is the embedded tracker, in .pm-sync/ beside this file.
tracker = {tracker}

# Postmortems of incidents before this day are read and reported, and neither edited nor given tickets.
since = {since}

# List items without a checkbox are told final states only ("final"), or every state ("always").
# list_status = "final"

# The tables of [people] may live in a file of their own.
# people_file = "people.toml"

[project]
# Part of every ticket's mark; by default the owner/name of this repository.
{project}

[create]
# Postmortems in one of these states get no tickets yet.
# unless_status = ["draft"]

[limits]
# More creations than this in one run are refused; `--allow create` lifts it.
# create = 25
# More tickets changed in one run than this, or than half of all, are refused; `--allow update` lifts it.
# update = 100
# Alike of tickets closed because a document says that the work is done; `--allow close` lifts it.
# close = 25

[private]
# Restricted documents: their tickets carry title and link only, and nothing of them is told but numbers. docs/privacy.md.
# paths = []
# Who may read the documents, "public" or "private", where GitHub cannot be asked; what is private creates nothing public.
# visibility = "private"

[owners]
# Who owns an item that nobody owns: a name, or "author" for the postmortem's first author.
# default = "author"

[status]
# Words written where a document has none of its own.
# open = "Open"
# in_progress = "In progress"
# done = "Done"
# wont_do = "Won't do"
# duplicate = "Duplicate"
# vanished = "Not found"

[fields]
# Which side decides: "document", "ticket", "both" (the one that changed), or "off". docs/fields.md tells all of it.
# status = "ticket"
# title = "document"
# owner = "both"
# priority = "both"
# due = "both"

[adopt]
# Whether tickets that somebody else made, and that documents link, are changed too.
# write = false

[vocabulary]
# Words of your own, which are read besides the built-in ones; `pm-sync items --explain` tells what was not understood.
# sections = ["What we change"]
# other_sections = ["Improvements made"]
# types = ["chore"]
# priorities = ["asap"]

[vocabulary.columns]
# item = ["Measure"]
# owner = ["Driver"]
# ticket = ["Story"]
# status = ["Stage"]
# type = ["Theme"]
# priority = ["Rank"]
# due = ["Until"]

[vocabulary.status]
# open = ["parked"]
# in_progress = ["cooking"]
# done = ["baked"]
# wont_do = ["binned"]
# duplicate = ["see above"]

[sync]
# Days after which every ticket is read again, not only those that changed.
# full_every = 7
# Close a second ticket of one item as a duplicate, if nobody touched it; else it is only told.
# close_duplicates = false
# Runs on different machines take turns in creating tickets, by a lock on the remote `origin`: "auto" says so and goes on where there
# can be none, "required" creates nothing then, "off" never tries. docs/locks.md tells all of it.
# lock = "auto"

[publish]
# The branch of `--publish pull-request`. docs/publishing.md.
# branch = "pm-sync/action-items"
# One for everything ("nothing"), or one for each set of owners that CODEOWNERS names ("codeowners").
# group_by = "nothing"

[check]
# What every postmortem has to have; also "trigger", "resolution", "detection", "lessons learned". docs/check.md has all rules.
# sections = ["summary", "impact", "root causes", "action items", "timeline"]
# What its head has to say; also "authors", "status", "severity".
# metadata = ["title", "date"]
# Days from an incident until its postmortem should be out, and until its action items should have tickets.
# publish_within = 30
# ticket_within = 14
# Characters of an action item.
# longest_item = 400
# How much each rule matters: "error" (`check` fails), "warning", "note" or "off".
# rules = {{ item-several-owners = "note" }}

[document_status]
# Keep the line `Status: Complete, ...` of a document true: it says whether action items are left. docs/fields.md.
# keep = false
# in_progress = "Complete, action items in progress"
# done = "Complete, all action items done"

[sla]
# `pm-sync report` calls items overdue that have no due date and took longer: "pagerduty" (15 days for P0, 30 for P1), "atlassian" (28 and 56).
# preset = "pagerduty"
# Your own limits in days, by priority; High and P1 count as the same, and so on. docs/report.md.
# days = {{ P0 = 15, P1 = 30 }}
# For items without a priority.
# default = 90

[new]
# What `pm-sync new` begins with; by default a template beside the documents that `exclude` leaves out, else a built-in one. docs/new.md.
# template = "postmortems/template.md"

[remind]
# `pm-sync remind`: open items that are overdue, or due within so many days. docs/remind.md tells all of it.
# soon = 3
# Days in which there is at most one reminder of an item through one channel.
# every = 7
# "comment" below each ticket, one "issue" with everything, and "notify", for which PM_SYNC_REMIND__URLS holds addresses of Apprise.
# channels = ["comment"]
# Comments in one run; the others follow in later ones.
# most = 25
# When nothing is sent, and where people live.
# quiet = "18:00-08:00"
# timezone = "UTC"
# weekends = false
# Who and what is left alone.
# skip_owners = ["Dana W"]
# skip_tickets = ["acme/shop#12"]
# The issue; by default one is made and found again. Whether it mentions owners.
# issue = "acme/shop#7"
# mention = false
# Owners with addresses of their own: the names of the variables that hold them.
# urls_of = {{ "Ann Lee" = "ANN_URLS" }}

# Who is who, by any spelling that your documents use; `left` of those who are gone.
# [people."Mara Lindqvist"]
# aliases = ["ML", "mara.l"]
# local = "mara"
# left = false

# Some tickets go elsewhere: the first that fits decides. docs/routes.md tells all of it.
# [[routes]]
# paths = ["postmortems/payments/**"]
# tracker = "local"

[trackers.github]
# Where new issues go, and what `#12` means. A runner of GitHub Actions names its own repository.
{repository}
# A GitHub Enterprise Server, or ghe.com; the token is set by GITHUB_TOKEN or PM_SYNC_TRACKERS__GITHUB__TOKEN.
# api_url = "https://api.github.com"
# Labels of every issue, besides `pm-sync`.
# labels = ["postmortem"]
# More of them is told in docs/github.md.

[trackers.jira]
# Jira Cloud or Data Center; the token is set by JIRA_API_TOKEN, on Cloud with JIRA_EMAIL.
{jira}
# More of it is told in docs/jira.md.

[trackers.local]
# Where the embedded tracker keeps its tickets, inside this folder.
# path = ".pm-sync/tracker.sqlite3"

# Settings of a source of documents that another package brings.
# [sources.wiki]
# url = "https://wiki.acme.example"
"""


def render(
    documents: Sequence[str],
    tracker: str,
    since: date,
    project_id: str | None = None,
    repository: str | None = None,
    jira: tuple[str, str] | None = None,
) -> str:
    """The text of `pm-sync.toml` with these values; `jira` is a URL and the key of a project."""
    url, key = jira or ("https://acme.atlassian.net", "OPS")
    mark = "# " if jira is None else ""
    return _TEXT.format(
        documents="[" + ", ".join(_quoted(pattern) for pattern in documents) + "]",
        tracker=_quoted(tracker),
        since=since.isoformat(),
        repository='# repository = "acme/shop"'
        if repository is None
        else f"repository = {_quoted(repository)}",
        jira=f"{mark}url = {_quoted(url)}\n{mark}project = {_quoted(key)}",
        project='# id = "acme/shop"' if project_id is None else f"id = {_quoted(project_id)}",
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, apart from the DEL character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
