"""The processes of a box, seen from outside through /proc (proc(5)).

The host's processes descend from its PID 1, the programs' from their join helpers. A process is
remembered as its program's once it was seen below it: a double fork ends below PID 1.
"""

from __future__ import annotations

import os
import signal

import linux

PF_EXITING = 0x4  # <linux/sched.h>, among the flags in /proc/PID/stat
TICKS = os.sysconf("SC_CLK_TCK")
STUBBORN = 50  # rounds of killing: far more than a fork bomb of 64 tasks has lasted


class Process:
    """A process of a host; the figures are those of the last look."""

    def __init__(self, pid: int, start: int, host: str) -> None:
        self.pid = pid
        self.start = start  # clock ticks since boot: tells a reused pid from the old one
        self.host = host
        self.program: str | None = None
        self.local_pid = local_pid(pid)
        self.resident = 0  # pages
        self.cpu = 0  # clock ticks


class Program:
    """A program that the driver started by a join helper."""

    def __init__(self, name: str, host, helper: int) -> None:
        self.name = name
        self.host = host.name
        self._below = host.below
        self.helper = helper
        self.main = 0
        self.helper_fd = _pidfd_of(helper)  # readable when the program has ended; -1: it has
        self.calls = 0  # of its steppers, told so far
        self.truncated = False

    def find_main(self) -> int:
        """The program's first process, 0 before it was forked and after it has ended."""
        if self.main == 0:
            self.main = next(iter(self.below()), 0)
        return self.main

    def below(self) -> list:
        """Pids of what its helper has started."""
        return self._below(self.helper)

    def close(self) -> None:
        if self.helper_fd >= 0:
            os.close(self.helper_fd)


def _pidfd_of(pid: int) -> int:
    try:
        return linux.pidfd_open(pid)
    except ProcessLookupError:
        return -1


def _read(path: str) -> str:
    """A file of /proc, empty when the process is gone."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def threads(pid: int) -> list:
    """Ids of a process's threads."""
    try:
        return [int(name) for name in os.listdir("/proc/%d/task" % pid)]
    except OSError:
        return []


def waited_ms(pid: int) -> int:
    """How long a process's threads were ready to run and did not (/proc/PID/task/TID/schedstat)."""
    times = [_read("/proc/%d/task/%d/schedstat" % (pid, thread)).split() for thread in threads(pid)]
    return sum(int(fields[1]) for fields in times if len(fields) > 1) // 1_000_000


def descriptors(pid: int) -> list:
    """Numbers of a process's open files, ascending; empty when it is gone."""
    try:
        return sorted(int(name) for name in os.listdir("/proc/%d/fd" % pid))
    except OSError:
        return []


def children(pid: int) -> list:
    """Pids of a process's children; of all its threads' children."""
    found = []
    for thread in threads(pid):
        found += [int(word) for word in _read("/proc/%d/task/%d/children" % (pid, thread)).split()]
    return found


def stat(pid: int) -> list:
    """Fields of /proc/PID/stat from the third (state) on; empty when there is no such process."""
    return _read("/proc/%d/stat" % pid).rpartition(")")[2].split()


def parent(pid: int) -> int:
    fields = stat(pid)
    return int(fields[1]) if fields else 0


def local_pid(pid: int) -> int:
    """The process's id inside the host, 0 when it is gone."""
    return _local_id("/proc/%d/status" % pid)


def thread_of(pid: int, local: int) -> int:
    """The thread of a process that has this id inside the host, 0 when it has none."""
    if local == local_pid(pid):
        return pid
    for thread in threads(pid):
        if _local_id("/proc/%d/task/%d/status" % (pid, thread)) == local:
            return thread
    return 0


def _local_id(path: str) -> int:
    for line in _read(path).splitlines():
        if line.startswith("NSpid:"):
            return int(line.split()[-1])
    return 0


def command_of(pid: int) -> str:
    """What the process runs, as ps(1) names it; empty when it is gone."""
    return _read("/proc/%d/comm" % pid).strip()


def is_ending(pid: int) -> bool:
    """Whether a process is past its last instruction, or gone."""
    fields = stat(pid)
    return not fields or fields[0] in "ZX" or bool(int(fields[6]) & PF_EXITING)


def current_call(pid: int, thread: int) -> list:
    """Number and arguments of the system call a thread sleeps in; empty while it runs."""
    words = _read("/proc/%d/task/%d/syscall" % (pid, thread)).split()
    if len(words) < 7 or words[0] == "-1":
        return []
    return [int(words[0])] + [int(word, 16) for word in words[1:7]]


def turns(pid: int, thread: int) -> str:
    """How often a thread has been given a processor: the same while it has not run."""
    return _read("/proc/%d/task/%d/schedstat" % (pid, thread)).rpartition(" ")[2]


class Processes:
    """All processes of the box; `look` reads them anew."""

    def __init__(self, hosts: list) -> None:
        self._hosts = hosts
        self.programs = {}  # name: Program, while it runs
        self.alive = {}

    def look(self) -> None:
        """Reads who lives, under which program, with how much memory and cpu."""
        seen = {}
        for program in self.programs.values():
            for pid in program.below():
                self._visit(pid, program.host, program.name, seen)
        for host in self._hosts:
            for pid in children(host.init):
                self._visit(pid, host.name, None, seen)
        self.alive = seen

    def of_program(self, name: str) -> list:
        return [process for process in self.alive.values() if process.program == name]

    def usage(self) -> list:
        """What each program's processes have open and have run, as the kernel counts it."""
        return [
            {
                "program": process.program,
                "pid": process.local_pid,
                "descriptors": descriptors(process.pid),
                "tasks": len(threads(process.pid)),
                "cpuMs": process.cpu * 1000 // TICKS,
                "waitedMs": waited_ms(process.pid),
            }
            for process in self.alive.values()
            if process.program is not None
        ]

    def kill(self, process: Process) -> None:
        """SIGKILL, to this very process and not to another that has its number by now."""
        fields = stat(process.pid)
        if fields and int(fields[19]) == process.start:
            try:
                os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def kill_program(self, name: str) -> None:
        """SIGKILL to all of a program, again until none forks any more."""
        for _ in range(STUBBORN):
            self.look()
            alive = self.of_program(name)
            if not alive:
                return
            for process in alive:
                self.kill(process)

    def program_above(self, pid: int) -> Program | None:
        """The program among whose descendants a process is, or in whose session (setsid(2))."""
        helpers = {program.helper: program for program in self.programs.values()}
        leaders = {program.find_main(): program for program in self.programs.values()}
        if pid in leaders:  # it may be gone
            return leaders[pid]
        known = self.alive.get(pid)
        above = pid
        while above > 1:
            if above in helpers or above in leaders:
                return helpers.get(above) or leaders[above]
            above = parent(above)
        if known is not None and known.program:
            return self.programs.get(known.program)
        # Its parent has ended before anybody looked.
        session = int((stat(pid) or [0] * 4)[3])
        return leaders.get(session) if session else None

    def _visit(self, pid: int, host: str, program: str | None, seen: dict) -> None:
        fields = stat(pid)
        if pid in seen or not fields or fields[0] in "ZX":
            return
        process = self.alive.get(pid)
        if process is None or process.start != int(fields[19]):
            process = Process(pid, int(fields[19]), host)
        process.program = process.program or program
        process.cpu = int(fields[11]) + int(fields[12])
        process.resident = int(fields[21])
        seen[pid] = process
        for child in children(pid):
            self._visit(child, host, process.program, seen)
