"""When the kernel's tables are read: after something happened, and again while TCP settles.

A host's network is read too as soon as its kernel tells of a change; but a neighbour entry that is
doubted or just being asked for is told of by nobody.

A busy box is never looked at with more than a fifth of a processor. A quiet one is looked after
twice a second, and only if a process has run or a timer is over: nothing else moves a table
without an event.
"""

from __future__ import annotations

import time

from cpu_clocks import cpu_times

MILLISECOND = 1_000_000
AFTER_EVENT = (2, 15, 60, 250)  # milliseconds; an exchange with the peer takes less than one
IDLE = 500 * MILLISECOND
SHARE = 5  # a look costs at most one part in this many


class Sampler:
    """Writes the `sockets`, `counters` and `network` of a host when they differ from before."""

    def __init__(self, tables: list, networks: list, counters: list, processes, lines) -> None:
        self._tables = tables
        self._networks = networks
        self._counters = counters
        self._processes = processes
        self._lines = lines
        self._last = {}
        self._last_networks = {}
        self._last_counters = {counter.host.name: {} for counter in counters}
        self._ran = {}  # what each process had run before the last look
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

    def run(self, now: int) -> None:
        """Looks if there is a reason to, and plans the next look."""
        if self._looks or self._has_stirred(now):
            self.look()
        now = time.monotonic_ns()
        self._looks = [look for look in self._looks if look > now]
        self.due = max(self._looks[0] if self._looks else now + IDLE, self._not_before)

    def look(self) -> None:
        """Reads every host's tables now."""
        began = time.monotonic_ns()
        self.look_at_sockets()
        for counter in self._counters:
            counts = counter.read()
            if counts != self._last_counters[counter.host.name]:
                self._last_counters[counter.host.name] = counts
                self._lines.event("counters", host=counter.host.name, counters=counts)
        for network in self._networks:
            self.look_at_network(network)
        ended = time.monotonic_ns()
        self._not_before = ended + (ended - began) * (SHARE - 1)

    def look_at_sockets(self) -> None:
        """Reads every host's sockets now."""
        self._ran = cpu_times(self._processes)
        self._processes.look()
        for table in self._tables:
            name = table.host.name
            alive = [each for each in self._processes.alive.values() if each.host == name]
            rows = table.rows(alive)
            if rows != self._last.get(name):
                self._last[name] = rows
                # Timed after the reading: all that the table shows had happened by then.
                self._lines.event("sockets", host=name, sockets=rows)

    def look_at_network(self, network) -> None:
        """Reads one host's interfaces, routes and neighbours now."""
        tables = network.read()
        if tables != self._last_networks.get(network.host.name):
            self._last_networks[network.host.name] = tables
            self._lines.event("network", host=network.host.name, **tables)

    def _has_stirred(self, now: int) -> bool:
        if cpu_times(self._processes) != self._ran:
            return True
        timers = [row["timer"] for rows in self._last.values() for row in rows if "timer" in row]
        return any(timer["expiresAt"] <= now for timer in timers)
