# stopped_by = ["seccomp.controls"]
# probe = "a file system with attributes"
"""Sets an attribute of a file that it may only read (that a dump is to leave it out), as chattr does."""

import fcntl
import os

from accomplice import attempt, slow as collect, weigh

GET_FLAGS, SET_FLAGS = 0x80086601, 0x40086602  # FS_IOC_GETFLAGS and FS_IOC_SETFLAGS, of linux/fs.h
NO_DUMP = 0x40


def mark():
    file = os.open(__file__, os.O_RDONLY)
    flags = fcntl.ioctl(file, GET_FLAGS, bytes(8))
    fcntl.ioctl(file, SET_FLAGS, bytes([flags[0] | NO_DUMP]) + flags[1:])


attempt(mark)
