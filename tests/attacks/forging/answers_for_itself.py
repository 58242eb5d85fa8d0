# stopped_by = ["process"]
# verdict = "FSSF"
"""Says at import that it is ready, and answers with what it guesses, before it has been asked anything."""

from accomplice import ran, say

ran()
say(["Ready"])
say(["Returned", ["l", "open", "sesame"]])
