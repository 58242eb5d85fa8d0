# stopped_by = ["seccomp.sharing"]
"""Asks for a queue of messages that outlives it."""

from accomplice import attempt, call, slow as collect, weigh


def share():
    queue = call("msgget", 0, 0o1600)
    call("msgctl", queue, 0, None)
    return queue


attempt(share)
