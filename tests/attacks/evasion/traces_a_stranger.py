# stopped_by = ["landlock", "seccomp.others", "capabilities"]
"""Becomes the debugger of another process."""

import os

import prey
from accomplice import attempt, call, slow as collect, weigh

ATTACH, DETACH = 16, 17


def attach():
    call("ptrace", ATTACH, prey.victim, None, None)
    os.waitpid(prey.victim, 0x40000000)
    call("ptrace", DETACH, prey.victim, None, None)


attempt(attach)
