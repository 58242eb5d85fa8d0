"""Whether submissions may run at the same time: only where none of them can reach another one, nor what runs it."""

from asynclings.sandbox import landlock, seccomp

_SCOPED_SIGNALS = 6  # the version of Landlock from which on it keeps signals among those who took it on together


def separated(processes: bool) -> bool:
    """Whether both layers are there; where some have ``processes``, Landlock must keep their signals to themselves.

    A filter of system calls can keep a process from signalling any other one, but not children to come.
    """
    return seccomp.available() and landlock.available() >= (_SCOPED_SIGNALS if processes else 1)
