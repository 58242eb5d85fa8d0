"""Wrong: right but sequential. It ticks before and after, and stands still between."""


async def export(report, screen):
    for _ in range(3):
        screen.tick()
    text = report.render()
    screen.tick()
    return text
