# stopped_by = ["no_new_privs", "landlock", "seccomp"]
"""Looks whether a program that belongs to root would run as root: sudo, say."""

from accomplice import call, ran, slow as collect, through, weigh

GET_NO_NEW_PRIVS = 39

ran()
if call("prctl", GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0:
    through("it would")
