"""Whether a process has run since: its processor clock, clock_getcpuclockid(3).

All threads count, to the nanosecond, and a clock is read in half a microsecond, where the same
question to /proc takes thirty and knows ten milliseconds.
"""

from __future__ import annotations

import time

CPUCLOCK_SCHED = 2  # <linux/posix-timers.h>


def cpu_times(processes) -> dict:
    """pid: nanoseconds on a processor, of all processes of a box that were alive at the last look.

    Of the join helpers too: a program's first process is forked by its own. What differs from the
    times read before a look has run since, or is new, or gone.
    """
    helpers = [program.helper for program in processes.programs.values()]
    times = {}
    for pid in [*processes.alive, *helpers]:
        try:
            times[pid] = time.clock_gettime_ns(~pid << 3 | CPUCLOCK_SCHED)
        except OSError:
            continue
    return times
