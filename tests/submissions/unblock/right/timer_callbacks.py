"""No task ticks: a chain of timers does, cancelled at the end."""

import asyncio


class Wheel:
    def __init__(self, screen):
        self.screen = screen
        self.loop = asyncio.get_running_loop()

    def turn(self):
        self.screen.tick()
        self.timer = self.loop.call_later(0.1, self.turn)

    def __enter__(self):
        self.turn()

    def __exit__(self, *exception):
        self.timer.cancel()


async def export(report, screen):
    with Wheel(screen):
        return await asyncio.to_thread(report.render)
