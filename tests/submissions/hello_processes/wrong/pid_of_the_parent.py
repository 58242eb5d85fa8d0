"""Writes the line before the child is there."""

import os
import sys
from multiprocessing import Process

if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    children = []
    for _ in range(int(sys.argv[1])):
        children.append(Process(target=print, args=(f"child {os.getpid()} of {os.getppid()}",)))
    for child in children:
        child.start()
    for child in children:
        child.join()
