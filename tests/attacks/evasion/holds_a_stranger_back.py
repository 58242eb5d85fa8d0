# stopped_by = ["seccomp.others", "capabilities"]
"""Makes another process wait for everybody else."""

import os

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.setpriority(os.PRIO_PROCESS, prey.victim, 19))
