# stopped_by = ["landlock.files"]
"""Leaves a note in its own file, for the run that comes next."""

from accomplice import attempt, slow as collect, through, weigh


def note():
    with open(__file__, "a") as file:
        return file.write("\nNOTED = True\n")


attempt(note)
if "\nNOTED" in open(__file__).read():
    through("what an earlier run has noted")
