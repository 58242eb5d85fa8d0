# stopped_by = ["rule.states"]
# verdict = "ESSE"
"""Starts again, with layers that it does not have, so that the report praises its isolation."""

from accomplice import ran, say

ran()
say(["Started", ["landlock:99", "seccomp", "rlimits", "parent_death", "no_new_privs", "forged"]])
