# stopped_by = ["folder"]
# policy = ["disk"]
"""Counts its runs in the folder that it may write in, to know which check it is in."""

import os

from accomplice import ran, slow as collect, through, weigh

ran()
if os.path.exists("runs"):
    through("an earlier run was here")
open("runs", "w").close()
