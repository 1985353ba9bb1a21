"""Where a new postmortem goes and what it begins with, by what is there: its name, and the template of the team."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from connectors.markdown.discovery import Patterns
from connectors.markdown.files import Unreadable, read_file
from connectors.markdown.placeholders import is_placeholder
from sync.cli.discretion import inside
from sync.cli.project import Project
from sync.drafting.convention import Known, first_name, name_for
from sync.drafting.filling import Facts, classic, filled
from sync.errors import Problem, UserError
from sync.model.postmortem import Postmortem

_BUILT_IN: Final = "the built-in template"
_CALLED_SO: Final = re.compile(
    r"[-_. ]*(?:post[-_ ]?mortem|incident|pm)?[-_. ]*template[-_. ]*", re.IGNORECASE
)
"""A name that says nothing but template, whatever `exclude` says."""


@dataclass(frozen=True)
class Beginning:
    """One new postmortem in a project."""

    project: Project
    facts: Facts

    def path(self, out: Path | None) -> str:
        """Where it goes, relative to the root. Raises `UserError` if it cannot go there."""
        path = self._named(out) if out is not None else self._usual()
        target = self.project.root / path
        if os.path.lexists(target):
            raise UserError([Problem(path, None, "it is there already", "name another with --out")])
        home = self.project.root.resolve()
        if not Path(os.path.realpath(target.parent)).is_relative_to(home):
            raise UserError(
                [Problem(path, None, "its folder leads out of the root", "name another with --out")]
            )
        return path

    def text(self) -> tuple[str, str]:
        """What it begins with, and where that comes from. Raises `UserError` for a template that cannot be read."""
        template = self._template()
        if template is None:
            return classic(self.facts), _BUILT_IN
        return filled(self._read(template), self.facts, is_placeholder), template

    def _named(self, out: Path) -> str:
        path = inside(out, self.project.root)
        if not path:
            raise UserError(
                f"--out {out}: it lies outside of {self.project.root}; name a file below it"
            )
        if not self.project.is_document(path):
            raise UserError(
                f"--out {out}: by `documents` and `exclude` this is no postmortem, and no run would read it; name another, or change the settings"
            )
        return path

    def _usual(self) -> str:
        known, fits = self._known(), self.project.is_document
        path = self._name(known, taken=False)
        if path is None:
            raise UserError(
                "no name for it was found that `documents` names and `exclude` does not; say --out"
            )
        if not os.path.lexists(self.project.root / path):
            return path
        other = self._name(known, taken=True)
        same_day = other is not None and other.startswith(f"{path.rpartition('.')[0]}-")
        return other if other is not None and same_day and fits(other) else path

    def _name(self, known: list[Known], *, taken: bool) -> str | None:
        """The name by the convention; with `taken` only one that nothing has."""
        title, day, project = self.facts.title, self.facts.day, self.project

        def fits(path: str) -> bool:
            free = not (taken and os.path.lexists(project.root / path))
            return free and project.is_document(path)

        return name_for(title, day, known, fits) or first_name(
            title, day, project.settings.documents, fits
        )

    def _known(self) -> list[Known]:
        """The documents that are there; restricted ones are an example only where all are."""
        found = [
            (Known(one.path, one.date if isinstance(one, Postmortem) else None), one.path)
            for one in self.project.documents().read()
            if _CALLED_SO.fullmatch(PurePosixPath(one.path).stem) is None
        ]
        hides = self.project.discretion.hides
        return [one for one, path in found if not hides(path)] or [one for one, _ in found]

    def _template(self) -> str | None:
        """The team's own: the one of the settings, else one beside the documents that says so by its name."""
        settings = self.project.settings
        if settings.new.template is not None:
            return settings.new.template
        found = [
            path
            for path in Patterns(settings.documents).walk(self.project.root)
            if self._is_template(path)
        ]
        return min(found, key=lambda path: (path.count("/"), len(path), path), default=None)

    def _is_template(self, path: str) -> bool:
        stem = PurePosixPath(path).stem
        if _CALLED_SO.fullmatch(stem):
            return True
        return "template" in stem.casefold() and not self.project.is_document(path)

    def _read(self, template: str) -> str:
        try:
            return read_file(self.project.root, template).decode()
        except Unreadable as error:
            problem = error.problem
            raise UserError([Problem(template, None, problem.found, self._remedy())]) from error
        except UnicodeDecodeError as error:
            found = f"byte {error.start + 1} is no UTF-8"
            raise UserError([Problem(template, None, found, "save the file as UTF-8")]) from error

    def _remedy(self) -> str:
        if self.project.settings.new.template is None:
            return "mend it, or name another as `template` under [new]"
        path, line = self.project.told_at("new", "template")
        return f"it is named as `template` at {path}:{line}" if line else f"{path} names it"
