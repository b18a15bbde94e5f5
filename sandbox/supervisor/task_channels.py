"""The stepper's connections, one for each stepped thread: JSON lines both ways.

A connection's process is known by the kernel's word (SO_PEERCRED, unix(7)), and its thread by a
number that the kernel must know for one of that process. All else that it says is checked only.
"""

from __future__ import annotations

import json
import socket
import struct
import time

import processes
import step_events

LONGEST_LINE = 64 << 10
MAIN = 1  # number of a process's main thread, in its stepper's count
MOST_OPEN_CALLS = 100  # one within another: a signal handler's within the one it came upon


class Garbage(ValueError):
    """No stepper of ours would say this."""


class Channel:
    """One connection: of a thread that is stepped by itself, once it has greeted."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self.socket = sock
        self.host = host
        credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        self.pid = struct.unpack("iII", credentials)[0]
        # None until it is known whose it is; asked only then.
        self.program: processes.Program = None  # type: ignore
        self.opened = time.monotonic_ns()
        self.greeted = False
        self.task: str | None = None  # TaskId of events.ts; None: the program's main thread
        self.is_main = False  # of its process
        self.thread = 0  # its thread id, as seen from outside
        self.paused = False
        self.asked = set()  # "pause", "breakpoints": what was asked and has not been seen yet
        self.again = []  # times at which its process is to be signalled once more
        self.answers = 1  # how often it may tell of breakpoints: once unasked, when it begins
        self.released = False  # its program has ended: it is let run, and told of no more
        self.finished = False  # its thread has said that it ends
        self.ended = False  # nothing more will come
        self._data = b""
        self._last_at = 0
        self._calls = {}  # id that the stepper gave: id told

    def receive(self) -> bool:
        """Reads once; False when nothing has come. `ended` when nothing ever will."""
        try:
            data = self.socket.recv(LONGEST_LINE)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        self._data += data
        self.ended = not data
        return not self.ended

    def lines(self) -> list:
        """What has come whole."""
        *texts, self._data = self._data.split(b"\n")
        return texts

    def is_choked(self) -> bool:
        """Whether more is waiting than any line is long."""
        return len(self._data) > LONGEST_LINE

    def parsed(self, text: bytes) -> tuple:
        """(kind, fields) of a line; Garbage unless a stepper could have written it here."""
        if len(text) > LONGEST_LINE:
            raise Garbage("line too long")
        try:
            kind, fields = step_events.checked(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise Garbage(str(error)) from error
        if self.greeted == (kind == "hello"):
            raise Garbage("no hello first, or a second one")
        if "at" in fields:
            # Its clock cannot be believed: never before its last event, never in the future.
            fields["at"] = min(max(fields["at"], self._last_at), time.monotonic_ns())
            self._last_at = fields["at"]
        return kind, fields

    def greet(self, program: processes.Program, fields: dict) -> None:
        """Learns which thread this is; Garbage if the kernel knows better.

        A thread that has ended meanwhile is believed its number, which is a mere label.
        """
        own = processes.local_pid(self.pid)
        self.is_main = fields["thread"] == MAIN
        if own and self.is_main != (fields["native"] == own):
            raise Garbage("not the main thread, or another one")
        self.thread = processes.thread_of(self.pid, fields["native"])
        parts = []
        if self.pid != program.find_main():
            parts.append("child-%d" % own)
        if not self.is_main:
            parts.append("thread-%d" % fields["thread"])
        self.task = "-".join(parts) or None
        self.greeted = True

    def enter(self, number: int, told: int) -> bool:
        """A call begins, which is told under another number; False if it has begun already."""
        if number in self._calls:
            return False
        if len(self._calls) == MOST_OPEN_CALLS:
            del self._calls[next(iter(self._calls))]
        self._calls[number] = told
        return True

    def leave(self, number: int) -> int | None:
        """The number under which a call was told that returns now; None if it was not."""
        return self._calls.pop(number, None)

    def saw(self, *what: str) -> None:
        """What was asked has been seen: there is nothing to look for any more."""
        self.asked.difference_update(what)
        if not self.asked:
            self.again = []

    def command(self, how: str, **more) -> bool:
        """Sends "line", "call", "run", "pause", …; False when nobody can take it."""
        try:
            self.socket.send(json.dumps({"how": how, **more}).encode() + b"\n")
        except OSError:
            return False
        return True
