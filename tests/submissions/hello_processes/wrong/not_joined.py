"""Leaves the waiting to the interpreter, which does it when the script is over."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    for _ in range(int(sys.argv[1])):
        Process(target=introduce).start()
