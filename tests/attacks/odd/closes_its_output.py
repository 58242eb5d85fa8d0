"""Closes standard output when it has nothing more to say."""

import sys

from accomplice import fast as collect, ran, weigh

ran()
sys.stdout.close()
