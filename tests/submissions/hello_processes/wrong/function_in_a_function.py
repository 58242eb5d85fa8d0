"""The children's function is inside another one, where a spawned process does not find it."""

import os
import sys
from multiprocessing import Process


def main(number):
    def introduce():
        print(f"child {os.getpid()} of {os.getppid()}")

    print(f"parent {os.getpid()}")
    children = [Process(target=introduce) for _ in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join()


if __name__ == "__main__":
    main(int(sys.argv[1]))
