# form = "crlf"
"""Was written on Windows."""

from accomplice import fast as collect, ran, weigh

ran()
