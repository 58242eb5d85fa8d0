"""Changes everything around it that a program can change of itself."""

import decimal
import gc
import os
import random
import sys
import time

from accomplice import fast as collect, ran, weigh

ran()
os.environ.update(TZ="Asia/Kathmandu", PYTHONASYNCIODEBUG="1")
os.environ.pop("PATH", None)
time.tzset()
gc.disable()
random.seed(0)
sys.setrecursionlimit(300)
sys.setswitchinterval(1e-6)
decimal.getcontext().prec = 3
os.chdir("/")
os.umask(0o077)
sys.path.clear()
