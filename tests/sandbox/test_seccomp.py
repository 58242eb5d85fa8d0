"""Each call that the filter denies is tried with it and without it: a guard that nobody needs is no guard."""

import ctypes
import errno
import fcntl
import mmap
import os
import platform
import re
import resource
import signal
import socket
import struct
import termios
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclings.sandbox import calls, seccomp
from asynclings.sandbox.layers import LAYERS, Layers

pytestmark = pytest.mark.skipif(not seccomp.available(), reason="this kernel filters no calls, or has other numbers")

Outcome = Callable[..., str]

MACHINE = platform.machine()
libc = ctypes.CDLL(None, use_errno=True)


def alone() -> None:
    seccomp.build().install()


def with_processes() -> None:
    seccomp.build(processes=True, spared=(os.getppid(),)).install()


def call(name: str, *arguments: Any) -> int:
    """A system call by its name."""
    column = calls.ARCHITECTURES[MACHINE][0]
    number = calls.NUMBERS[name][column]
    assert number is not None
    result = libc.syscall(number, *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return int(result)


def fork() -> str:
    pid = os.fork()
    if not pid:
        os._exit(0)
    return str(os.waitpid(pid, 0)[1])


def execute() -> None:
    os.execv("/bin/true", ["true"])


def spawn() -> str:
    return str(os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1])


def listen_and_connect() -> str:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        return "connected"


def unix_socket() -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        return one.family.name


def pair(kind: socket.SocketKind) -> Callable[[], str]:
    def make() -> str:
        one, other = socket.socketpair(socket.AF_UNIX, kind)
        with one, other:
            one.send(b"word")
            return other.recv(9).decode()

    return make


def system_v() -> str:
    found = [call(name, 0, *size, 0o1600) for name, size in (("shmget", [4096]), ("msgget", []), ("semget", [1]))]
    for name, (identity, *rest) in zip(
        ("shmctl", "msgctl", "semctl"), ([found[0]], [found[1]], [found[2], 0]), strict=True
    ):
        call(name, identity, *rest, 0, 0)  # IPC_RMID
    return "made"


def watch_a_folder() -> str:
    return str(libc.inotify_add_watch(libc.inotify_init(), b"/", 1) > 0 or raise_errno())


def raise_errno() -> None:
    raise OSError(ctypes.get_errno(), "failed")


ALONE: dict[str, tuple[Callable[[], object], str]] = {
    "fork": (fork, "0"),
    "exec": (execute, "exit 0"),
    "spawn": (spawn, "0"),
    "a session": (lambda: os.setsid() or "own", "own"),
    "a process group": (lambda: os.setpgid(0, 0) or "own", "own"),
    "tcp": (listen_and_connect, "connected"),
    "a unix socket": (unix_socket, "AF_UNIX"),
    "a pair of datagram sockets": (pair(socket.SOCK_DGRAM), "word"),
    "System V": (system_v, "made"),
    "watching a folder": (watch_a_folder, "True"),
    "personality": (lambda: call("personality", 0xFFFFFFFF) >= 0, "True"),
    "adjtimex": (lambda: call("adjtimex", ctypes.create_string_buffer(256)) >= 0, "True"),
}
BUT_PROCESSES = ("fork", "exec", "spawn")


@pytest.mark.parametrize("name", ALONE)
def test_what_is_denied(name: str, outcome: Outcome) -> None:
    action, answer = ALONE[name]
    assert outcome(action) == answer
    assert outcome(action, alone) == "EPERM"
    assert outcome(action, with_processes) == (answer if name in BUT_PROCESSES else "EPERM")


QUEUE = b"asynclings-test"

# What a machine may deny by itself: there, it is not shown that our filter does.
PERHAPS: dict[str, Callable[[], object]] = {
    "io_uring_setup": lambda: call("io_uring_setup", 1, ctypes.create_string_buffer(120)) > 0,
    "unshare": lambda: call("unshare", 0x10000000) == 0,
    "userfaultfd": lambda: call("userfaultfd", 1) > 0,
    "perf_event_open": lambda: (
        call("perf_event_open", struct.pack("=II", 1, 64) + bytes([0] * 32) + b"\x61" + bytes(23), 0, -1, -1, 0) > 0
    ),
    "keyctl": lambda: call("keyctl", 0, -3, 1) > 0,
    "mq_open": lambda: call("mq_open", QUEUE, 0o102, 0o600, 0) and call("mq_unlink", QUEUE) == 0,
}


