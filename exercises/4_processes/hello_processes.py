"""Hello, processes.

The script starts a process for each of so many children, and waits for each before it starts the next.
Start them all, then wait for all of them, and let nothing start when the file is only imported.
`python hello_processes.py 3` prints a line for the parent and one for each child.
"""

import os
import sys
from multiprocessing import Process


def introduce() -> None:
    print(f"child {os.getpid()} of {os.getppid()}")


# TODO: one child at a time, and whoever imports this file gets children, too.
print(f"parent {os.getpid()}")
for _ in range(int(sys.argv[1])):
    child = Process(target=introduce)
    child.start()
    child.join()
