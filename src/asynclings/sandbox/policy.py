"""What a worker may do and read, and the two layers of the Linux kernel that see to it.

Everything that is the same for all workers is worked out once, in the zygote; after the fork it is only taken on.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from asynclings.kit import kit_root
from asynclings.sandbox import capabilities, landlock, seccomp, shared_memory
from asynclings.sandbox.layers import ALL, Layers

# All that a worker needs of this package, which otherwise holds what judges it. The top folder's compiled modules are
# those of the files named here and of none that judge.
_OF_THE_PACKAGE = (
    "__init__.py",
    "__pycache__",
    "channel.py",
    "driving.py",
    "kit.py",
    "messages.py",
    "services",
    "trouble.py",
    "values",
    "workloads.py",
    "sandbox",
    "worker",
)

_OF_A_PREFIX = ("lib", "lib64", "pyvenv.cfg")
_OF_THE_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
    "/nix/store",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ssl/certs",  # not the folder above it, which has private keys
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs",
    "/etc/pki/ca-trust/extracted",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
)
_NOTHING = "/dev/null"
# A program is started by its loader, which needs the right to be, too.
LOADERS = (
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
)


@dataclass(frozen=True)
class Policy:
    """What a program may do beyond computing.

    ``processes``: start others, and share semaphores with them; the only program that it may start is this Python,
    which stays under the same limits. ``disk``: write into its own folder.
    """

    processes: bool = False
    disk: bool = False


@dataclass(frozen=True)
class Readable:
    """Paths that every worker may read, and folders of which it may know no more than the names."""

    read: tuple[str, ...]
    listing: tuple[str, ...]


class Guard:
    """Both layers, as far as the kernel has them, ready to be taken on by the children of the calling process."""

    def __init__(self) -> None:
        self._landlock = landlock.available() > 0
        self._seccomp = seccomp.available()
        self._readable = readable() if self._landlock else Readable((), ())
        self._interpreter = os.path.realpath(sys.executable)
        self._spared = (os.getpid(), os.getppid())
        self._ready: landlock.Rules | None = None
        self._why_shared: str | None = None
        self.private_memory = False
        """Whether workers with processes are to have a `/dev/shm` of their own."""
        self._filters = {allowed: self._filter(allowed, ALL) for allowed in (False, True)} if self._seccomp else {}

    def take_on(self, policy: Policy, read: Sequence[str], write: Sequence[str], layers: Layers = ALL) -> list[str]:
        """Leave the calling process this policy, and these paths of its own; the names of the layers that now hold.

        Raises `OSError` if the kernel has a layer and does not apply it.
        """
        active = []
        ready, self._ready = self._ready, None
        if ready is not None and not layers.whole("landlock"):
            ready.close()
            ready = None
        if self._landlock and "landlock" in layers:
            rules = ready or self._rules(layers)
            rules.allow(
                read,
                (_NOTHING, *write),
                execute=(self._interpreter, *LOADERS) if policy.processes else (),
                unlisted=(shared_memory.FOLDER,) if policy.processes else (),
            )
            rules.take_on()
            rules.close()
            active.append(f"landlock:{rules.version}")
        if self._seccomp and "seccomp" in layers:
            ready_made = self._filters[policy.processes]
            calls = ready_made if layers.whole("seccomp") else self._filter(policy.processes, layers)
            calls.install()
            active.append("seccomp")
        return active

    def prepare(self) -> None:
        """Have the rules that are the same for all ready, for the next `take_on` of the calling process."""
        if self._landlock:
            self._ready = self._rules()

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What must stay open until the next `take_on`."""
        return () if self._ready is None else (self._ready.descriptor,)

    def look_for_private_memory(self) -> bool:
        """Find out whether this machine gives a process a `/dev/shm` of its own; False if that was known."""
        if self._why_shared is not None:
            return False
        self._why_shared = shared_memory.available()
        self.private_memory = not self._why_shared
        return True

    def _rules(self, layers: Layers = ALL) -> landlock.Rules:
        found = self._readable if "landlock.kit" in layers else readable(kit=True)
        rules = landlock.Rules(layers)
        rules.allow(found.read, listing=found.listing)
        return rules

    def _filter(self, processes: bool, layers: Layers) -> seccomp.Filter:
        return seccomp.build(processes, self._spared, layers=layers)


def readable(kit: bool = False) -> Readable:
    """The interpreter and its libraries; of this package and its ``kit``, nothing that judges or solves, or all."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    hidden = frozenset(() if kit else (package, os.path.realpath(kit_root())))
    read: list[str] = []
    listing: list[str] = []
    for root in _roots():
        _carve(root, hidden, read, listing)
    own = [package, str(kit_root())] if kit else [os.path.join(package, name) for name in _OF_THE_PACKAGE]
    return Readable(_outermost([*read, *filter(os.path.exists, own)]), tuple(dict.fromkeys(listing)))


def closed_to_workers() -> str:
    """A path that Python imports from, and that root may not read once it has given up its capabilities; or empty."""
    there = [root for root in _of_python() if os.path.exists(root)]
    with capabilities.set_aside():
        for root in there:
            try:
                os.scandir(root).close() if os.path.isdir(root) else open(root, "rb").close()
            except PermissionError:
                return root
    return ""


def _of_python() -> list[str]:
    prefixes = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)
    return [os.path.join(prefix, name) for prefix in prefixes for name in _OF_A_PREFIX] + [
        *filter(os.path.isabs, sys.path)
    ]


def _roots() -> list[str]:
    """All that the interpreter may import from or load, existing, each once."""
    roots = _of_python()
    import ssl  # the zygote has it; whoever only needs the names above would pay for it

    certificates = ssl.get_default_verify_paths()
    roots += filter(None, (certificates.openssl_cafile, certificates.openssl_capath))
    return list(dict.fromkeys(os.path.realpath(root) for root in (*roots, *_OF_THE_SYSTEM) if os.path.exists(root)))


def _carve(root: str, hidden: frozenset[str], read: list[str], listing: list[str]) -> None:
    """Cover everything below ``root`` but what is ``hidden``: a rule for a folder has no exceptions below it.

    The names in a folder that is taken apart can be listed: an import looks there for what it can find.
    """
    if root in hidden:
        return
    if not any(each.startswith(root.rstrip(os.sep) + os.sep) for each in hidden):
        read.append(root)
        return
    listing.append(root)
    with os.scandir(root) as entries:
        for entry in entries:
            if not entry.is_symlink():  # where it leads, other rules decide
                _carve(entry.path, hidden, read, listing)


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another one: each is a rule, and costs every worker some microseconds."""
    kept: list[str] = []
    for path in sorted(set(paths), key=lambda path: path.split(os.sep)):
        if not kept or not path.startswith(kept[-1].rstrip(os.sep) + os.sep):
            kept.append(path)
    return tuple(kept)