@pytest.mark.parametrize("name", PERHAPS)
def test_what_is_denied_where_the_machine_allows_it(name: str, outcome: Outcome) -> None:
    assert outcome(PERHAPS[name], alone) == outcome(PERHAPS[name], with_processes) == "EPERM"
    without = outcome(PERHAPS[name])
    if without != "True":
        pytest.skip(f"this machine answers {without} to {name} by itself")


def on_another(pid: int) -> dict[str, Callable[[], object]]:
    limits, cores = resource.prlimit(pid, resource.RLIMIT_CORE), os.sched_getaffinity(pid)
    vector = (ctypes.c_void_p * 2)(id(limits), 8)
    return {
        "tkill": lambda: call("tkill", pid, 0),
        "rt_sigqueueinfo": lambda: call("rt_sigqueueinfo", pid, 0, struct.pack("=iii", 0, 0, -1) + bytes(116)),
        "pidfd_open": lambda: call("pidfd_open", pid, 0) * 0,
        "prlimit64": lambda: resource.prlimit(pid, resource.RLIMIT_CORE, limits) and 0,
        "sched_setaffinity": lambda: os.sched_setaffinity(pid, cores) or 0,
        "sched_setscheduler": lambda: os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0)) or 0,
        "setpriority": lambda: os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid)) or 0,
        "ptrace": lambda: call("ptrace", 0x4206, pid, 0, 0),
        "process_vm_readv": lambda: call("process_vm_readv", pid, vector, 1, vector, 1, 0) - 8,
    }


@pytest.mark.parametrize("name", on_another(0))
def test_what_is_denied_to_do_to_others(name: str, victim: int, outcome: Outcome) -> None:
    action = on_another(victim)[name]
    assert outcome(action) == "0"
    assert outcome(action, alone) == outcome(action, with_processes) == "EPERM"


@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_reach_nobody_else(name: str, victim: int, outcome: Outcome) -> None:
    def signal_to(pid: int) -> Callable[[], object]:
        return lambda: call(name, *([pid, 0] if name == "kill" else [pid, pid, 0]))

    def to_parent() -> object:
        return signal_to(os.getppid())()

    def to_itself() -> object:
        return signal_to(os.getpid())()

    assert outcome(signal_to(victim)) == outcome(to_parent) == "0"
    assert outcome(signal_to(victim), alone) == outcome(to_parent, alone) == "EPERM"
    assert outcome(to_parent, with_processes) == "EPERM"
    assert outcome(to_itself, alone) == outcome(to_itself, with_processes) == "0"


def test_no_signal_to_a_group(outcome: Outcome) -> None:
    def to_group() -> int:
        return call("kill", -os.getpgid(0), 0)

    assert outcome(to_group) == "0"
    assert outcome(to_group, alone) == outcome(to_group, with_processes) == "EPERM"


def test_a_program_with_processes_ends_its_children(outcome: Outcome) -> None:
    def end_a_child() -> str:
        pid = os.fork()
        if not pid:
            while True:
                signal.pause()
        os.kill(pid, signal.SIGTERM)
        return str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

    assert outcome(end_a_child, with_processes) == str(-signal.SIGTERM)


def test_limits_and_cores_of_its_own_can_be_set(outcome: Outcome) -> None:
    def lower() -> str:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(os.getpid(), resource.RLIMIT_CORE, (0, 0))
        os.sched_setaffinity(0, os.sched_getaffinity(0))
        return "set"

    assert outcome(lower, alone) == "set"


def test_what_adorns_files_succeeds_and_does_nothing(tmp_path: Path, outcome: Outcome) -> None:
    file = tmp_path / "file"

    def adorn() -> str:
        file.chmod(0o777)
        os.utime(file, (1, 1))
        with file.open() as opened:
            os.fchmod(opened.fileno(), 0o777)
            os.chown(file, os.getuid(), os.getgid())
        return "done"

    for layer, changed in ((alone, False), (with_processes, False), (None, True)):
        file.touch()
        file.chmod(0o600)
        assert outcome(adorn, layer) == "done"
        status = file.stat()
        assert (status.st_mode & 0o777 == 0o777, status.st_mtime == 1) == (changed, changed)


