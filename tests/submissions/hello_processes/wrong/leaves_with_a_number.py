"""Takes the exit status for a result."""

import os
import sys
from multiprocessing import Process


def introduce():
    print(f"child {os.getpid()} of {os.getppid()}")


def main(number):
    print(f"parent {os.getpid()}")
    children = [Process(target=introduce) for _ in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return len(children)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
