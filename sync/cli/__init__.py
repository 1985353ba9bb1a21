"""The command line: the only room that knows connectors and settings, and the only one that words errors."""

from sync.cli.entry import main

__all__ = ["main"]
