"""Sets handlers for signals and hooks for errors."""

import faulthandler
import signal
import sys

from accomplice import fast as collect, ran, weigh

ran()
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
    signal.signal(number, lambda *arguments: None)
sys.excepthook = lambda *arguments: sys.exit(0)
faulthandler.disable()
