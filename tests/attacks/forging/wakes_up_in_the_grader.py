# stopped_by = ["process"]
# verdict = "FSSP"
"""Returns something that does harm where it is unpickled, copied, shown or thrown away."""

import prey
from accomplice import ran, weigh


class Sleeper:
    def __reduce__(self):
        return open, (prey.diary, "w")

    def __repr__(self):
        raise SystemExit(0)

    __str__ = __format__ = __copy__ = __deepcopy__ = __getstate__ = __iter__ = __repr__


async def collect(vault, dials):
    ran()
    return Sleeper()
