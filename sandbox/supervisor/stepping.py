"""The steppers' connections: one per stepped process, JSON lines both ways.

A connection is its program's by the peer's process id, which the kernel vouches for
(SO_PEERCRED, unix(7)). Garbage closes it, and a stepper that loses its connection ends its program.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import time

import step_events
from processes import Program

LONGEST_LINE = 64 << 10
MOST_CALLS = 50_000
MOST_CHANNELS = 64  # of the whole box
UNKNOWN_FOR = 2_000_000_000  # ns: the driver's `watch` may come after the stepper
LOOK_AGAIN = 50_000_000  # ns
NEVER = 1 << 63
PAUSE_SIGNAL = signal.SIGRTMAX - 1


class Channel:
    """One stepper's connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        self.pid = struct.unpack("iII", credentials)[0]
        self.program: Program | None = None
        self.opened = time.monotonic_ns()
        self.greeted = False
        self.paused = False
        self.data = b""
        self.last_at = 0
        self.calls = 0
        self.open_call = None  # id of the last call told of, until its return
        self.truncated = False


class Stepping:
    """All channels of a box. `heard(program, kind)` is called after each event was written."""

    def __init__(self, loop, lines, processes, heard) -> None:
        self._loop = loop
        self._lines = lines
        self._processes = processes
        self._heard = heard
        self._channels = []
        self.due = NEVER

    def listen(self, listener: socket.socket) -> None:
        """Takes connections of one host's steppers."""
        self._loop.add(listener.fileno(), lambda _events: self._accept(listener))

    def is_paused(self, program: str) -> bool:
        """Whether it stands before a line."""
        return self._paused(program) is not None

    def step(self, program: str, how: str) -> bool:
        """Lets a paused program go on; False when it is not paused."""
        channel = self._paused(program)
        if channel is None:
            return False
        try:
            channel.socket.send(b'{"how":"%s"}\n' % how.encode())
        except OSError:
            return False
        channel.paused = False
        return True

    def pause(self, program: str) -> bool:
        """Asks a running program to stop at its next line; False when it has no stepper."""
        greeted = [each for each in self._of(program) if each.greeted]
        if greeted and self._paused(program) is None:
            pid = greeted[0].pid
            # The number may have gone to another process: the kernel gave it at connect.
            if self._processes.program_above(pid) is greeted[0].program:
                os.kill(pid, PAUSE_SIGNAL)
        return bool(greeted)

    def run(self, now: int) -> None:
        """Looks for the program of those connections that came before their `watch`."""
        self.due = NEVER
        for channel in list(self._channels):
            if channel.program is None:
                self.due = now + LOOK_AGAIN
                self._identify(channel)

    def _of(self, program: str) -> list:
        return [each for each in self._channels if each.program and each.program.name == program]

    def _paused(self, program: str) -> Channel | None:
        return next((each for each in self._of(program) if each.paused), None)

    def _accept(self, listener: socket.socket) -> None:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        sock.setblocking(False)
        if len(self._channels) >= MOST_CHANNELS:
            sock.close()
            return
        channel = Channel(sock)
        self._channels.append(channel)
        self._loop.add(sock.fileno(), lambda _events: self._read(channel))
        self.run(channel.opened)

    def _identify(self, channel: Channel) -> None:
        channel.program = self._processes.program_above(channel.pid)
        if channel.program is not None:
            self._take_lines(channel)
        elif time.monotonic_ns() - channel.opened > UNKNOWN_FOR:
            self._drop(channel)

    def _read(self, channel: Channel) -> None:
        try:
            data = channel.socket.recv(LONGEST_LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        channel.data += data
        if channel.program is None:
            self._identify(channel)
        else:
            self._take_lines(channel)
        if not data or len(channel.data) > LONGEST_LINE:
            self._drop(channel)

    def _take_lines(self, channel: Channel) -> None:
        *texts, channel.data = channel.data.split(b"\n")
        for text in texts:
            try:
                if len(text) > LONGEST_LINE:
                    raise ValueError("line too long")
                kind, fields = step_events.checked(json.loads(text))
            except (ValueError, RecursionError):
                self._drop(channel)
                return
            self._take(channel, kind, fields)

    def _take(self, channel: Channel, kind: str, fields: dict) -> None:
        channel.greeted |= kind == "hello"
        if kind == "hello" or not self._is_told(channel, kind, fields):
            return
        # Its clock cannot be believed: never before its last event, never in the future.
        at = min(max(fields.pop("at"), channel.last_at), time.monotonic_ns())
        channel.last_at = at
        channel.paused = kind == "line"
        program = channel.program
        if program is not None:
            self._lines.event(kind, at, host=program.host, program=program.name, **fields)
            self._heard(program, kind)

    def _is_told(self, channel: Channel, kind: str, fields: dict) -> bool:
        """Counts calls; past the limit none begins, and only one told of still returns."""
        if kind == "call":
            channel.calls += 1
            if channel.calls > MOST_CALLS // 2:
                self._truncate(channel)
                return False
            channel.open_call = fields["id"]
        if kind == "return":
            told = channel.open_call == fields["id"] or not channel.truncated
            channel.open_call = None
            return told
        return True

    def _truncate(self, channel: Channel) -> None:
        if not channel.truncated and channel.program is not None:
            channel.truncated = True
            self._lines.event("truncated", what="calls", program=channel.program.name)

    def _drop(self, channel: Channel) -> None:
        if channel in self._channels:
            self._channels.remove(channel)
            self._loop.remove(channel.socket.fileno())
            channel.socket.close()
