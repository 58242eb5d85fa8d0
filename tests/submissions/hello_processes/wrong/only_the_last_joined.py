"""Waits for the child that it has started last."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    child = None
    for _ in range(int(sys.argv[1])):
        child = Process(target=introduce)
        child.start()
    if child is not None:
        child.join()
