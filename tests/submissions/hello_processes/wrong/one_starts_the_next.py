"""Each child starts the next one."""

import os
import sys
from multiprocessing import Process


def introduce(more):
    print(f"child {os.getpid()} of {os.getppid()}")
    start(more)


def start(number):
    if number:
        child = Process(target=introduce, args=(number - 1,))
        child.start()
        child.join()


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    start(int(sys.argv[1]))
