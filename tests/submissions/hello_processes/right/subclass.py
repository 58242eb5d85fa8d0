"""A process class of its own."""

import multiprocessing
import os
import sys


class Child(multiprocessing.Process):
    def run(self):
        print(f"child {os.getpid()} of {os.getppid()}")


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    children = [Child() for _ in range(int(sys.argv[1]))]
    for child in children:
        child.start()
    for child in children:
        child.join()
