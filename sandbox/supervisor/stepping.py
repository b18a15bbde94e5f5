"""Which program and task each stepper's connection belongs to, and what is told of it.

Threads and forked children are tasks of their program, each stepped by itself. Garbage closes a
connection; a program ends with that of its main thread, other tasks then run on unseen.
"""

from __future__ import annotations

import os
import signal
import socket
import time

from channels import Channel, Garbage
from processes import Program, is_ending, local_pid

MOST_CALLS = 50_000
MOST_CHANNELS = 256  # of the whole box; a host has 64 threads at most
UNKNOWN_FOR = 2_000_000_000  # ns: the driver's `watch` may come after the stepper
LOOK_AGAIN = 50_000_000  # ns
NEVER = 1 << 63
PAUSE_SIGNAL = signal.SIGRTMAX - 1


class Stepping:
    """All channels of a box. `heard(program, task, kind)` is called after each event was written."""

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

    def tasks(self, program: Program) -> list:
        """The channels of a program's tasks that have greeted."""
        return [each for each in self._channels if each.program is program and each.greeted]

    def step(self, program: str, task: str | None, how: str) -> bool:
        """Lets a paused task go on; False when it is not paused."""
        channel = self._find(program, task)
        if channel is None or not channel.paused or not channel.command(how):
            return False
        channel.paused = False
        return True

    def pause(self, program: str, task: str | None) -> bool:
        """Asks a running task to stop at its next line; False when it has no stepper."""
        channel = self._find(program, task)
        if channel is None:
            return False
        # The number may have gone to another process: the kernel gave it at connect.
        if not channel.paused and self._processes.program_above(channel.pid) is channel.program:
            channel.command("pause")
            os.kill(channel.pid, PAUSE_SIGNAL)  # its process looks for what was asked, and of whom
        return True

    def release(self, program: Program) -> None:
        """The program has ended. What is left of it is told of no more, and runs."""
        for channel in [each for each in self._channels if each.program is program]:
            self._read(channel)
            channel.released = True
            if channel.paused:
                channel.command("run")

    def run(self, now: int) -> None:
        """Looks for the program of those connections that came before their `watch`."""
        self.due = NEVER
        for channel in list(self._channels):
            if channel.program is None:
                self.due = now + LOOK_AGAIN
                self._identify(channel)

    def _find(self, program: str, task: str | None) -> Channel | None:
        found = self._processes.programs.get(program)
        if found is None:
            return None
        return next((each for each in self.tasks(found) if each.task == task), None)

    def _accept(self, listener: socket.socket) -> None:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        sock.setblocking(False)
        channel = Channel(sock)
        if len(self._channels) >= MOST_CHANNELS:
            self._truncate(self._processes.program_above(channel.pid))
            sock.close()
            return
        self._channels.append(channel)
        self._loop.add(sock.fileno(), lambda _events: self._read(channel))
        self.run(channel.opened)

    def _identify(self, channel: Channel) -> None:
        channel.program = self._processes.program_above(channel.pid)
        if channel.program is not None:
            self._read(channel)
        elif time.monotonic_ns() - channel.opened > UNKNOWN_FOR:
            self._drop(channel)

    def _read(self, channel: Channel) -> None:
        """Takes what has come; until its program is known it waits in the socket."""
        if channel.program is None:
            self._identify(channel)
            return
        try:
            while not channel.ended:
                texts = channel.read()
                for text in texts:
                    self._take(channel, *channel.parsed(text))
                if not texts:
                    break
        except Garbage:
            channel.ended = True
        if channel.ended:
            self._drop(channel)

    def _take(self, channel: Channel, kind: str, fields: dict) -> None:
        program = channel.program
        if kind == "hello":
            self._greet(channel, fields)
        elif channel.released:
            if kind == "line":
                channel.command("run")
        elif kind == "unseen":
            self._truncate(program)
        elif self._is_told(channel, kind, fields):
            channel.paused = kind == "line"
            self._tell(channel, kind, **fields)
            self._heard(program, channel.task, kind)

    def _greet(self, channel: Channel, fields: dict) -> None:
        others = self.tasks(channel.program)
        channel.greet(fields)
        if channel.task in [each.task for each in others]:
            raise Garbage("this thread is another's")
        if channel.task is not None and not channel.released:
            number = local_pid(channel.pid)
            self._tell(channel, "task-started", name=fields["name"], pid=number)
            self._heard(channel.program, channel.task, "task-started")

    def _tell(self, channel: Channel, kind: str, at: int = 0, **fields) -> None:
        program = channel.program
        if channel.task is not None:
            fields["task"] = channel.task
        self._lines.event(kind, at, host=program.host, program=program.name, **fields)

    def _is_told(self, channel: Channel, kind: str, fields: dict) -> bool:
        """Numbers a program's calls; past the limit none begins, and only one told of returns."""
        program = channel.program
        if kind == "call":
            if program.calls >= MOST_CALLS // 2:
                self._truncate(program)
                return False
            if not channel.enter(fields["id"], program.calls + 1):
                return False
            program.calls += 1
            fields["id"] = program.calls
        if kind == "return":
            number = channel.leave(fields["id"])
            if number is None:
                return False
            fields["id"] = number
        return True

    def _truncate(self, program: Program | None) -> None:
        if program is not None and not program.truncated:
            program.truncated = True
            self._lines.event("truncated", what="calls", program=program.name)

    def _drop(self, channel: Channel) -> None:
        if channel not in self._channels:
            return
        self._channels.remove(channel)
        self._loop.remove(channel.socket.fileno())
        channel.socket.close()
        program = channel.program
        if not channel.greeted or channel.task is None or channel.released:
            return
        if channel.pid == program.find_main() and is_ending(channel.pid):
            return  # the program's own end says it
        self._tell(channel, "task-ended")
        self._heard(program, channel.task, "task-ended")
