# stopped_by = ["rlimits.core"]
"""Looks whether all its memory would be written to the disk if it crashed."""

import resource

from accomplice import ran, slow as collect, through, weigh

ran()
if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
    through("it would")
