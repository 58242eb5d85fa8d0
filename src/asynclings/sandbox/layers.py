"""The layers between a submission and the machine, by name, and how one of them is left out.

Nobody leaves out a layer but to see what the others are worth without it: a test, or a benchmark.
"""

from dataclasses import dataclass

# Each with its rules, where these can be left out one by one, as `rlimits.memory`.
LAYERS: dict[str, tuple[str, ...]] = {
    # of the zygote, from its start
    "environment": (),
    "undumpable": (),
    # of each worker
    "session": (),
    "descriptors": (),
    "rlimits": ("core", "file_size", "open_files", "processor", "processes", "memory", "address_space"),
    "private_shm": (),
    "capabilities": (),
    "parent_death": (),
    "no_new_privs": (),
    "landlock": ("files", "kit", "network", "others"),
    "seccomp": ("architectures", "processes", "others", "sockets", "sharing", "machine", "adorning", "controls"),
    # of what a worker leaves
    "descendants": (),
}
_NAMES = frozenset(LAYERS) | {f"{layer}.{rule}" for layer, rules in LAYERS.items() for rule in rules}


@dataclass(frozen=True)
class Layers:
    """All of them, ``without`` some layers (``seccomp``) or rules (``seccomp.sockets``). Raises `ValueError`.

    ``"seccomp.sockets" in layers`` if neither the rule nor its whole layer was left out.
    """

    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := self.without - _NAMES:
            raise ValueError(f"there are no layers {sorted(unknown)}; these there are: {sorted(_NAMES)}")

    def __contains__(self, name: str) -> bool:
        if name not in _NAMES:
            raise ValueError(f"there is no layer {name!r}")
        return not self.without & {name, name.partition(".")[0]}

    def whole(self, layer: str) -> bool:
        """Whether nothing of a layer is left out: neither it nor one of its rules."""
        return layer in self and not any(f"{layer}.{rule}" in self.without for rule in LAYERS[layer])


ALL = Layers()
