"""The last lines of a report: what was held back and why, what could not be read, and all of it in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from sync.errors import Problem
from sync.model.action import CreateTicket, UpdateTicket, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report, Result
from sync.render.terminal import BAD, CHANGE, DIM, STRONG, folded, safe

WHERE_TO_LOOK = (
    "`documents` in the settings says where they are; without settings, `pm-sync init` finds out"
)
_WELL = (Ending.PLANNED, Ending.DONE)
_BAD = (Ending.FAILED, Ending.IN_DOUBT, Ending.REFUSED)


def closing(
    report: Report,
    console: Console,
    *,
    applied: bool,
    postmortems: Sequence[Postmortem] | None,
    undoing: bool = False,
) -> Iterator[Text]:
    """The lines that end a report."""
    before = [*_held(report), *problem_lines(report.problems), *_withheld(report, applied=applied)]
    for text in before:
        yield from folded(console, text, 0)
    if before:
        yield Text()
    sentence = _sentence(report, postmortems, applied=applied, undoing=undoing)
    yield from folded(console, sentence, 0)


def sentence_of(report: Report, postmortems: Sequence[Postmortem], *, applied: bool) -> str:
    """All of it in one sentence."""
    return _sentence(report, postmortems, applied=applied, undoing=False).plain


def problem_lines(problems: Iterable[Problem]) -> Iterator[Text]:
    """One line for each problem."""
    for problem in problems:
        yield Text().append("! ", style=BAD).append(safe(str(problem)))


def count(number: int, noun: str) -> str:
    """`1 ticket`, `2 tickets`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def size(postmortems: Sequence[Postmortem]) -> str:
    """`48 items in 5 documents`."""
    items = sum(len(postmortem.items) for postmortem in postmortems)
    return f"{count(items, 'item')} in {count(len(postmortems), 'document')}"


def _held(report: Report) -> Iterator[Text]:
    """Each reason for holding something back once, with what it holds back."""
    for ending, word, style in (
        (Ending.REFUSED, "Refused", BAD),
        (Ending.HELD, "Held back", CHANGE),
        (Ending.LEFT, "Left for a later run", CHANGE),
    ):
        reasons: dict[str, list[Result]] = {}
        for result in report.ended(ending):
            reasons.setdefault(result.detail, []).append(result)
        for reason, results in reasons.items():
            text = Text().append(f"{word} ({_kinds(results)}): ", style=style)
            yield text.append(safe(reason))


def _withheld(report: Report, *, applied: bool) -> Iterator[Text]:
    """What belongs to restricted documents, in numbers."""
    closed = report.withheld
    if closed is None:
        return
    line = withheld_line(len(closed.documents), withheld_parts(report, applied=applied))
    bad = closed.problems or closed.ended(*_BAD)
    yield Text(line, style=BAD if bad else "")


def withheld_parts(report: Report, *, applied: bool) -> list[str]:
    """What there is of restricted documents: `3 tickets created`, `1 notice`."""
    closed = report.withheld
    if closed is None:
        return []
    well = [_kinds(closed.ended(*_WELL))] if closed.ended(*_WELL) else []
    parts = [*(_done(closed.ended(Ending.DONE)) if applied else well)]
    parts += [*_not_done(closed), *_notices(closed)]
    parts += ["cannot be read" if closed.problems else ""]
    return [part for part in parts if part]


def _all_withheld(report: Report, *, applied: bool) -> tuple[str, str]:
    bad = applied and report.withheld is not None and report.withheld.ended(*_BAD)
    rest = ["nothing for other documents", *_notices(report)]
    return "Incomplete" if bad else "Done" if applied else "Plan", ", ".join(rest)


def withheld_line(documents: int, parts: Iterable[str]) -> str:
    """`2 restricted documents: 3 tickets created`."""
    told = ", ".join(parts)
    head = count(documents, "restricted document") if documents else "Restricted documents"
    return f"{head}: {told} (named alone in a terminal, or with --show-private, they are shown)"


def _kinds(results: Sequence[Result]) -> str:
    parts = (
        (_created(results), "ticket", "to create"),
        (_updated(results), "ticket", "to update"),
    )
    kinds = [f"{count(number, noun)} {what}" for number, noun, what in parts if number]
    return ", ".join([*kinds, *_edited(_edits(results))])


def _edits(results: Iterable[Result]) -> Iterator[WriteCell]:
    """What is written into documents, also what follows once a planned ticket is there."""
    for result in results:
        if isinstance(result.action, WriteCell):
            yield result.action
        elif isinstance(result.action, CreateTicket) and result.ending is Ending.PLANNED:
            yield from result.action.follows


def _edited(edits: Iterable[WriteCell]) -> Iterator[str]:
    """`33 edits in 5 documents`, or nothing."""
    documents = Counter(edit.document for edit in edits)
    if documents:
        yield f"{count(documents.total(), 'edit')} in {count(len(documents), 'document')}"


