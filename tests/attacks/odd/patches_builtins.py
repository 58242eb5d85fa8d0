"""Replaces functions that everybody uses."""

import builtins

from accomplice import fast as collect, ran, weigh

ran()
shown = builtins.print
builtins.print = lambda *words, **options: shown("I say:", *words, **options)
builtins.id = builtins.hash = lambda thing: 4
builtins.input = lambda prompt="": "4"
