"""`pm-sync completion`: the script that teaches a shell our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from sync.cli.entry import program

EXAMPLES = """\b
Examples:
  eval "$(pm-sync completion bash)"                      in ~/.bashrc
  eval "$(pm-sync completion zsh)"                       in ~/.zshrc
  pm-sync completion fish > ~/.config/fish/completions/pm-sync.fish"""


@click.command("completion", epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(program, {}, "pm-sync", "_PM_SYNC_COMPLETE").source())
