"""How a run is told: on stdout, and in the files that the command line names."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from sync.atomic import write_atomically
from sync.cli.options import Common, Scope
from sync.cli.project import Project
from sync.errors import PmSyncError, Problem
from sync.model.postmortem import Postmortem
from sync.model.report import Report
from sync.render.escape import json_text, safe
from sync.render.json import report_json
from sync.render.overdue import overdue
from sync.run import View
from sync.withhold import hidden_of, withheld
from sync.world import World


class Showing:
    """Tells the report of one run; made when that begins."""

    def __init__(self, project: Project, common: Common, scope: Scope) -> None:
        self._project = project
        self._common = common
        self._scope = scope
        self._began = time.monotonic()

    def show(self, report: Report, world: World, view: View, *, applied: bool) -> None:
        """On stdout, for people or for machines."""
        told = self._without(report, world, view, named=True)
        if self._scope.form == "json":
            click.echo(json_text(self._json(told, world, view)))
            return
        from sync.render.terminal import console  # noqa: PLC0415 - rich is for people only
        from sync.render.text import render_report  # noqa: PLC0415

        screen = console(sys.stdout, colour=self._common.colour)
        render_report(told, screen, applied=applied, postmortems=_about(world, view))

    def write(self, report: Report, world: World, view: View, *, applied: bool) -> None:
        """Into the files of `--summary` and `--report`. Raises `PmSyncError` if one cannot be written."""
        told = self._without(report, world, view, named=False)
        if self._scope.report is not None:
            _written(
                self._scope.report, json_text(self._json(told, world, view)) + "\n", append=False
            )
        if self._scope.summary is None:
            return
        from sync.render.markdown import render_markdown  # noqa: PLC0415 - for jobs only

        page = render_markdown(
            told,
            applied=applied,
            postmortems=_about(world, view),
            today=world.now().date(),
            seconds=time.monotonic() - self._began,
        )
        _written(self._scope.summary, f"{page}\n", append=True)

    def add(self, told: str) -> None:
        """What became of publishing, to the end of the file of `--summary`; the log has it as well."""
        lines = told.splitlines()
        if self._scope.summary is None or not lines:
            return
        from sync.harmless import plain  # noqa: PLC0415 - for jobs only

        text = "".join(f"\n{plain(safe(line))}\n" for line in lines)
        with contextlib.suppress(PmSyncError):
            _written(self._scope.summary, text, append=True)

    def for_others(self, report: Report, world: World, view: View) -> Report:
        """The report as others than who runs the command may read it."""
        return self._without(report, world, view, named=False)

    def _json(self, report: Report, world: World, view: View) -> dict[str, object]:
        late = overdue(_about(world, view), world.now().date())
        now = world.now().isoformat(timespec="seconds")
        return {
            **report_json(report, late),
            "repository": self._project.project_id or None,
            "finished": now,
        }

    def _without(self, report: Report, world: World, view: View, *, named: bool) -> Report:
        """The report without what is restricted; a file is looked at by others than who names a document in a terminal."""
        documents: list[Postmortem | Problem] = [*view.postmortems, *view.problems]
        shows = self._project.discretion.shows if named else lambda _: self._common.show_private
        return withheld(
            report, hidden_of(documents, view.observation.observed, world.policy, shows)
        )


def _about(world: World, view: View) -> Sequence[Postmortem]:
    only = world.policy.only
    return [one for one in view.postmortems if only is None or one.path in only]


def _written(file: Path, text: str, *, append: bool) -> None:
    try:
        if append:
            with file.open("a", encoding="utf-8", newline="\n") as end:
                end.write(text)
        else:
            write_atomically(file, text.encode())
    except OSError as error:
        raise PmSyncError(f"{file}: cannot be written: {error.strerror}") from error
