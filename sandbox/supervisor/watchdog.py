"""Bounds the memory and the cpu of the box as a whole, which no rlimit does.

Looks often only while memory or cpu moves: at 50 ms a box may pass its limit by as much as its
programs can touch meanwhile (measured: twice 400 MB). Where the box has a control group, the kernel
kills before that; then it is told here whom.
"""

from __future__ import annotations

import os
import time

from cpu_clocks import cpu_times
from processes import descriptors

MILLISECOND = 1_000_000
OFTEN = 50 * MILLISECOND
IDLE = 500 * MILLISECOND
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


class Watchdog:
    """A task of the loop; kills what passes a limit and writes a `fault` that names the program."""

    def __init__(self, processes, lines, limits: dict, sockets: list, oom_kills) -> None:
        self._processes = processes
        self._sockets = sockets  # a SocketMemory for each host
        self._lines = lines
        self._oom_kills = oom_kills
        self._alive = []  # at the last look
        self._memory_limit = limits["memoryMb"] << 20
        self._cpu_limit = limits["cpuSeconds"] * TICKS
        self._cpu = 0  # ticks of all processes so far, as far as they were seen
        self._counted = {}  # (pid, start): ticks already in _cpu
        self._killed = set()
        self._last = None
        self._ran = {}  # what each process had run before the last look
        self.due = time.monotonic_ns() + IDLE

    def mark(self) -> None:
        """Something happened: memory or cpu may move."""
        self.due = min(self.due, time.monotonic_ns() + OFTEN)

    def run(self, _now: int) -> None:
        """One look, unless nothing has run: then nothing has grown."""
        ran = cpu_times(self._processes)
        if ran == self._ran:
            self.due = time.monotonic_ns() + IDLE
            return
        self._ran = ran
        self.tell_of_kernel()
        self._processes.look()
        alive = [each for each in self._processes.alive.values() if _key(each) not in self._killed]
        self._alive = alive
        self._killed &= {_key(each) for each in self._processes.alive.values()}
        spent = self._count_cpu(alive)
        resident = sum(each.resident for each in alive)
        kept = {each.host.name: each.read() for each in self._sockets}
        if alive and resident * PAGE + sum(kept.values()) > self._memory_limit:
            culprit = _culprit(alive, kept)
            self._kill([culprit], "memory-limit", culprit)
        elif self._cpu > self._cpu_limit and any(spent.values()):
            busiest = max(alive, key=lambda each: spent[each.pid])
            self._kill(self._siblings(busiest), "cpu-limit", busiest)
        figures = (resident, kept, self._cpu)
        self.due = time.monotonic_ns() + (IDLE if figures == self._last else OFTEN)
        self._last = figures

    def tell_of_kernel(self, ended: str | None = None) -> None:
        """Names whom the kernel killed for the box's memory; `ended` is a program that just has."""
        if not self._oom_kills.more():
            return
        self._processes.look()
        present = {_key(each) for each in self._processes.alive.values()}
        gone = [each for each in self._alive if _key(each) not in present | self._killed]
        # One that began after the last look was not seen; its program's others may be.
        seen = gone or ([] if ended else list(self._processes.alive.values()))
        victim = max(seen, key=lambda each: each.resident, default=None)
        self._tell("memory-limit", _name(victim) if victim else ended or "a process")
        self._alive = [each for each in self._alive if _key(each) in present]

    def _count_cpu(self, alive: list) -> dict:
        """Adds what each process used since the last look; pid: those ticks."""
        spent = {}
        for process in alive:
            spent[process.pid] = process.cpu - self._counted.get(_key(process), 0)
            self._cpu += spent[process.pid]
        self._counted = {_key(process): process.cpu for process in alive}
        return spent

    def _siblings(self, process) -> list:
        if process.program is None:
            return [process]
        return self._processes.of_program(process.program)

    def _kill(self, doomed: list, code: str, culprit) -> None:
        for process in doomed:
            self._killed.add(_key(process))
            self._processes.kill(process)
        self._tell(code, _name(culprit))

    def _tell(self, code: str, name: str) -> None:
        self._lines.event("fault", code=code, detail=name)


def _name(culprit) -> str:
    return culprit.program or "a process on %s" % culprit.host


def _culprit(alive: list, kept: dict) -> object:
    """Who takes most: of pages or, where sockets take more than they, of descriptors."""
    biggest = max(alive, key=lambda each: each.resident)
    where = max(kept, key=lambda name: kept[name])
    there = [each for each in alive if each.host == where]
    if not there or kept[where] < biggest.resident * PAGE:
        return biggest
    return max(there, key=lambda each: len(descriptors(each.pid)))


def _key(process) -> tuple:
    return (process.pid, process.start)
