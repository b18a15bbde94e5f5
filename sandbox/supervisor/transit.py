"""Frames under way: those that a link's delay or rate has not let arrive yet, earliest first."""

from __future__ import annotations

import heapq

from waiting import Frame

MAX_FRAMES = 10_000
MAX_BYTES = 16 << 20
PATIENCE = 200_000_000  # ns that a frame lets others overtake it when none comes


class Entry:
    """A frame and when it is due, in ns; `order` keeps those due together in their order."""

    __slots__ = ("due", "frame", "order", "parked")

    def __init__(self, due: int, order: int, frame: Frame, parked: bool) -> None:
        self.due = due
        self.order = order
        self.frame: Frame | None = frame
        self.parked = parked

    def __lt__(self, other: Entry) -> bool:
        return (self.due, self.order) < (other.due, other.order)


class Transit:
    """Hands frames to `deliver` when they are due."""

    def __init__(self, deliver) -> None:
        self._deliver = deliver
        self._heap = []
        self._count = 0
        self._bytes = 0
        self._flying = {}  # port: how many of its frames are due later
        self._parked = {}  # port and protocol: the entry that lets the next such frame overtake it

    def __len__(self) -> int:
        return len(self._heap)

    def next_due(self) -> int:
        """When the next frame is due; only while there is one."""
        return self._heap[0].due

    def has_room(self, length: int) -> bool:
        """Whether one more frame fits within the bounds."""
        return len(self._heap) < MAX_FRAMES and self._bytes + length <= MAX_BYTES

    def carry(self, frame: Frame, due: int, now: int) -> None:
        """Delivers a frame at its time, behind those that its port sent before."""
        if due <= now and not self._flying.get(frame.port):
            self._deliver(frame)
        else:
            self._flying[frame.port] = self._flying.get(frame.port, 0) + 1
            self._add(frame, due, parked=False)

    def park(self, frame: Frame, due: int) -> bool:
        """Keeps a frame until the next of its port and protocol has gone; False when one waits so.

        Of its protocol, because nobody would see that TCP has overtaken UDP.
        """
        if kind_of(frame) in self._parked:
            return False
        self._parked[kind_of(frame)] = self._add(frame, due + PATIENCE, parked=True)
        return True

    def follow(self, ahead: Frame, due: int, now: int) -> None:
        """A frame has gone ahead: the one it has overtaken goes right behind."""
        entry = self._parked.pop(kind_of(ahead), None)
        if entry is not None and entry.frame is not None:
            frame, entry.frame = entry.frame, None
            self._bytes -= len(frame.bytes)
            self.carry(frame, due, now)

    def hurry(self, port, latest: int) -> None:
        """Frames from a port arrive then, if they would have later; their order stays."""
        for entry in self._heap:
            if entry.frame is not None and entry.frame.port is port:
                entry.due = min(entry.due, latest)
        heapq.heapify(self._heap)

    def arrive(self, now: int) -> None:
        """Delivers what is due."""
        while self._heap and self._heap[0].due <= now:
            entry = heapq.heappop(self._heap)
            frame = entry.frame
            if frame is None:
                continue
            self._bytes -= len(frame.bytes)
            if entry.parked:
                del self._parked[kind_of(frame)]
            else:
                self._flying[frame.port] -= 1
            self._deliver(frame)

    def _add(self, frame: Frame, due: int, parked: bool) -> Entry:
        self._count += 1
        entry = Entry(due, self._count, frame, parked)
        self._bytes += len(frame.bytes)
        heapq.heappush(self._heap, entry)
        return entry


def kind_of(frame: Frame) -> tuple:
    """Which frames it may be swapped with."""
    return frame.port, frame.segment.protocol
