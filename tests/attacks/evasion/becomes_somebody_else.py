# stopped_by = ["capabilities"]
# probe = "root"
"""Becomes another user: root may, unless it has lost what makes it root."""

import os

from accomplice import attempt, slow as collect, weigh

attempt(lambda: os.setuid(os.getuid() + 1))
