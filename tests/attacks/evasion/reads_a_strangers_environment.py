# stopped_by = ["landlock", "capabilities"]
"""Reads the environment of another process of the same user: where tokens are."""

import prey
from accomplice import attempt, slow as collect, weigh

attempt(lambda: open(f"/proc/{prey.victim}/environ").read().partition("ATTACKS_SECRET=")[2][:40])
