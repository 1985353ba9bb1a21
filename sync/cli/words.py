"""The user's own words, from the settings: those that are written, and those that are only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from config.problem import quoted
from sync.errors import Problem, UserError

if TYPE_CHECKING:
    from config.settings import Settings
    from config.settings import Vocabulary as Words
    from sync.vocabulary import Vocabulary

Where: TypeAlias = Callable[[tuple[str | int, ...]], tuple[str, int | None]]


def _contradictions(own: Words, where: Where) -> Iterator[Problem]:
    """Words that are told to mean two things, or something else than everybody takes them for."""
    from sync.folding import folded  # noqa: PLC0415
    from sync.model.postmortem import Status  # noqa: PLC0415
    from sync.vocabulary import Vocabulary  # noqa: PLC0415

    both = {folded(title) for title in own.sections} & {folded(one) for one in own.other_sections}
    for title in sorted(both):
        path, line = where(("vocabulary", "other_sections"))
        yield Problem(
            path, line, f"{quoted(title)} is in `sections` and in `other_sections`", "keep one"
        )
    for name, words in own.status.model_dump().items():
        for word in words:
            known = Vocabulary().status(word)
            if known not in (None, Status(name)):
                path, line = where(("vocabulary", "status", name))
                found = f"{quoted(word)} means {str(known).replace('_', ' ')} to everybody else"
                yield Problem(path, line, found, "choose another word")


def vocabulary_of(settings: Settings, where: Where) -> Vocabulary:
    """The vocabulary of a project. Raises `UserError` for words of `[status]` that would not be read as what they stand for."""
    from sync.model.postmortem import Status  # noqa: PLC0415 - not for `tickets`
    from sync.vocabulary import Vocabulary  # noqa: PLC0415
    from sync.words import Column  # noqa: PLC0415

    own = settings.vocabulary
    vocabulary = Vocabulary().extended(
        sections=own.sections,
        other_sections=own.other_sections,
        columns={
            name: Column(column)
            for column, names in own.columns.model_dump().items()
            for name in names
        },
        statuses={
            word: Status(status)
            for status, words in own.status.model_dump().items()
            for word in words
        },
        types=own.types,
        priorities=own.priorities,
        people=(
            spelling
            for name, person in settings.people.items()
            for spelling in (name, *person.aliases, *person.identities.values())
        ),
    )
    problems = list(_contradictions(own, where))
    for name, word in settings.status.model_dump(exclude_none=True).items():
        status = Status(name)
        objection = vocabulary.objection(word, status)
        if objection is not None:
            path, line = where(("status", name))
            found = f"`status.{name}` is {quoted(word)}, which {objection}"
            remedy = "choose a word that means this and nothing else"
            problems.append(Problem(path, line, found, remedy))
        vocabulary = vocabulary.extended(statuses={word: status})
    if problems:
        raise UserError(problems)
    return vocabulary
