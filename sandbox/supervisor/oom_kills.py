"""Whom the kernel killed because the box's control group was full (cgroups(7)).

It counts them and names nobody: the watchdog knows who was there and is gone.
"""

from __future__ import annotations

import os

COUNTER = b"oom_kill "  # in memory.oom_control (version 1) and memory.events (version 2)
LONGEST = 4096


class OomKills:
    """The count of one box's group; always 0 where there is no group."""

    def __init__(self, path: str | None) -> None:
        self._file = -1 if path is None else os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._known = 0

    def more(self) -> bool:
        """Whether there were any since it was last asked."""
        before, self._known = self._known, self._count()
        return self._known > before

    def _count(self) -> int:
        if self._file < 0:
            return 0
        for line in os.pread(self._file, LONGEST, 0).splitlines():
            if line.startswith(COUNTER):
                return int(line[len(COUNTER) :])
        return 0
