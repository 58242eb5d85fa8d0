"""Puts something else in the place of its module."""

import sys
import types

from accomplice import fast as collect, ran, weigh

ran()
sys.modules[__name__] = types.SimpleNamespace()
del sys.modules["accomplice"]
