# stopped_by = ["rlimits.processes"]
# probe = "ordinary user"
"""Looks whether anything would end a fork bomb. (It does not go and see.)"""

import resource

from accomplice import ran, slow as collect, through, weigh

ran()
if resource.getrlimit(resource.RLIMIT_NPROC)[1] == resource.RLIM_INFINITY:
    through("nothing")
