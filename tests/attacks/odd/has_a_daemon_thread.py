# verdict = "PPFP"
"""Starts a thread at import that sleeps for ever, which is untidy and nothing worse."""

import threading
import time

from accomplice import fast as collect, ran, weigh

ran()
threading.Thread(target=time.sleep, args=(1e9,), daemon=True).start()
