"""`pm-sync remind`: whoever has overdue or soon-due items is told, or with a dry run is only said to be."""

from __future__ import annotations

from pathlib import Path

import click

from sync.cli.failures import FAILED, OK
from sync.cli.options import Common, plain
from sync.cli.reminding import Asked, Reminding
from sync.cli.telling import tell
from sync.cli.written import added, written
from sync.reminders.model import Channel, Ending
from sync.reminders.telling import as_json, as_text

EXAMPLES = """\b
Examples:
  pm-sync remind                     who would be told what, and who not and why
  pm-sync remind --send              tell them
  pm-sync remind --channel issue     as if the settings named this channel alone"""


@click.command("remind", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--send", is_flag=True, help="Tell them; without it nothing is sent.")
@click.option(
    "--channel",
    "channels",
    multiple=True,
    type=click.Choice([one.value for one in Channel]),
    help="Instead of those in the settings; may be said of several.",
)
@click.option("--again", is_flag=True, help="Try notifications once more that failed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or one object for machines.",
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also add it, as text, to the end of this file.",
)
@plain
def command(
    paths: tuple[Path, ...],
    channels: tuple[str, ...],
    form: str,
    summary: Path | None,
    common: Common,
    *,
    send: bool,
    again: bool,
) -> None:
    """Remind owners of what is overdue or due soon; a dry run without --send.

    Comments below tickets, one issue with everything, or notifications, as [remind] says; never twice for the same thing within
    `every` days. Restricted documents are left out.
    """
    tell(common)
    reminding = Reminding(common, Asked(paths, channels, send=send, again=again))
    duties, told = reminding.remind()
    render = as_json if form == "json" else as_text
    written(render(duties, told, sent=send))
    if summary is not None:
        fenced = as_text(duties, told, sent=send).replace("```", "'''")
        added(f"## pm-sync remind\n\n```text\n{fenced}```\n", summary)
    failed = any(one.ending is Ending.FAILED for one in told)
    reminding.leave(FAILED if failed or (send and duties.unasked) else OK)
