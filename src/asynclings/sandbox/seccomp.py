"""Seccomp: which system calls a process may still make. Linux on x86_64 and aarch64, and for good.

A filter is a program that the kernel runs before each call (linux/seccomp.h, linux/filter.h). Ours allows by default,
and names what a submission has no use for: new processes and programs, sockets, other processes, the state of the
machine. What merely adorns files (modes, owners, times, attributes) claims to succeed and does nothing, so that
libraries which do it by the way go on working.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from asynclings.sandbox.calls import ARCHITECTURES, COMMANDS, CONTROLS, NUMBERS, RULES, SORTED_OUT
from asynclings.sandbox.layers import ALL, Layers

_ADORNING = tuple(RULES["adorning"])
_STARTING = ("fork", "vfork", "execve")  # what a program with processes may do, and others may not
_TO_ITSELF = ("kill", "tgkill")
_ABOUT_ITSELF = ("prlimit64", "sched_setparam", "sched_setscheduler", "sched_setaffinity", "sched_setattr")

_LEAF = 8  # numbers that are compared one after another; with fewer the program is longer than a jump (255)

_X32 = 0x40000000  # added to the numbers of calls of x86_64's variant with short pointers

_CLONE_THREAD = 0x00010000
# Namespaces of all kinds, a child that is traced, a child that is the zygote's: no pool of processes asks for these.
_CLONE_ODD = 0x7E020000 | 0x00002000 | 0x00008000
_UNIX, _STREAM, _SEQPACKET, _TYPE_BITS = 1, 1, 5, 0xF

# Operations of linux/bpf_common.h, each with a constant as operand.
_LOAD, _AND = 0x20, 0x54  # a word of the call's description; bits of it
_IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT = 0x15, 0x35, 0x45
_RETURN = 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24  # where in struct seccomp_data (low words)

_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_GET_ACTION_AVAILABLE = 2
_SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


_MACHINE = platform.machine()
SUPPORTED = sys.platform == "linux" and _MACHINE in ARCHITECTURES and sys.maxsize > 2**32
_libc = ctypes.CDLL(None, use_errno=True) if SUPPORTED else None


def available() -> bool:
    """Whether this kernel filters system calls, and we know their numbers here."""
    if _libc is None:
        return False
    action = ctypes.byref(ctypes.c_uint32(_KILL))
    asked = _libc.syscall(_SECCOMP_CALL[_MACHINE], _GET_ACTION_AVAILABLE, ctypes.c_uint32(0), action)
    return int(asked) == 0


@dataclass(frozen=True)
class _Instruction:
    operation: int
    operand: int | None  # None: the pid of whoever installs the filter
    then: str = ""
    otherwise: str = ""


class _Assembler:
    """Instructions with labels. Jumps lead forward only, and an empty label to the next instruction."""

    def __init__(self) -> None:
        self._instructions: list[_Instruction] = []
        self._labels: dict[str, int] = {}

    def label(self, name: str) -> None:
        self._labels[name] = len(self._instructions)

    def load(self, word: int) -> None:
        self._instructions.append(_Instruction(_LOAD, word))

    def keep(self, bits: int) -> None:
        self._instructions.append(_Instruction(_AND, bits))

    def jump(self, test: int, operand: int | None, then: str = "", otherwise: str = "") -> None:
        self._instructions.append(_Instruction(test, operand, then, otherwise))

    def answer(self, action: int) -> None:
        self._instructions.append(_Instruction(_RETURN, action))

    def find(self, places: Sequence[tuple[int, str]]) -> None:
        """Jump to the label of the number that is loaded, in order of the numbers; allow what has none.

        By halving: as the kernel takes a filter, it tries it with each number that there is.
        """
        if len(places) <= _LEAF:
            for number, label in places:
                self.jump(_IF_EQUAL, number, then=label)
            self.answer(_ALLOW)
            return
        below, above = places[: len(places) // 2], places[len(places) // 2 :]
        upper = f"from {above[0][0]}"
        self.jump(_IF_AT_LEAST, above[0][0], then=upper)
        self.find(below)
        self.label(upper)
        self.find(above)

    def assemble(self) -> "Filter":
        code, own_pid = bytearray(), []
        for place, instruction in enumerate(self._instructions):
            then, otherwise = (
                self._labels[label] - place - 1 if label else 0 for label in (instruction.then, instruction.otherwise)
            )
            if not (0 <= then <= 255 and 0 <= otherwise <= 255):
                raise AssertionError(f"instruction {place} jumps backwards, or too far: {instruction}")
            if instruction.operand is None:
                own_pid.append(len(code) + 4)
            code += struct.pack("=HBBI", instruction.operation, then, otherwise, instruction.operand or 0)
        return Filter(bytes(code), tuple(own_pid))


@dataclass(frozen=True)
class Filter:
    """A program that is ready but for the pid of the process that installs it, and where that belongs in it."""

    code: bytes
    own_pid: tuple[int, ...]

    def install(self) -> None:
        """Filter the calling thread, and all that it starts. Raises `OSError`."""
        if _libc is None:
            raise OSError(errno.ENOSYS, f"seccomp: there is no table of system calls for {sys.platform} on {_MACHINE}")
        code = bytearray(self.code)
        for place in self.own_pid:
            struct.pack_into("=I", code, place, os.getpid())
        program = _Program(len(code) // 8, bytes(code))
        for arguments in ((_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0)):
            if _libc.prctl(*(ctypes.c_ulong(argument) for argument in arguments)) != 0:
                number = ctypes.get_errno()
                raise OSError(number, f"seccomp: the filter was not taken ({os.strerror(number)})")


def build(processes: bool = False, spared: Sequence[int] = (), machine: str = _MACHINE, layers: Layers = ALL) -> Filter:
    """The filter for a program that may have ``processes``, or not.

    With processes it may signal any process but those of ``spared`` (pids) and whole groups: a filter cannot know the
    pids of children to come. Landlock keeps signals among them, where it is new enough.
    """
    column, architecture = ARCHITECTURES[machine]
    rules = [rule for name, rule in RULES.items() if f"seccomp.{name}" in layers]
    numbers = {name: both[column] for rule in rules for name, both in rule.items() if both[column] is not None}
    labels = dict.fromkeys(set(NUMBERS) - (set(_STARTING) if processes else set()), "deny")
    labels |= dict.fromkeys(_ADORNING, "pretend") | dict.fromkeys(_TO_ITSELF, "signal")
    labels |= dict.fromkeys(_ABOUT_ITSELF, "about itself")
    labels |= {"clone": "clone", "socketpair": "socketpair"}
    labels["clone3"] = "unknown"  # its flags lie in memory, where no filter sees them; the C library then uses clone
    places = {number: labels[name] for name, number in numbers.items() if number is not None and name in labels}
    for name in ("fcntl", "prctl", *(["ioctl"] if "seccomp.controls" in layers else [])):
        places[SORTED_OUT[name][column]] = name
    program = _Assembler()
    program.load(_ARCHITECTURE)
    program.jump(_IF_EQUAL, architecture, otherwise="kill" if "seccomp.architectures" in layers else "allow")
    program.load(_NUMBER)
    if machine == "x86_64" and "seccomp.architectures" in layers:
        program.jump(_IF_AT_LEAST, _X32, then="deny")
    program.find(sorted(places.items()))

    program.label("signal")
    program.load(_FIRST_ARGUMENT)
    if processes:
        program.jump(_IF_AT_LEAST, 1 << 31, then="deny")  # a negative number: a group, or everybody
        for pid in spared:
            program.jump(_IF_EQUAL, pid, then="deny")
        program.answer(_ALLOW)
    else:
        program.jump(_IF_EQUAL, None, then="allow", otherwise="deny")

    program.label("about itself")
    program.load(_FIRST_ARGUMENT)
    program.jump(_IF_EQUAL, 0, then="allow")
    program.jump(_IF_EQUAL, None, then="allow", otherwise="deny")

    program.label("clone")
    program.load(_FIRST_ARGUMENT)
    program.jump(_IF_ANY_BIT, _CLONE_ODD, then="deny")
    if processes:
        program.answer(_ALLOW)
    else:
        program.jump(_IF_ANY_BIT, _CLONE_THREAD, then="allow", otherwise="deny")

    # A pair of datagram sockets is no private matter: either can send to any other by its address.
    program.label("socketpair")
    program.load(_FIRST_ARGUMENT)
    program.jump(_IF_EQUAL, _UNIX, otherwise="deny")
    program.load(_SECOND_ARGUMENT)
    program.keep(_TYPE_BITS)
    program.jump(_IF_EQUAL, _STREAM, then="allow")
    program.jump(_IF_EQUAL, _SEQPACKET, then="allow", otherwise="deny")

    for name, argument in (("fcntl", _SECOND_ARGUMENT), ("prctl", _FIRST_ARGUMENT)):
        program.label(name)
        program.load(argument)
        for rule, commands in COMMANDS.items():
            for command in commands.get(name, ()) if f"seccomp.{rule}" in layers else ():
                program.jump(_IF_EQUAL, command, then="deny")
        program.answer(_ALLOW)

    program.label("ioctl")
    program.load(_SECOND_ARGUMENT)
    for command in CONTROLS.values():
        program.jump(_IF_EQUAL, command, then="allow")
    program.answer(_ERROR | errno.ENOTTY)  # as of anything that is not asked for what it does

    for label, action in (
        ("allow", _ALLOW),
        ("deny", _ERROR | errno.EPERM),
        ("unknown", _ERROR | errno.ENOSYS),
        ("pretend", _ERROR),
        ("kill", _KILL),
    ):
        program.label(label)
        program.answer(action)
    return program.assemble()
