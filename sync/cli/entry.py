"""The program `pm-sync`: which commands there are, and what an error looks like."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from sync.cli.failures import leave

COMMANDS = {
    "new": (
        "sync.cli.new",
        "Begin a postmortem: from a template, dated and named like the others.",
    ),
    "items": ("sync.cli.items", "Show what was understood from the documents."),
    "explain": (
        "sync.cli.explain",
        "Tell everything about one item: why it is as it is, or has no ticket.",
    ),
    "plan": ("sync.cli.plan", "Show what `sync` would do, and change nothing."),
    "comment": ("sync.cli.comment", "Keep a plan as one comment below its pull request."),
    "sync": ("sync.cli.sync", "Create and link tickets, and write their status back."),
    "apply": ("sync.cli.apply", "Do exactly what a saved plan says, or refuse."),
    "check": (
        "sync.cli.check",
        "Tell what is missing or weak in postmortems, on the exact line.",
    ),
    "report": (
        "sync.cli.report",
        "Tell which action items are open, overdue or recurring, and whose.",
    ),
    "remind": (
        "sync.cli.remind",
        "Remind owners of what is overdue or due soon; a dry run without --send.",
    ),
    "fmt": ("sync.cli.fmt", "Tidy the tables of action items; on request only."),
    "log": ("sync.cli.log", "Show what earlier runs changed, when, and why."),
    "undo": ("sync.cli.undo", "Take back what the last run created and wrote."),
    "tickets": ("sync.cli.tickets", "Work with the tickets of the embedded tracker."),
    "doctor": ("sync.cli.doctor", "Tell what is missing for a run; writes nothing."),
    "init": ("sync.cli.init", "Write the settings, and count what is there."),
    "completion": ("sync.cli.completion", "Print the completion script of a shell."),
}
"""Name to module and one line of help. A command's module is imported when it runs, and not before."""

EPILOG = """\b
Examples:
  pm-sync items                      what was understood, without any tracker
  pm-sync plan                       what would be done
  pm-sync sync                       do it
  pm-sync tickets close LOCAL-3      work on a ticket; the next sync tells the document

\b
Exit codes: 0 all well; 1 something failed; 2 usage, settings or an unreadable
document; 3 refused by a limit; 4 `plan --exit-code` found something to do."""


class Commands(click.Group):
    """Commands that are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 - narrows what the import cannot tell
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Without importing any command, since somebody waits at every key."""
        commands = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchOption:
            raise
        except click.UsageError as error:
            raise click.UsageError(f"{error.message}{_nearest(args[0])}", ctx) from None


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the hand

    close = get_close_matches(name, COMMANDS, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


@click.group(
    cls=Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="pm-sync", prog_name="pm-sync")
def program() -> None:
    """Keep the action items of your postmortems and the tickets of your tracker in step.

    Reads action items from Markdown postmortems, creates and links a ticket for each, and writes every
    ticket's status back, touching nothing else in the file.
    """


def main() -> None:
    """Run `pm-sync` and leave with its exit code."""
    arguments = sys.argv[1:]
    _open_streams()
    try:
        code = program.main(arguments, prog_name="pm-sync", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(1)
    except BaseException as error:  # noqa: BLE001 - the last resort: words for whatever it is
        sys.exit(_told(error, arguments))
    sys.exit(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """A process may be started with its output closed; what is said then goes nowhere, and does no harm."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run


def _told(error: BaseException, arguments: list[str]) -> int:
    try:
        return leave(error, arguments)
    except BrokenPipeError:
        _forget_stdout()
        return 1


def _forget_stdout() -> None:
    """Nobody reads any more; the interpreter shall not complain of it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
