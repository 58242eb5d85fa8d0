# stopped_by = ["rlimits.open_files"]
"""Opens more files than anybody needs."""

import os

from accomplice import attempt, slow as collect, weigh


def open_many():
    opened = []
    try:
        for _ in range(300):
            opened.append(os.dup(0))
    finally:
        for descriptor in opened:
            os.close(descriptor)
    return len(opened)


attempt(open_many)
