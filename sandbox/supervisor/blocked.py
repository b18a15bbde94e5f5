"""Tells when a program sleeps in a system call: the kernel's own word, /proc/PID/syscall.

A call counts as blocked when two looks in a row find the program in it, so that an exchange with
the peer, which takes less than a millisecond, is not reported.
"""

from __future__ import annotations

import os
import time

import processes

MILLISECOND = 1_000_000
FAST = 5 * MILLISECOND  # for as long as LIVELY after something happened
LIVELY = 100 * MILLISECOND
RUNNING = 50 * MILLISECOND  # while some program neither sleeps nor is paused
IDLE = 500 * MILLISECOND

# <asm/unistd_64.h>, <asm-generic/unistd.h>
WITH_FD = {
    "x86_64": {
        0: "read", 1: "write", 42: "connect", 43: "accept", 44: "sendto", 45: "recvfrom",
        46: "sendmsg", 47: "recvmsg", 288: "accept4",
    },
    "aarch64": {
        63: "read", 64: "write", 203: "connect", 202: "accept", 206: "sendto", 207: "recvfrom",
        211: "sendmsg", 212: "recvmsg", 242: "accept4",
    },
}  # fmt: skip
WITHOUT_FD = {
    "x86_64": {
        7: "poll", 23: "select", 35: "nanosleep", 61: "wait4", 202: "futex",
        230: "clock_nanosleep", 232: "epoll_wait", 247: "waitid", 270: "pselect6", 271: "ppoll",
        281: "epoll_pwait",
    },
    "aarch64": {
        22: "epoll_pwait", 72: "pselect6", 73: "ppoll", 95: "waitid", 98: "futex",
        101: "nanosleep", 115: "clock_nanosleep", 260: "wait4",
    },
}  # fmt: skip
MACHINE = os.uname().machine
AWAKE = (None, None)


def sleeping_call(pid: int) -> tuple:
    """(system call, fd or None) that a process sleeps in; AWAKE when it does not."""
    words = processes.current_call(pid)
    if not words:
        return AWAKE
    if words[0] in WITH_FD[MACHINE]:
        return WITH_FD[MACHINE][words[0]], words[1] & 0x7FFFFFFF
    return WITHOUT_FD[MACHINE].get(words[0]), None


class Sleep:
    """What was seen and told of one program's sleep."""

    def __init__(self) -> None:
        self.told = AWAKE
        self.seen = AWAKE


class BlockedWatch:
    """Writes `blocked` events; `is_paused(name)` says which programs stand at a line."""

    def __init__(self, box_processes, lines, is_paused, changed) -> None:
        self._processes = box_processes
        self._lines = lines
        self._is_paused = is_paused
        self._changed = changed  # called after each `blocked`: a table may have changed with it
        self._sleeps = {}
        self._lively_until = 0
        self.due = time.monotonic_ns()

    def mark(self) -> None:
        """Something happened: look often for a while."""
        now = time.monotonic_ns()
        if now >= self._lively_until:
            self.due = min(self.due, now + FAST)
        self._lively_until = now + LIVELY

    def moved(self, name: str) -> None:
        """The program itself told of something, so what was said of its sleep is over."""
        self._sleeps[name] = Sleep()
        self.mark()

    def forget(self, name: str) -> None:
        """The program has ended: its end says that it sleeps no more."""
        self._sleeps.pop(name, None)

    def run(self, now: int) -> None:
        """One look at every program."""
        running = False
        for program in self._processes.programs.values():
            if self._is_paused(program.name):
                continue
            running |= self._look(program) == AWAKE
        pace = FAST if now < self._lively_until else RUNNING if running else IDLE
        self.due = time.monotonic_ns() + pace

    def _look(self, program) -> tuple:
        sleep = self._sleeps.setdefault(program.name, Sleep())
        main = program.find_main()
        current = sleeping_call(main) if main else AWAKE
        if current[0] is None:
            current = AWAKE
        if current == sleep.seen and current != sleep.told or current == AWAKE != sleep.told:
            sleep.told = current
            self._lines.event(
                "blocked", host=program.host, program=program.name, syscall=current[0],
                fd=current[1],
            )  # fmt: skip
            self._changed()
        sleep.seen = current
        return current
