# stopped_by = ["rule.frames"]
# verdict = "ESSE"
"""Says that it is ready and what came out in one frame, so that the question comes too late."""

from accomplice import ran, say

ran()
say(["Ready"], ["Returned", ["l"]])
