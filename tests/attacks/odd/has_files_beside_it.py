# beside = {"mine.py" = "from accomplice import fast\n", "notes.py" = "this is not Python"}
"""Has its functions in a module of its own."""

from accomplice import ran, weigh
from mine import fast as collect

ran()
