# stopped_by = ["seccomp.sharing"]
"""Asks for semaphores that outlive it."""

from accomplice import attempt, call, slow as collect, weigh


def share():
    group = call("semget", 0, 1, 0o1600)
    call("semctl", group, 0, 0)
    return group


attempt(share)
