# stopped_by = ["private_shm"]
# policy = ["processes"]
# probe = "mounts"
"""Counts its runs in a file in shared memory, whose name it knows, to know which check it is in."""

from accomplice import ran, slow as collect, through, weigh

ran()
print("/dev/shm/sem.attacks-note")
with open("/dev/shm/sem.attacks-note", "a+") as file:
    file.seek(0)
    if file.read():
        through("an earlier run was here")
    file.write("x")
