"""Asks for forked processes, whatever it is told."""

import multiprocessing
import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    print(f"parent {os.getpid()}")
    children = [Process(target=introduce) for _ in range(int(sys.argv[1]))]
    for child in children:
        child.start()
    for child in children:
        child.join()
