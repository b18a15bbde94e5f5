"""When a socket's timer runs out, told the same at every look.

The kernel says how many milliseconds are left, in ticks of its own; an end computed anew at each
look would tremble, and every look would find a changed table.
"""

from __future__ import annotations

MILLISECOND = 1_000_000
TICK = 10 * MILLISECOND  # a jiffy at the slowest usual HZ (100)

# idiag_timer, inet_diag_fill of the kernel's net/ipv4/inet_diag.c
KINDS = {1: "retransmit", 2: "keepalive", 3: "time-wait", 4: "probe"}


class Timers:
    """The ends told so far, by socket; a look must be finished with `forget_unseen`."""

    def __init__(self) -> None:
        self._ends = {}
        self._seen = {}

    def timer(self, socket, kind: int, count: int, left: int, looked: tuple) -> dict | None:
        """A row's timer.

        `socket` names it among those of its host, `left` is in milliseconds, `looked` the times
        between which the kernel said so.
        """
        if kind not in KINDS:
            return None
        key = (socket, kind)
        end = self._end(self._ends.get(key), left * MILLISECOND, looked)
        self._seen[key] = end
        return {"kind": KINDS[kind], "expiresAt": end, "count": count}

    def forget_unseen(self) -> None:
        """Drops what was not asked for since the last time."""
        self._ends, self._seen = self._seen, {}

    @staticmethod
    def _end(told: int | None, left: int, looked: tuple) -> int:
        """The end told before, for as long as the kernel does not contradict it.

        A timer that is overdue has nothing left: those of a minute may run out seconds late
        (kernel/time/timer.c rounds them up).
        """
        before, after = looked
        earliest = 0 if left == 0 else before + left - TICK
        if told is not None and earliest <= told <= after + left + TICK:
            return told
        return after + left
