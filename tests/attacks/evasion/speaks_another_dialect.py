# stopped_by = ["seccomp.architectures"]
# probe = "dialect"
# verdict = "ESSE"
# portable = "PFSP"
"""Asks the kernel in the language of 32-bit programs, whose calls have other numbers."""

import ctypes
import mmap

from accomplice import attempt, slow as collect, weigh


def ask_for_pid():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


attempt(ask_for_pid)
