"""Joins each child before it starts the next."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    for _ in range(int(sys.argv[1])):
        child = Process(target=introduce)
        child.start()
        child.join()
