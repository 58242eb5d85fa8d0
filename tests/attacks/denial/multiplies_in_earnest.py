# stopped_by = ["rule.crowd"]
# policy = ["processes"]
# verdict = "ESSE"
"""Is a fork bomb, of which each process makes another one; after the seventh time it stops by itself."""

import os

from accomplice import libc, ran, slow as collect, weigh

ran()
maker = os.getpid()
reading, writing = os.pipe()
for _ in range(7):
    os.fork()
if os.getpid() != maker:
    os.write(writing, b".")
    libc.usleep(20_000_000)
    os._exit(0)
there = 0
while there < 127:
    there += len(os.read(reading, 127))
libc.usleep(100_000)  # longer than between two looks
