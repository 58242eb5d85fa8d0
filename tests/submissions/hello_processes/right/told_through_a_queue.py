"""The children tell the parent who they are, and the parent prints it."""

import os
import sys
from multiprocessing import Process, SimpleQueue


def introduce(told):
    told.put((os.getpid(), os.getppid()))


def main(number):
    told = SimpleQueue()
    children = [Process(target=introduce, args=(told,), name=f"child {n}", daemon=True) for n in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    lines = [f"parent {os.getpid()}"]
    for _ in children:
        lines.append("child {} of {}".format(*told.get()))
    print("\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]))
