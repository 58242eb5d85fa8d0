"""Cannot do without children."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    number = int(sys.argv[1])
    if number < 1:
        sys.exit("How many children?")
    print(f"parent {os.getpid()}")
    children = [Process(target=introduce) for _ in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join()