def test_threads_work_and_clone3_is_unknown(outcome: Outcome) -> None:
    def thread() -> str:
        said: list[str] = []
        started = threading.Thread(target=said.append, args=("word",))
        started.start()
        started.join()
        return said[0]

    assert outcome(thread, alone) == "word"
    assert outcome(pair(socket.SOCK_STREAM), alone) == "word"
    assert outcome(lambda: call("clone3", 0, 0)) == "EINVAL"
    assert outcome(lambda: call("clone3", 0, 0), alone) == "ENOSYS"


# ---------------------------------------------------------------- other ways to say the same


@pytest.mark.skipif(MACHINE != "x86_64", reason="machine code of x86")
def test_calls_of_the_32_bit_kind_end_the_process(outcome: Outcome) -> None:
    def ask_for_pid() -> str:
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret
        answer = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
        return str(answer == os.getpid() or answer)

    without = outcome(ask_for_pid)
    assert outcome(ask_for_pid, alone) == outcome(ask_for_pid, with_processes) == "SIGSYS"
    if without != "True":
        pytest.skip(f"this kernel has no 32-bit calls ({without})")


@pytest.mark.skipif(MACHINE != "x86_64", reason="a kind of call of x86")
def test_calls_with_short_pointers_are_denied(outcome: Outcome) -> None:
    def ask_for_pid() -> int:
        if libc.syscall(0x40000000 | 39) < 0:
            raise_errno()
        return 0

    assert outcome(ask_for_pid) in ("ENOSYS", "0")
    assert outcome(ask_for_pid, alone) == "EPERM"


# ---------------------------------------------------------------- the program, for both machines


def answer(compiled: seccomp.Filter, architecture: int, number: int, *arguments: int, pid: int = 77) -> int:
    """What the filter answers: a small interpreter of the instructions that are used."""
    code = bytearray(compiled.code)
    for place in compiled.own_pid:
        struct.pack_into("=I", code, place, pid)
    call = struct.pack("=II8x6Q", number, architecture, *arguments, *[0] * (6 - len(arguments)))
    place = word = 0
    while True:
        operation, then, otherwise, operand = struct.unpack_from("=HBBI", code, place * 8)
        place += 1
        match operation:
            case 0x20:
                (word,) = struct.unpack_from("=I", call, operand)
            case 0x54:
                word &= operand
            case 0x06:
                return int(operand)
            case _:
                holds = {0x15: word == operand, 0x35: word >= operand, 0x45: bool(word & operand)}[operation]
                place += then if holds else otherwise


ALLOWED, KILLED, PRETENDED = 0x7FFF0000, 0x80000000, 0x50000
DENIED, UNKNOWN, NOT_HERE = (PRETENDED + number for number in (errno.EPERM, errno.ENOSYS, errno.ENOTTY))


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("processes", [False, True])
def test_the_program_answers_as_it_says(machine: str, processes: bool) -> None:
    column, architecture = calls.ARCHITECTURES[machine]
    compiled = seccomp.build(processes, (5, 6), machine)

    def ask(name: str, *arguments: int) -> int | None:
        number = calls.NUMBERS[name][column]
        return None if number is None else answer(compiled, architecture, number, *arguments)

    kept = ALLOWED if processes else DENIED
    for name, expected in {"fork": kept, "vfork": kept, "execve": kept, "execveat": DENIED, "bpf": DENIED}.items():
        assert ask(name) in (expected, None), name
    assert {ask(name) for name in seccomp._ADORNING} - {None} == {PRETENDED}
    assert (ask("clone3"), ask("clone", 17), ask("clone", 0x3D0F00)) == (UNKNOWN, kept, ALLOWED)
    assert (ask("clone", 0x10000000), ask("clone", 0x8000), ask("clone", 0x20000 | 0x10000)) == (DENIED,) * 3
    assert ask("kill", 77) == ALLOWED
    assert {ask("kill", pid) for pid in (5, 6, 2**32 - 1)} == {DENIED}
    assert (ask("kill", 99), ask("tgkill", 99)) == (kept, kept)
    assert (ask("prlimit64", 0), ask("prlimit64", 77), ask("prlimit64", 5)) == (ALLOWED, ALLOWED, DENIED)
    assert (ask("socketpair", 1, 1 | 0x80000), ask("socketpair", 1, 5)) == (ALLOWED, ALLOWED)
    assert (ask("socketpair", 1, 2), ask("socketpair", 2, 1)) == (DENIED, DENIED)
    assert answer(compiled, architecture, 0) == ALLOWED
    assert answer(compiled, architecture ^ 1, 0) == KILLED
    x32 = answer(compiled, architecture, 0x40000000)
    assert x32 == (DENIED if machine == "x86_64" else ALLOWED)  # there, it is no call at all


