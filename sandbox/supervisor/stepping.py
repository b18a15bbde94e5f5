"""Which program and task each stepper's connection belongs to, and what is told of it.

Threads and forked children are tasks of their program, each stepped by itself. Garbage closes a
connection; a program ends with that of its main thread, other tasks then run on unseen.
"""

from __future__ import annotations

import os
import signal
import socket
import time

from breakpoints import Breakpoints
from processes import Program, is_ending, local_pid
from task_channels import Channel, Garbage

MOST_CALLS = 50_000
MOST_CHANNELS = 256  # of the whole box
UNKNOWN_FOR = 2_000_000_000  # ns: the driver's `watch` may come after the stepper
LOOK_AGAIN = 50_000_000  # ns
# A signal that comes right before a system call is seen after it only: the next interrupts it.
SIGNAL_AGAIN = (30_000_000, 130_000_000, 430_000_000)  # ns
NEVER = 1 << 63
PAUSE_SIGNAL = signal.SIGRTMAX - 1


class Stepping:
    """All channels of a box. `heard(program, task, kind)` is called after each event."""

    def __init__(self, loop, lines, processes, heard) -> None:
        self._loop = loop
        self._lines = lines
        self._processes = processes
        self._heard = heard
        self._listeners = {}  # listening socket: name of its host
        self._channels = []
        self._breakpoints = Breakpoints(lines, self._make_look)
        self.due = NEVER

    def listen(self, listener: socket.socket, host: str) -> None:
        """Takes connections of one host's steppers."""
        self._listeners[listener] = host
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
        if not channel.paused and channel.command("pause"):
            self._make_look(channel, "pause")
        return True

    def break_at(self, program: str, host: str, lines: list) -> None:
        """Replaces a program's breakpoints: lines of its own file."""
        running = self._processes.programs.get(program)
        self._breakpoints.set(program, host, lines, self.tasks(running) if running else [])

    def _make_look(self, channel: Channel, what: str) -> None:
        """Makes a process look what its threads were asked, and again until that is seen."""
        now = time.monotonic_ns()
        channel.asked.add(what)
        channel.again = [now + after for after in SIGNAL_AGAIN]
        self._signal(channel)
        self.due = min(self.due, channel.again[0])

    def _signal(self, channel: Channel) -> None:
        # The number may have gone to another process: the kernel gave it at connect.
        if self._processes.program_above(channel.pid) is channel.program:
            os.kill(channel.pid, PAUSE_SIGNAL)

    def release(self, program: Program) -> None:
        """The program has ended. All it said is taken; what is left of it runs untold."""
        for listener in self._listeners:
            while self._accept(listener):
                pass
        self._claim(program)
        for channel in [each for each in self._channels if each.program is program]:
            while not channel.ended and self._read(channel):
                pass
            channel.released = True
            if channel.paused:
                channel.command("run")

    def _claim(self, program: Program) -> None:
        """Connections of processes that came and went before anybody looked are its own."""
        for channel in [each for each in self._channels if each.program is None]:
            if channel.host == program.host and is_ending(channel.pid):
                program.main = program.main or channel.pid
                channel.program = program
                self._take_lines(channel)
                if channel.ended:
                    self._drop(channel)

    def run(self, now: int) -> None:
        """Looks for the program of those connections that came before their `watch`."""
        self.due = NEVER
        for channel in list(self._channels):
            if channel.program is None:
                self.due = min(self.due, now + LOOK_AGAIN)
                self._identify(channel)
            elif channel.again:
                if channel.again[0] <= now:
                    channel.again.pop(0)
                    self._signal(channel)
                self.due = min([self.due, *channel.again])

    def _find(self, program: str, task: str | None) -> Channel | None:
        found = self._processes.programs.get(program)
        if found is None:
            return None
        return next((each for each in self.tasks(found) if each.task == task), None)

    def _accept(self, listener: socket.socket) -> bool:
        """Takes the next connection; False when there is none."""
        try:
            sock, _ = listener.accept()
        except OSError:
            return False
        sock.setblocking(False)
        channel = Channel(sock, self._listeners[listener])
        if len(self._channels) >= MOST_CHANNELS:
            self._truncate(self._processes.program_above(channel.pid))
            sock.close()
            return True
        self._channels.append(channel)
        self._loop.add(sock.fileno(), lambda _events: self._read(channel))
        self.run(channel.opened)
        return True

    def _identify(self, channel: Channel) -> None:
        channel.program = self._processes.program_above(channel.pid)
        if channel.program is not None:
            self._take_lines(channel)
        if channel.program is None and time.monotonic_ns() - channel.opened <= UNKNOWN_FOR:
            return
        if channel.program is None or channel.ended:
            self._drop(channel)

    def _read(self, channel: Channel) -> bool:
        """Takes what has come; False when nothing has."""
        some = channel.receive()
        if channel.program is None:
            self._identify(channel)
        else:
            self._take_lines(channel)
        if channel.is_choked() or (channel.ended and channel.program is not None):
            self._drop(channel)
        elif channel.ended:  # whose it was may still be learned
            self._loop.change(channel.socket.fileno(), 0)
        return some

    def _take_lines(self, channel: Channel) -> None:
        try:
            for text in channel.lines():
                self._take(channel, channel.program, *channel.parsed(text))
        except Garbage:
            channel.ended = True
            self._drop(channel)

    def _take(self, channel: Channel, program: Program, kind: str, fields: dict) -> None:
        if kind == "hello":
            self._greet(channel, program, fields)
        elif channel.released:
            if kind == "line":
                channel.command("run")
        elif kind == "breakpoints":
            self._breakpoints.hear(channel, program, fields)
        elif kind == "bye":
            channel.finished = True
        elif kind == "unseen":
            self._truncate(program)
        elif self._is_told(channel, program, kind, fields):
            channel.paused = kind == "line"
            if channel.paused:
                channel.saw("pause", "breakpoints")  # it reads what comes
            self._tell(program, channel.task, kind, **fields)

    def _greet(self, channel: Channel, program: Program, fields: dict) -> None:
        others = [each.task for each in self.tasks(program)]
        channel.greet(program, fields)
        if channel.task in others:
            channel.greeted = False
            raise Garbage("this thread is another's")
        if channel.task is not None and not channel.released:
            known = {"name": fields["name"], "pid": local_pid(channel.pid)}
            if "forked" in fields:
                # Its clock cannot be believed: never in the future.
                known["forkedAt"] = min(max(fields["forked"], 0), time.monotonic_ns())
            self._tell(program, channel.task, "task-started", **known)
        self._breakpoints.greeted(channel, program.name)
        if channel.is_main and channel.task is not None:
            channel.command("welcome")  # a child waits for it: so it is still there to be known

    def _tell(self, program: Program, task: str | None, kind: str, at: int = 0, **fields) -> None:
        if task is not None:
            fields["task"] = task
        self._lines.event(kind, at, host=program.host, program=program.name, **fields)
        self._heard(program, task, kind)

    def _is_told(self, channel: Channel, program: Program, kind: str, fields: dict) -> bool:
        """Numbers a program's calls; past the limit none begins, and only one told of returns."""
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
        if program is None or not channel.greeted or channel.task is None or channel.released:
            return
        if not channel.finished and channel.pid == program.find_main() and is_ending(channel.pid):
            return  # the program's own end says it
        self._tell(program, channel.task, "task-ended")