def _created(results: Iterable[Result]) -> int:
    return sum(isinstance(result.action, CreateTicket) for result in results)


def _updated(results: Iterable[Result]) -> int:
    """How many tickets are changed, each in any number of fields."""
    actions = (result.action for result in results)
    return len({action.ticket for action in actions if isinstance(action, UpdateTicket)})


def _sentence(
    report: Report,
    postmortems: Sequence[Postmortem] | None,
    *,
    applied: bool,
    undoing: bool,
) -> Text:
    if not report.results and report.withheld and report.withheld.results:
        head, rest = _all_withheld(report, applied=applied)
    elif not report.results:
        head, rest = _idle(report, postmortems, undoing=undoing)
    elif applied:
        head, rest = _outcome(report)
    else:
        head, rest = "Plan", ", ".join([*_planned(report), *_notices(report)])
    left = _left_alone(report.skipped)
    text = Text().append(head, style=BAD if head == "Incomplete" else STRONG).append(f": {rest}")
    if unread := _unread(report):
        text.append(f"; {count(unread, 'document')} could not be read", style=BAD)
    text.append(f"; {left}." if left else ".")
    asked = [
        f"{count(report.requests[name], 'request')} to {name}" for name in sorted(report.remote)
    ]
    return text.append(f" ({', '.join(asked)})" if asked else "", style=DIM)


def _idle(
    report: Report, postmortems: Sequence[Postmortem] | None, *, undoing: bool
) -> tuple[str, str]:
    scope = f" ({size(postmortems)})" if postmortems is not None else ""
    waiting = ", ".join(_waiting(report))
    if undoing:
        return "Nothing to take back", waiting or "nothing of it is left"
    agreement = _agreement(report, postmortems, scope)
    return "Nothing to do", f"{waiting}{scope}" if waiting else agreement


def _waiting(report: Report) -> Iterator[str]:
    """What there is to say although nothing is to be done, also of documents that are not told of."""
    yield from _notices(report)
    if report.withheld:
        for told in _notices(report.withheld):
            yield f"{told} for restricted documents"


def _agreement(report: Report, postmortems: Sequence[Postmortem] | None, scope: str) -> str:
    items = sum(len(postmortem.items) for postmortem in postmortems or ())
    unread = _unread(report)
    if postmortems is not None and not postmortems:
        return (
            "no postmortem could be read"
            if unread
            else f"no postmortems were found; {WHERE_TO_LOOK}"
        )
    if postmortems is not None and not items:
        return f"no action items in {count(len(postmortems), 'document')}"
    if items and items == sum(report.skipped.values()):
        return "no item takes part"
    which = "the documents that could be read" if unread else "documents and tickets"
    return f"{which} agree{' with their tickets' if unread else ''}{scope}"


def _unread(report: Report) -> int:
    return len(report.problems) + len(report.withheld.problems if report.withheld else ())


def _planned(report: Report) -> Iterator[str]:
    well = _kinds(report.ended(*_WELL))
    if well:
        yield well
    yield from _not_done(report)


def _outcome(report: Report) -> tuple[str, str]:
    closed = report.withheld.ended(*_BAD) if report.withheld else ()
    bad = (*report.ended(*_BAD), *closed)
    done = [*_done(report.ended(Ending.DONE))] or ["nothing was written"]
    rest = [*done, *_not_done(report), *_notices(report)]
    if bad:
        return "Incomplete", ", ".join(rest)
    return "Done", ", ".join([*rest, "nothing failed"])


def _done(results: Sequence[Result]) -> Iterator[str]:
    if created := _created(results):
        yield f"{count(created, 'ticket')} created"
    if updated := _updated(results):
        yield f"{count(updated, 'ticket')} updated"
    yield from _edited(_edits(results))


def _not_done(report: Report) -> Iterator[str]:
    for ending, word in (
        (Ending.FAILED, "failed"),
        (Ending.IN_DOUBT, "in doubt"),
        (Ending.REFUSED, "refused"),
        (Ending.HELD, "held back"),
        (Ending.LEFT, "left for a later run"),
    ):
        number = len(report.ended(ending))
        if number:
            yield f"{number} {word}"


def _notices(report: Report) -> Iterator[str]:
    if report.notices:
        yield count(len(report.notices), "notice")


def _left_alone(skipped: Mapping[str, int]) -> str:
    if not skipped:
        return ""
    total = count(sum(skipped.values()), "item")
    if len(skipped) == 1:
        return f"{total} left alone ({safe(next(iter(skipped)))})"
    most = sorted(skipped.items(), key=lambda pair: (-pair[1], pair[0]))
    reasons = ", ".join(f"{number} {safe(reason)}" for reason, number in most)
    return f"{total} left alone: {reasons}"
