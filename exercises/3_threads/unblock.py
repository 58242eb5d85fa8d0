"""The frozen window.

While the report is drawn, the window stands still for two seconds, and people think that the program has crashed.
Draw the report in a thread, and turn the little wheel every 0.1 seconds until it is there.
Whatever happens to the report, the wheel stops when the drawing does.
"""

from asynclings.services import Screen, SlowReport


async def export(report: SlowReport, screen: Screen) -> str:
    # TODO: `render` holds on to the only thread that could turn the wheel.
    screen.tick()
    text = report.render()
    screen.tick()
    return text
