# stopped_by = ["process"]
"""Looks in its own memory for what a fork of the grader would have inherited."""

import gc
import sys

from accomplice import ran, slow as collect, through, weigh

ran()
gc.unfreeze()
judging = {"Lab", "World", "Check", "Engine", "Session", "Trace", "Clock", "Site"}
gc.unfreeze()
found = {type(thing).__name__ for thing in gc.get_objects() if type(thing).__module__.startswith("asynclings.")} & judging
found |= {name for name in sys.modules if name.startswith(("asynclings.grading", "asynclings.world", "asynclings.report"))}
frame = sys._getframe()
while frame is not None:
    found |= {"lab", "world", "expected"} & {*frame.f_locals, *frame.f_globals}
    frame = frame.f_back
if found:
    through(found)
