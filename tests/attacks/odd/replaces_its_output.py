"""Puts something else in the place of standard output."""

import io
import sys

from accomplice import fast as collect, ran, weigh

ran()
sys.stdout = sys.__stdout__ = io.StringIO()
sys.stderr = None
