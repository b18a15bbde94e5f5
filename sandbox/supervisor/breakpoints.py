"""Where each program is to stop by itself, as the reader asked, and what the trace says of it.

Only a program's stepper knows which lines have code. What is set while there is none is told as it
was asked for, and told anew once a stepper has looked.
"""

from __future__ import annotations

from task_channels import Channel


class Breakpoints:
    """The set of each program; `make_look(channel)` has a running process read its channel."""

    def __init__(self, lines, make_look) -> None:
        self._lines = lines
        self._make_look = make_look
        self._asked = {}  # program: lines
        self._told = {}  # program: fields of its last event

    def set(self, program: str, host: str, asked: list, channels: list) -> None:
        """Replaces the whole set; `channels` are those of the program's tasks."""
        self._asked[program] = asked
        for channel in channels:
            self._give(channel, asked)
        if all(channel.task is not None for channel in channels):
            self._tell(program, host, lines=asked, nowhere=[])

    def greeted(self, channel: Channel, program: str) -> None:
        """A task has begun."""
        if program in self._asked:
            self._give(channel, self._asked[program])

    def hear(self, channel: Channel, program, fields: dict) -> None:
        """A process has taken a set; what its program's first one says of it is told."""
        channel.saw("breakpoints")
        if channel.answers > 0:
            channel.answers -= 1
            if channel.task is None:
                self._tell(program.name, program.host, **fields)

    def _give(self, channel: Channel, asked: list) -> None:
        # The channel of a process's main thread takes them for all of its threads.
        if channel.is_main and channel.command("breakpoints", lines=asked):
            channel.answers += 1
            if not channel.paused:
                self._make_look(channel, "breakpoints")

    def _tell(self, program: str, host: str, at: int = 0, **fields) -> None:
        if self._told.get(program) != fields:
            self._told[program] = fields
            self._lines.event("breakpoints", at, host=host, program=program, **fields)
