"""Prints, to both streams, with and without an end of line."""

import sys

from accomplice import fast as collect, ran, weigh

ran()
print("working...", end="", flush=True)
print("50 % done\n" * 20, file=sys.stderr)
