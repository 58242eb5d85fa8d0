"""Reads its command line properly, and leaves with the status that `main` returns."""

import argparse as arguments
import multiprocessing
import os
import sys
from contextlib import ExitStack


def introduce(parent):
    print("child", os.getpid(), "of", parent, flush=True)


def main():
    parser = arguments.ArgumentParser()
    parser.add_argument("number", type=int)
    number = parser.parse_args().number
    with ExitStack() as stack:
        for _ in range(number):
            child = multiprocessing.Process(target=introduce, args=[os.getpid()])
            child.start()
            stack.callback(child.join)
    print("parent", os.getpid())
    return 0


if __name__ == "__main__":
    sys.exit(main())
