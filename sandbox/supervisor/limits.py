"""Limits of one program, set in its process just before exec (getrlimit(2)).

Of memory RLIMIT_DATA is limited. RLIMIT_AS must leave room for the stacks and arenas of threads
(512 MB: for 14 of them); it bounds what no figure shows, the tables of pages that are only read.
The box as a whole is bounded by the watchdog.
"""

from __future__ import annotations

import os
import resource

MEGABYTE = 1 << 20


def _program_limits(processes: int) -> list:
    return [
        (resource.RLIMIT_NPROC, processes, processes),
        (resource.RLIMIT_FSIZE, 8 * MEGABYTE, 8 * MEGABYTE),
        (resource.RLIMIT_NOFILE, 256, 256),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        # The kernel counts waiting signals for a user's boxes and his other processes together.
        (resource.RLIMIT_SIGPENDING, 256, 256),
        (resource.RLIMIT_MEMLOCK, 64 << 10, 64 << 10),
        (resource.RLIMIT_DATA, 256 * MEGABYTE, 256 * MEGABYTE),
        (resource.RLIMIT_AS, 4096 * MEGABYTE, 4096 * MEGABYTE),
        (resource.RLIMIT_STACK, MEGABYTE, 8 * MEGABYTE),
        (resource.RLIMIT_CPU, 3600, 3600),
    ]


def limit_program(processes: int, pid: int = 0) -> None:
    """Limits a process, by default this one, and all it will start (prlimit(2)).

    `processes` counts the tasks of its whole host.
    """
    for which, soft, hard in _program_limits(processes):
        ceiling = resource.prlimit(pid, which)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.prlimit(pid, which, (soft, hard))


def tasks_of(uid: int) -> int:
    """How many tasks a user runs on the machine: where it is no box's own, they count as well."""
    count = 0
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == uid:
                count += len(os.listdir(entry.path + "/task"))
        except OSError:
            continue  # it has ended
    return count
