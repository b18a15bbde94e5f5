"""Tells when a thread sleeps in a system call: the kernel's own word, /proc/PID/task/TID/syscall.

A call counts as blocked when two looks in a row find the thread in it, so that an exchange with
the peer, which takes less than a millisecond, is not reported. Of a program that is not stepped,
the main thread of each of its processes is looked at: nothing would name the others.
"""

from __future__ import annotations

import time

import processes
import unstepped
from waiting_calls import AGAIN, FUTEX, SELECTS, WITH_FD, WITHOUT_FD

MILLISECOND = 1_000_000
FAST = 5 * MILLISECOND  # for as long as LIVELY after something happened
LIVELY = 100 * MILLISECOND
RUNNING = 50 * MILLISECOND  # while some thread neither stands nor is known to sleep
IDLE = 500 * MILLISECOND
SHARE = 5  # looking takes at most one part in this many
SURE = 100 * MILLISECOND  # of a futex: who waits for the GIL wakes every 5, or for its next owner
AWAKE = (None, None)


def sleeping_call(pid: int, thread: int, before: tuple) -> tuple:
    """(system call, fd or None) that a thread sleeps in; AWAKE when it does not.

    `before` is what it was found in last: a call that a signal has interrupted goes on as another.
    """
    words = processes.current_call(pid, thread)
    if not words:
        return AWAKE
    if words[0] == AGAIN:
        return before
    if words[0] in WITH_FD:
        return WITH_FD[words[0]], words[1] & 0x7FFFFFFF
    name = WITHOUT_FD.get(words[0])
    # Its descriptors lie in the program's memory; but all of one are the first, select(2).
    fd = 0 if name in SELECTS and words[1] == 1 else None
    return (name, fd) if name else AWAKE


class Sleep:
    """What was seen and told of one thread's sleep."""

    def __init__(self) -> None:
        self.told = AWAKE
        self.seen = AWAKE
        self._turns = ""
        self._since = 0

    def look(self, pid: int, thread: int, now: int) -> bool:
        """Looks; whether there is something to tell that was not told yet."""
        current = sleeping_call(pid, thread, self.seen)
        sure = current == self.seen
        if current[0] == FUTEX:
            turns = processes.turns(pid, thread)
            if turns != self._turns:
                self._turns = turns
                self._since = now
            sure &= now - self._since >= SURE
        self.seen = current
        if current == self.told or not (sure or current == AWAKE):
            return False
        self.told = current
        return True

    def is_lasting(self) -> bool:
        """Whether it sleeps and that has been told."""
        return self.seen == self.told != AWAKE


class BlockedWatch:
    """Writes `blocked` events; `tasks(program)` are the channels of its stepped threads."""

    def __init__(self, box_processes, lines, tasks, changed) -> None:
        self._processes = box_processes
        self._lines = lines
        self._tasks = tasks
        self._changed = changed  # called after each `blocked`: a table may have changed with it
        self._sleeps = {}  # (program, task): Sleep
        self._children = unstepped.Children(box_processes, lines, self._child_ended)
        self._lively_until = 0
        self.due = time.monotonic_ns()

    def mark(self) -> None:
        """Something happened: look often for a while."""
        now = time.monotonic_ns()
        if now >= self._lively_until:
            self.due = min(self.due, now + FAST)
        self._lively_until = now + LIVELY

    def moved(self, name: str, task: str | None) -> None:
        """The thread itself told of something, so what was said of its sleep is over."""
        self._sleeps.pop((name, task), None)
        self.mark()

    def forget(self, name: str) -> None:
        """The program has ended: its end says that it sleeps no more."""
        self._sleeps = {key: sleep for key, sleep in self._sleeps.items() if key[0] != name}
        self._children.forget(name)

    def run(self, now: int) -> None:
        """One look at every thread."""
        running = False
        for program in self._processes.programs.values():
            for task, pid, thread in self._awake(program):
                running |= not self._look(program, task, pid, thread, now)
        ended = time.monotonic_ns()
        pace = FAST if now < self._lively_until else RUNNING if running else IDLE
        self.due = ended + max(pace, (ended - now) * (SHARE - 1))

    def _awake(self, program) -> list:
        """(task, pid, thread) of each thread that does not stand at a line."""
        tasks = self._tasks(program)
        threads = [(each.task, each.pid, each.thread) for each in tasks if not each.paused]
        main = program.find_main()
        if main and all(each.task is not None for each in tasks):
            threads.append((None, main, main))
        if main and not tasks:
            threads += [(task, pid, pid) for task, pid in self._children.of(program)]
        return threads

    def _child_ended(self, program, task: str) -> None:
        self._sleeps.pop((program.name, task), None)

    def _look(self, program, task: str | None, pid: int, thread: int, now: int) -> bool:
        """Whether nothing will have changed soon."""
        sleep = self._sleeps.setdefault((program.name, task), Sleep())
        if sleep.look(pid, thread, now):
            syscall, fd = sleep.told
            of_task = {} if task is None else {"task": task}
            if task is not None and not self._tasks(program):
                self._children.introduce(program, task, pid)
            self._lines.event(
                "blocked", host=program.host, program=program.name, syscall=syscall, fd=fd,
                **of_task,
            )  # fmt: skip
            self._changed()
        return sleep.is_lasting()
