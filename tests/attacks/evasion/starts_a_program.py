# stopped_by = ["landlock.files", "seccomp.processes"]
"""Starts a program that is not Python."""

import subprocess

from accomplice import attempt, slow as collect, weigh

attempt(lambda: subprocess.run(["/bin/echo", "hello"], capture_output=True, check=True).stdout)
