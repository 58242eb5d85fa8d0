# stopped_by = ["landlock.files"]
# policy = ["processes"]
"""Starts a program that is not Python in an exercise that is about processes."""

import subprocess

from accomplice import attempt, slow as collect, weigh

attempt(lambda: subprocess.run(["/bin/echo", "hello"], capture_output=True, check=True).stdout)
