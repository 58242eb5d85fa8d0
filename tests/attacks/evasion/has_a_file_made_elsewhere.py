# stopped_by = ["rule.own_names"]
# exercise = "hello_processes"
# verdict = "FSSSS"
"""Puts a link where the grader is going to make a file, so that it makes one in a folder of somebody else's."""

import os

import prey
from accomplice import libc, ran
from asynclings.workloads import RENDEZVOUS_FOLDER

ran()
folder = os.environ[RENDEZVOUS_FOLDER]
child = os.fork()
if not child:
    os._exit(0)
os.symlink(f"{prey.target}/planted", f"{folder}/seen-{child}")
open(f"{folder}/born-{child}", "w").close()
libc.usleep(100_000)  # longer than between two looks
