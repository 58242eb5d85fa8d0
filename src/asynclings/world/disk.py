"""A slow disk, as a service: what a run writes into files, it asks for here, and gets when the disk has done it."""

import errno
import os
from collections.abc import Mapping

from asynclings.world.service import Service, Story, operation


class Disk(Service):
    """Takes ``latency`` virtual seconds for each write, and any number of them at the same time.

    ``files`` lie on it when a run begins. It has ``room`` for so many bytes more; None: for as many as come.
    """

    def __init__(self, latency: float, files: Mapping[str, bytes], room: int | None = None) -> None:
        self.files = files
        self._latency = latency
        self._room = room

    @operation("blocking")
    def write(self, name: str, size: int) -> Story[int]:
        """How many of so many bytes were written: as with write(2), those that fit, or an error if none does."""
        yield self._latency
        if self._room is None or size <= 0:
            return size
        if not self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = min(size, self._room)
        self._room -= written
        return written
