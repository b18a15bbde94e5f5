"""The one writer of the supervisor's stdout: JSON lines, events in order of their time.

Events that come in within one round of the loop are sorted by `at` before they leave, because a
frame and the call that sent it arrive over different channels.
A program can make things happen without end, and the server keeps what it is told: there is a most.
"""

from __future__ import annotations

import json
import os
import time


MOST_TOLD = 32 << 20  # bytes of the events below, of one box
# What a program can bring about as often as it likes, and frame_log.py does not bound.
ENDLESS = frozenset(
    """
    line resumed call return blocked breakpoints task-started task-ended sockets counters network
    """.split()
)


class Lines:
    """Collects events of one round; `flush` writes them. A reply never overtakes an event."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._round = []
        self._told = 0  # bytes of endless events

    def event(self, kind: str, at: int = 0, **fields) -> None:
        """Adds an event; `at` in nanoseconds of CLOCK_MONOTONIC, now when not given."""
        at = at or time.monotonic_ns()
        line = {"type": kind, "at": at}
        line.update(fields)
        text = json.dumps(line, separators=(",", ":"))
        if kind not in ENDLESS or self._is_told(text):
            self._round.append((at, text))

    def _is_told(self, text: str) -> bool:
        """False when too much has been told, which is said once."""
        before = self._told
        self._told += len(text)
        if self._told > MOST_TOLD >= before:
            self.event("truncated", what="events", program=None)
        return self._told <= MOST_TOLD

    def relay(self, line: str) -> None:
        """Adds an event of the wire, which begins with its time: {"at":123,"type":…"""
        self._round.append((int(line[6 : line.index(",")]), line))

    def reply(self, number: int, error=None, code=None, errno=None) -> None:
        """Answers a command, after every event so far."""
        self.say({"type": "reply", "id": number, "error": error, "code": code, "errno": errno})

    def say(self, line: dict) -> None:
        """Writes a line that is not an event, after every event so far."""
        self.flush()
        self._write(json.dumps(line, separators=(",", ":")) + "\n")

    def flush(self) -> None:
        """Writes this round's events, earliest first."""
        if self._round:
            self._round.sort(key=lambda entry: entry[0])
            text = "\n".join(line for _, line in self._round) + "\n"
            self._round = []
            self._write(text)

    def _write(self, text: str) -> None:
        data = memoryview(text.encode("utf-8", "surrogatepass"))
        while data:
            data = data[os.write(self._fd, data) :]