@pytest.mark.parametrize("without", ["", "sharing", "others", "controls"])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_that_do_many_things_are_told_apart_by_what_they_do(machine: str, without: str) -> None:
    column, architecture = calls.ARCHITECTURES[machine]
    layers = Layers(frozenset({f"seccomp.{without}"} if without else ()))
    compiled = seccomp.build(machine=machine, layers=layers)

    def ask(name: str, *arguments: int) -> int:
        return answer(compiled, architecture, calls.SORTED_OUT[name][column], *arguments)

    for rule, commands in calls.COMMANDS.items():
        expected = {ALLOWED if rule == without else DENIED}
        assert {ask("fcntl", 3, command) for command in commands["fcntl"]} == expected
        assert {ask("prctl", command) for command in commands.get("prctl", ())} <= expected
    assert {ask("fcntl", 3, command) for command in (fcntl.F_GETFL, fcntl.F_SETFL, fcntl.F_SETLK)} == {ALLOWED}
    assert ask("prctl", 15) == ALLOWED  # PR_SET_NAME
    assert {ask("ioctl", 3, command) for command in calls.CONTROLS.values()} == {ALLOWED}
    assert ask("ioctl", 3, 0x40086602) == (ALLOWED if without == "controls" else NOT_HERE)  # FS_IOC_SETFLAGS


def test_what_python_asks_files_pipes_and_terminals_for_is_answered(outcome: Outcome) -> None:
    def ask() -> str:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_inheritable(writing, True)
        os.set_inheritable(writing, False)
        with socket.socketpair()[0] as one:
            one.settimeout(0)
        os.write(writing, b"word")
        waiting = struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, bytes(4)))[0]
        return f"{waiting} {os.isatty(reading)}"

    assert outcome(ask, alone) == "4 False"


@pytest.mark.parametrize("rule", LAYERS["seccomp"])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_rule_that_is_left_out_denies_nothing_and_the_others_what_they_did(rule: str, machine: str) -> None:
    column, architecture = calls.ARCHITECTURES[machine]
    whole = seccomp.build(machine=machine)
    without = seccomp.build(machine=machine, layers=Layers(frozenset({f"seccomp.{rule}"})))
    for name, denied in calls.RULES.items():
        for number in [numbers[column] for numbers in denied.values() if numbers[column] is not None]:
            assert number is not None
            before, after = (answer(compiled, architecture, number, 5) for compiled in (whole, without))
            assert before != ALLOWED and after == (ALLOWED if name == rule else before)
    foreign = answer(without, architecture ^ 1, 0)
    assert foreign == (ALLOWED if rule == "architectures" else KILLED)


HEADERS = ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h")


@pytest.mark.parametrize("column", [0, 1], ids=["x86_64", "aarch64"])
def test_the_numbers_are_those_of_the_kernels_headers(column: int) -> None:
    header = Path(HEADERS[column])
    if not header.is_file():
        pytest.skip(f"there is no {header} here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", header.read_text(), re.MULTILINE)
    real = {name: int(number) for name, number in found}
    newest = max(real.values())
    for name, numbers in {**calls.NUMBERS, **calls.SORTED_OUT}.items():
        number = numbers[column]
        if number is None:
            assert name not in real
        elif number <= newest or name in real:
            assert real[name] == number, name


def test_a_jump_that_leads_back_or_too_far_is_noticed() -> None:
    program = seccomp._Assembler()
    program.label("back")
    program.jump(0x15, 1, then="back")
    with pytest.raises(AssertionError, match="backwards, or too far"):
        program.assemble()


def test_where_there_is_no_table_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "_libc", None)
    assert not seccomp.available()
    with pytest.raises(OSError, match="no table of system calls"):
        seccomp.build().install()
