# stopped_by = ["rule.removal"]
# policy = ["disk"]
# verdict = "PFSP"
"""Leaves hundreds of files in its folder, some of which nobody may delete."""

import os

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    if len(dials) == 4:
        os.mkdir("locked")
        for n in range(500):
            open(f"locked/{n}", "w").close()
        os.chmod("locked", 0)
    return await slow(vault, dials)
