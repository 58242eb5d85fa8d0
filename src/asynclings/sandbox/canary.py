"""The canary: stands where a submission stands, and tries what a submission must not be able to do.

It is imported and called like any submission, in a worker like any other. Nothing it does harms a machine that lets it.
"""

import ctypes
import mmap
import os
import resource
import sys
from collections.abc import Callable, Sequence, Set

MEMORY = 2 << 30  # bytes
ADDED_VARIABLES = ("PATH", "HOME", "TMPDIR", "LC_CTYPE", "__CF_USER_TEXT_ENCODING")
DESCRIPTORS = 5  # the standard ones, the wire, and the file for stacks
_GET_NO_NEW_PRIVS = 39  # linux/prctl.h
_INTERNET, _STREAM = 2, 1  # families and kinds of sockets, everywhere

_libc = ctypes.CDLL(None, use_errno=True)


def attempt(
    grader: int, private: str, outside: str, kit: Sequence[str], variables: Sequence[str], file_size: int
) -> dict[str, str]:
    """Try everything; what became of each attempt: ``denied``, ``allowed``, or the error that nobody expected.

    ``grader`` is a pid, ``private`` a file that only its user may read, ``outside`` one to be made in a folder that is
    nobody else's business, ``kit`` files and folders with what judges and solves, ``variables`` what may be known of
    the environment, ``file_size`` a limit in bytes.
    """
    attempts: dict[str, Callable[[], object]] = {
        "read_private_file": lambda: _read(private),
        "write_outside": lambda: _write(outside),
        "read_checks": lambda: _any(_read, kit),
        "write_own_folder": lambda: _write("canary"),
        "signal_grader": lambda: os.kill(grader, 0),
        "open_socket": _open_socket,
        "start_process": _start_process,
        "take_memory": _take_memory,
        "write_long_file": lambda: os.ftruncate(sys.stdout.fileno(), file_size + 1),
        "raise_limit": _raise_limit,
        "read_environment": lambda: _read_environment({*variables, *ADDED_VARIABLES}),
        "use_descriptors": _use_descriptors,
        "become_root": _become_root,
    }
    if sys.platform == "linux":
        attempts = {"read_grader_memory": lambda: _read(f"/proc/{grader}/mem"), **attempts}
    return {name: _outcome(each) for name, each in attempts.items()}


def _outcome(action: Callable[[], object]) -> str:
    try:
        action()
    except (OSError, _Denied):
        return "denied"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


class _Denied(Exception):
    """Nothing was refused, and yet there is nothing to be had."""


def _read(path: str) -> None:
    if os.path.isdir(path):
        os.scandir(path).close()
    else:
        open(path, "rb").close()


def _write(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _any(action: Callable[[str], object], paths: Sequence[str]) -> None:
    """Do it with one of the paths. Raises the last one's error if none of them goes."""
    failure: OSError | None = None
    for path in paths:
        try:
            action(path)
            return
        except OSError as error:
            failure = error
    raise failure or _Denied


def _open_socket() -> None:
    # By the C library: what Python itself refuses, the machine need not.
    descriptor = _libc.socket(_INTERNET, _STREAM, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "socket")
    os.close(descriptor)


def _start_process() -> None:
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)


def _take_memory() -> None:
    # As private data, which the limit is about; taken, and not touched.
    mmap.mmap(-1, MEMORY, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()


def _raise_limit() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard if hard == resource.RLIM_INFINITY else hard + 1))
    except ValueError as error:  # how Python says EPERM here
        raise _Denied from error


def _read_environment(harmless: Set[str]) -> None:
    if not os.environ.keys() - harmless:
        raise _Denied


def _use_descriptors() -> None:
    found = 0
    for descriptor in range(os.sysconf("SC_OPEN_MAX") if hasattr(os, "sysconf") else 1024):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        found += 1
    if found <= DESCRIPTORS:
        raise _Denied


def _become_root() -> None:
    """Be somebody else as root, or, as anybody, gain by a program such as sudo. For good, so it comes last."""
    if os.geteuid() == 0:
        os.setresuid(65534, 65534, 65534)
    elif sys.platform == "linux" and _libc.prctl(_GET_NO_NEW_PRIVS, *[ctypes.c_ulong(0)] * 4) == 1:
        raise _Denied
