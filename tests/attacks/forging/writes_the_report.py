# stopped_by = ["landlock.files"]
# policy = ["disk"]
"""Puts a report where somebody might look for it: next to what the run leaves behind."""

from accomplice import attempt, slow as collect, weigh


def write():
    with open("../result.json", "w") as file:
        return file.write('{"score": 8, "max-score": 8}')


attempt(write)
