"""Writes docs/check.md, the page of every rule of `pm-sync check`: `python -m tests.check_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sync.check.catalogue import CATALOGUE
from sync.check.rule import Rule

PAGE: Final = Path(__file__).parents[1] / "docs" / "check.md"
_HEAD: Final = """\
# What `pm-sync check` looks for

`pm-sync check` says of postmortems what a good reviewer would say, on the exact line. It asks no tracker and needs no token, and writes nothing without `--fix`.

```console
$ pm-sync check
postmortems/2026-11-04-queue.md:8:9: warning: the status says "Complete" while 2 action items are open (lines 31, 33); say "Complete, action items in progress" [status-premature]
postmortems/2026-11-04-queue.md:31:3: warning: "Improve monitoring" has no end that somebody else could check; say what will be different, with a number if there is one [item-vague]
2 warnings in 14 documents
```

- Postmortems from before `since` are left alone; files that are named, and all with `--include-old`, are judged whatever their age.
- Exit code 1 if there is an error (with `--strict` also on warnings), 2 if a document cannot be read. In a document whose status is one of `[create] unless_status` (`draft`) everything is a note: it is unfinished by its own words.
- Many findings of one kind in one document are told as one; `--format json` and `--format sarif` have each for itself.
- `--format github` shows them on the lines of a pull request, `--base COMMIT` looks only at what a checkout changes, by the settings of that commit; [github-actions.md](github-actions.md) has both. `--format sarif` is for code scanning and editors.
- `--fix` mends what can be mended without changing what is said: the rules say so below.
- The hook `pm-sync-check` for [pre-commit](https://pre-commit.com) refuses a commit on errors.

## Settings

```toml
[check]
sections = ["summary", "impact", "root causes", "action items", "timeline"] # what every postmortem has to have
metadata = ["title", "date"]                                                # also "authors", "status", "severity"
publish_within = 30   # days
ticket_within = 14    # days
longest_item = 400    # characters

[check.rules]
item-several-owners = "off"     # or "note", "warning", "error"
item-without-owner = "error"
```

## Accepting a finding

A comment accepts what a rule finds, with the reason for whoever reads it later:

```markdown
- Improve monitoring (@ann) <!-- pm-sync: allow item-vague: the plan is in acme/shop#12 -->
```

It is about its own line, and the whole action item that stands there. On a line of its own it is about the next line, and about a heading right above it. `allow-document` accepts a rule in the whole file; several rules are separated by commas.

## How it was tuned

On 33 public postmortems of 12 teams, none of which knew of these rules, the defaults make 102 remarks: 31 have items without an owner or a ticket, 22 lack a part, 6 a time zone, and 6 items have no end. Read one by one, apart from
owners and tickets: 42 right, 12 a matter of taste (a missing summary above a table of facts, authors, the style of a date), none wrong. Two timelines really go back in time, and three errors are words of a template and an empty section.

Titles are known in a dozen languages. The rules on wording (`item-vague`, `item-aimed-at-person`, `blame-language`) know English only, and say nothing of other languages.

## The rules

`pm-sync check --explain RULE` shows one of them.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_overview(), *_rules()]).rstrip() + "\n"


def _overview() -> Iterator[str]:
    yield "| rule | by default | objects to |\n|---|---|---|"
    for rule in CATALOGUE.values():
        yield f"| [`{rule.id}`](#{rule.id}) | {rule.grade.value} | {rule.title} |"
    yield ""


def _rules() -> Iterator[str]:
    for rule in CATALOGUE.values():
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"{rule.why}\n"
    yield f"By default: {rule.grade.value}. Source: {rule.source}.\n"
    for title, example in (("To be mended:", rule.bad), ("Better:", rule.good)):
        yield f"{title}\n"
        yield f"````markdown\n{example.rstrip()}\n````\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
