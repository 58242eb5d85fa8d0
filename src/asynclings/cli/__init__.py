"""The command line: one module per command, and ``entry``, which picks the one that was asked for."""

# Nothing is written here beyond this: a command's module becomes an attribute of this package under its name, and
# `list` is one of them.
from asynclings.cli.entry import main

__all__ = ["main"]
