"""When the kernel saw a frame, in the clock of all events.

The kernel stamps packets with CLOCK_REALTIME, events are in CLOCK_MONOTONIC. The two run alike;
only when somebody sets the machine's clock does their distance jump. It is therefore measured
seldom: measured for each frame its error would exceed the microsecond between two fragments, and
they would stand in the trace in the wrong order.
"""

from __future__ import annotations

import socket
import struct
import time

SO_TIMESTAMPNS = 35  # <asm-generic/socket.h>; a timespec of CLOCK_REALTIME

OLDEST = 1_000_000_000  # ns that a frame may have waited to be read
AGAIN = 1_000_000_000  # ns after which the distance is measured anew
JUMP = 100_000  # ns; less is an error of the measurement
TRIES = 5

_timespec = struct.Struct("qq")


class KernelClock:
    """Translates the time stamps of a socket that has SO_TIMESTAMPNS."""

    def __init__(self) -> None:
        self._distance = _measure()
        self._measured = time.monotonic_ns()

    def sent_at(self, control: list) -> int:
        """The time in a message's control data; this very moment when there is none or a wrong one.

        This process may run a millisecond later, and the call that sent the frame has returned by
        then.
        """
        now = time.monotonic_ns()
        if now - self._measured > AGAIN:
            self._measure_again(now)
        for level, kind, data in control:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = _timespec.unpack(data)
                age = now - (seconds * 1_000_000_000 + nanoseconds - self._distance)
                if 0 <= age < OLDEST:
                    return now - age
        return now

    def _measure_again(self, now: int) -> None:
        self._measured = now
        distance = _measure()
        if abs(distance - self._distance) > JUMP:
            self._distance = distance


def _measure() -> int:
    """CLOCK_REALTIME minus CLOCK_MONOTONIC in ns, from the try that was disturbed least."""
    tries = []
    for _ in range(TRIES):
        before = time.monotonic_ns()
        real = time.clock_gettime_ns(time.CLOCK_REALTIME)
        after = time.monotonic_ns()
        tries.append((after - before, real - (before + after) // 2))
    return min(tries)[1]
