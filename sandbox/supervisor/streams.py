"""Sequence numbers as a reader counts them: from the SYN of the connection, in each direction.

The kernel draws the first number at random (RFC 9293, section 3.4.1), so it must have been seen.
"""

from __future__ import annotations

from segments import SEQUENCE_SPACE, SYN, Segment

MAX_FLOWS = 4096  # the one remembered longest is forgotten first


class Streams:
    """The first sequence number of every TCP stream that has been seen."""

    def __init__(self) -> None:
        self._starts = {}  # flow: sequence number

    def note(self, segment: Segment) -> None:
        """Remembers a stream's SYN; of one that was never seen to open, its first segment."""
        flow = segment.flow
        if flow is None:
            return
        if segment.flags & SYN or flow not in self._starts:
            self._starts.pop(flow, None)
            self._starts[flow] = segment.sequence
            if len(self._starts) > MAX_FLOWS:
                del self._starts[next(iter(self._starts))]

    def place(self, segment: Segment) -> int:
        """Where a segment begins in its stream: the SYN is 0, the first byte 1."""
        start = self._starts.get(segment.flow, segment.sequence)
        return (segment.sequence - start) % SEQUENCE_SPACE
