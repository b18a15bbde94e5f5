"""Whether a process has run since: its processor clock, clock_getcpuclockid(3).

All threads count, to the nanosecond, and a clock is read in half a microsecond, where the same
question to /proc takes thirty and knows ten milliseconds.
"""

from __future__ import annotations

import time

CPUCLOCK_SCHED = 2  # <linux/posix-timers.h>


def cpu_times(pids) -> dict:
    """pid: nanoseconds on a processor; processes that are gone are left out."""
    times = {}
    for pid in pids:
        try:
            times[pid] = time.clock_gettime_ns(~pid << 3 | CPUCLOCK_SCHED)
        except OSError:
            continue
    return times
