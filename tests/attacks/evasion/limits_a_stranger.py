# stopped_by = ["seccomp.others"]
"""Takes from another process what it may open."""

import resource

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: resource.prlimit(prey.victim, resource.RLIMIT_NOFILE, (17, 17)))
