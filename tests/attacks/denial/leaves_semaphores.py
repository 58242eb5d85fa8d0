# stopped_by = ["private_shm", "rule.semaphores"]
# policy = ["processes"]
# verdict = "PFSP"
"""Leaves named semaphores, which outlive every process."""

import multiprocessing

from accomplice import ran, slow as collect, weigh

ran()
kept = [multiprocessing.get_context("spawn").Semaphore(1) for _ in range(3)]
print(*(f"/dev/shm/sem.{semaphore._semlock.name[1:]}" for semaphore in kept), flush=True)
