"""Hello, processes: all are started, then all are joined, and only when the file is run as a script."""

import os
import sys
from multiprocessing import Process


# At the top of the module: a process that is spawned imports this file and looks the function up by its name.
def introduce() -> None:
    print(f"child {os.getpid()} of {os.getppid()}")


def main(number: int) -> None:
    print(f"parent {os.getpid()}")
    children = [Process(target=introduce) for _ in range(number)]
    for child in children:
        child.start()
    # A second loop: joined in the first one, each child would be gone before the next one is there.
    for child in children:
        child.join()


# In a child that imports this file, the module has another name, and nothing more is started.
if __name__ == "__main__":
    main(int(sys.argv[1]))
