# stopped_by = ["seccomp.sharing"]
"""Asks to be told of what happens in a folder of somebody else's."""

import prey
from accomplice import attempt, call, slow as collect, weigh

attempt(lambda: call("inotify_add_watch", call("inotify_init"), prey.target.encode(), 0xFFF))
