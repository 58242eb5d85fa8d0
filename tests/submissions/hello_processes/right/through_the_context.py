"""Asks multiprocessing itself whom it has to wait for."""

import multiprocessing as mp
import os
import sys


def introduce():
    print(f"child {os.getpid()} of {mp.parent_process().pid}")


def main(number):
    print(f"parent {os.getpid()}")
    context = mp.get_context()
    children = {context.Process(target=introduce) for _ in range(number)}
    for child in children:
        child.start()
    while children:
        for child in list(children):
            child.join()
            children.remove(child)


if __name__ == "__main__":
    main(int(sys.argv[1]))
