# stopped_by = ["capabilities"]
# probe = "root"
"""Gives itself more processor time than it was given: root may, unless it has lost what makes it root."""

import resource

from accomplice import attempt, slow as collect, weigh


def more():
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (hard + 100, hard + 100))
    return hard + 100


attempt(more)
