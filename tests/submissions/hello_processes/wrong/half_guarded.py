"""The guard keeps an import from starting processes, but not from printing."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


print(f"parent {os.getpid()}")
if __name__ == "__main__":
    children = [Process(target=introduce) for _ in range(int(sys.argv[1]))]
    for child in children:
        child.start()
    for child in children:
        child.join()
