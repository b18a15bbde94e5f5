"""Frames that wait on the wire until somebody asks for them, and the copies of their segments.

The kernel sends an unanswered segment again within 30 ms to minutes (RFC 6298), so a hold that
meant one frame would be passed by the next. A copy is told by its range of sequence numbers: it
repeats nothing but what waits already. The kernel may also send what waits together with more;
such a frame waits in its own right.
"""

from __future__ import annotations

from segments import ACK, RST, SEQUENCE_SPACE, SYN, Segment

MAX_FRAMES = 1000  # copies count
MAX_BYTES = 8 << 20


class Frame:
    """A frame on its way: where it came in, what it is, and whether the trace tells of it."""

    __slots__ = ("bytes", "number", "port", "segment", "told")

    def __init__(self, number: int, port, data: bytes, segment: Segment) -> None:
        self.number = number
        self.port = port
        self.bytes = data
        self.segment = segment
        self.told = False


class Held:
    """A frame that waits, why in JSON, and its copies, of which no bytes need be kept."""

    def __init__(self, frame: Frame, why: str) -> None:
        self.frame = frame
        self.why = why
        self.copies = []

    def repeats(self, other: Segment) -> bool:
        """Whether a later segment of the same flow is a copy of this one."""
        mine = self.frame.segment
        if not _is_repeatable(other) or _opening(mine) != _opening(other):
            return False
        return (other.sequence - mine.sequence) % SEQUENCE_SPACE + other.span <= mine.span

    def overlaps(self, other: Segment) -> bool:
        """Whether a segment of the same flow has some of this one's bytes."""
        mine = self.frame.segment
        return _is_repeatable(other) and (
            (other.sequence - mine.sequence) % SEQUENCE_SPACE < mine.span
            or (mine.sequence - other.sequence) % SEQUENCE_SPACE < other.span
        )


class Waiting:
    """All frames that wait, in the order in which they came, within bounds."""

    def __init__(self) -> None:
        self._held = {}  # number: Held
        self._flows = {}  # (port, flow): [Held]
        self._frames = 0
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self):
        """Over a copy: what is looked at may be taken away."""
        return iter(list(self._held.values()))

    def original(self, port, segment: Segment) -> Held | None:
        """The waiting frame that a frame at this port repeats."""
        for held in self._of(port, segment):
            if held.repeats(segment):
                return held
        return None

    def overlapped(self, port, segment: Segment) -> Held | None:
        """A waiting frame of which a frame at this port repeats a part."""
        for held in self._of(port, segment):
            if held.overlaps(segment):
                return held
        return None

    def has_room(self, frame: Frame) -> bool:
        """Whether one more may wait: a flood must not take memory without bound."""
        return self._frames < MAX_FRAMES and self._bytes + len(frame.bytes) <= MAX_BYTES

    def add(self, frame: Frame, why: str) -> None:
        """Lets a frame wait."""
        held = Held(frame, why)
        self._held[frame.number] = held
        if frame.segment.flow is not None:
            self._flows.setdefault((frame.port, frame.segment.flow), []).append(held)
        self._frames += 1
        self._bytes += len(frame.bytes)

    def add_copy(self, held: Held, copy: Frame) -> None:
        """Keeps a copy with its original."""
        copy.bytes = b""
        held.copies.append(copy)
        self._frames += 1

    def take(self, number: int) -> Held | None:
        """A frame by its number, which waits no more."""
        held = self._held.pop(number, None)
        if held is None:
            return None
        key = (held.frame.port, held.frame.segment.flow)
        if key in self._flows:
            self._flows[key].remove(held)
            if not self._flows[key]:
                del self._flows[key]
        self._frames -= 1 + len(held.copies)
        self._bytes -= len(held.frame.bytes)
        return held

    def _of(self, port, segment: Segment) -> list:
        if segment.flow is None or not self._flows:
            return []
        return self._flows.get((port, segment.flow), [])


def _is_repeatable(segment: Segment) -> bool:
    """What the kernel sends again: bytes, SYN and FIN, not a bare acknowledgement or a reset."""
    return segment.span > 0 and not segment.flags & RST


def _opening(segment: Segment) -> int:
    """A SYN, ACK is no copy of a SYN, though both take up the same number (simultaneous open)."""
    return segment.flags & (SYN | ACK) if segment.flags & SYN else 0
