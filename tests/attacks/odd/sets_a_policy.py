# stopped_by = ["rule.own_loop"]
"""Sets an event loop policy, as uvloop.install() does, whose loops do not work."""

import asyncio

from accomplice import fast as collect, ran, weigh


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        raise RuntimeError("a loop of mine or none")


ran()
asyncio.set_event_loop_policy(Policy())
