"""Threads, which all are in one process."""

import os
import sys
from threading import Thread


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    children = [Thread(target=introduce) for _ in range(int(sys.argv[1]))]
    for child in children:
        child.start()
    for child in children:
        child.join()
