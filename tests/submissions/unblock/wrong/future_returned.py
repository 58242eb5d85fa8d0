"""Wrong: returns the future instead of the text."""

import asyncio


async def export(report, screen):
    return asyncio.get_running_loop().run_in_executor(None, report.render)
