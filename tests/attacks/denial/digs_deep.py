# stopped_by = ["rule.flattening"]
# policy = ["disk"]
# verdict = "PFSP"
"""Makes folders in folders, deeper than any path can name."""

import os

from accomplice import ran, slow, weigh


async def collect(vault, dials):
    ran()
    if len(dials) == 4:
        for _ in range(1_200):
            os.mkdir("deeper")
            os.chdir("deeper")
    return await slow(vault, dials)
