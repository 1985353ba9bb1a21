"""The documents: which are read, which patterns name none, and what `exclude` leaves out although there is work in it."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.markdown.discovery import matcher
from sync.cli.folder import SHOWN
from sync.cli.health.looked import Looked, unreadable
from sync.diagnosis import Area, Finding, doubt, well
from sync.render.summary import count


def findings(looked: Looked) -> Iterator[Finding]:
    """What is found of the documents."""
    yield from unreadable(looked)
    if not looked.postmortems:
        yield doubt(
            Area.DOCUMENTS,
            "no postmortems were found",
            "look at `documents` in the settings; `pm-sync init` searches for them",
        )
    else:
        items = sum(len(one.items) for one in looked.postmortems)
        total = len(looked.postmortems)
        yield well(Area.DOCUMENTS, f"documents: {total}, with {items} action items")
        yield from _old(looked)
    if looked.project.settings.source == "markdown":
        if looked.postmortems:
            yield from _patterns(looked)
        yield from _excluded(looked)


def _old(looked: Looked) -> Iterator[Finding]:
    since = looked.project.settings.since
    if since is None:
        return
    old = sum(one.date is None or one.date < since for one in looked.postmortems)
    if old:
        told = f"{old} of them are only read: they are from before {since.isoformat()}, or have no date"
        yield well(Area.DOCUMENTS, told)


def _patterns(looked: Looked) -> Iterator[Finding]:
    paths = [one.path for one in (*looked.postmortems, *looked.excluded)]
    paths += [one.path for one in looked.problems]
    path, line = looked.project.told_at("documents")
    place = f"{path}:{line}" if line else path
    for pattern in looked.project.settings.documents:
        if not any(map(matcher([pattern]), paths)):
            yield doubt(
                Area.DOCUMENTS,
                f"{place}: `documents` names {pattern!r}, and no file is called so",
                "correct it, or take it out",
            )


def _excluded(looked: Looked) -> Iterator[Finding]:
    """A template is left out for good; a postmortem with open work hardly is."""
    lost = [one for one in looked.excluded if any(not item.is_finished for item in one.items)]
    if not lost:
        return
    names = [one.path for one in lost if looked.told(one.path)]
    shown = f": {', '.join(names[:SHOWN])}" if names else ""
    more = f" and {len(lost) - len(names[:SHOWN])} more" if names and len(lost) > SHOWN else ""
    several = "are" if len(lost) > 1 else "is"
    yield doubt(
        Area.DOCUMENTS,
        f"{count(len(lost), 'document')} with open action items {several} left out by `exclude`{shown}{more}",
        "correct `exclude`, or rename them",
    )
