"""When the socket tables are read: after something happened, and again while TCP settles.

An idle box is looked at twice a second; a busy one never with more than a fifth of a processor.
"""

from __future__ import annotations

import time

MILLISECOND = 1_000_000
AFTER_EVENT = (2, 15, 60, 250)  # milliseconds; an exchange with the peer takes less than one
IDLE = 500 * MILLISECOND
SHARE = 5  # a look costs at most one part in this many


class Sampler:
    """Writes a host's `sockets` event whenever its table differs from the one written last."""

    def __init__(self, tables: list, processes, lines) -> None:
        self._tables = tables
        self._processes = processes
        self._lines = lines
        self._last = {}
        self._looks = []  # times of the looks that follow an event
        self._not_before = 0
        self.due = time.monotonic_ns()

    def mark(self) -> None:
        """Something happened that may have changed a table."""
        now = time.monotonic_ns()
        first = self._looks[0] if self._looks else None
        self._looks = [now + delay * MILLISECOND for delay in AFTER_EVENT]
        if first is not None:  # a stream of events must not put the look off for ever
            self._looks[0] = min(first, self._looks[0])
        self.due = max(self._looks[0], self._not_before)

    def run(self, _now: int) -> None:
        """Looks, and plans the next look."""
        self.look()
        now = time.monotonic_ns()
        self._looks = [look for look in self._looks if look > now]
        self.due = max(self._looks[0] if self._looks else now + IDLE, self._not_before)

    def look(self) -> None:
        """Reads every table now."""
        began = time.monotonic_ns()
        self._processes.look()
        for table in self._tables:
            name = table.host.name
            alive = [each for each in self._processes.alive.values() if each.host == name]
            rows = table.rows(alive)
            if rows != self._last.get(name):
                self._last[name] = rows
                # Timed after the reading: all that the table shows had happened by then.
                self._lines.event("sockets", host=name, sockets=rows)
        ended = time.monotonic_ns()
        self._not_before = ended + (ended - began) * (SHARE - 1)
