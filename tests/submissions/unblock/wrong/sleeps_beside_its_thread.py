"""Wrong: the wheel turns, but time.sleep holds the loop's thread all the while."""

import threading
import time


async def export(report, screen):
    outcome = {}

    def draw():
        try:
            outcome["text"] = report.render()
        except Exception as error:
            outcome["error"] = error

    thread = threading.Thread(target=draw)
    thread.start()
    while thread.is_alive():
        screen.tick()
        time.sleep(0.1)
    if "error" in outcome:
        raise outcome["error"]
    return outcome["text"]
