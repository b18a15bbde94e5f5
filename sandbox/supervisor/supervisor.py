"""One box from its `build` to its `close`: commands in on stdin, lines out on stdout."""

from __future__ import annotations

import json
import os

import commands
import lines
import loop


class Supervisor:
    """Ends when told to, at the end of stdin, or when nobody reads its stdout."""

    def __init__(self, ours: dict, make_box) -> None:
        self._ours = ours
        self._lines = lines.Lines(1)
        self._loop = loop.Loop(self._lines.flush)
        self._box = make_box(self._loop)
        self._obstacle = None  # why no box can be built here
        self._commands = None
        self._input = b""

    def run(self) -> None:
        """Obeys until told to stop."""
        try:
            self._box.prepare(self._ours)
        except OSError as error:
            self._obstacle = error
        self._lines.say({"type": "up", "pid": os.getpid()})
        self._loop.add(0, self._read)
        self._loop.run()

    def stop(self) -> None:
        """Lets `run` return."""
        self._loop.stop()

    def close(self) -> None:
        """Ends every process of the box."""
        self._box.close()

    def _read(self, _events: int) -> None:
        data = os.read(0, 1 << 20)
        if not data:
            self.stop()
            return
        *texts, self._input = (self._input + data).split(b"\n")
        for text in texts:
            self._obey(json.loads(text))

    def _obey(self, command: dict) -> None:
        try:
            answered = self._do(command)
        except commands.Refused as refusal:
            self._lines.reply(command["id"], str(refusal), refusal.code, refusal.errno)
            return
        if answered:
            self._lines.reply(command["id"])

    def _do(self, command: dict) -> bool:
        if command["type"] == "close":
            self.close()
            self.stop()
            return True
        if command["type"] == "build":
            self._build(command)
            return True
        if self._commands is None:
            raise commands.Refused("the box is not built")
        return self._commands.do(command)

    def _build(self, command: dict) -> None:
        if self._box.hosts:
            raise commands.Refused("the box is already built")
        try:
            self._commands = self._built(command)
        except (OSError, ValueError) as error:
            raise commands.Refused(str(error), "box-did-not-open") from error
        hosts = [{"name": host.name, "pid": host.init} for host in self._box.hosts]
        self._lines.say({"type": "hosts", "hosts": hosts, "door": self._box.door})

    def _built(self, command: dict) -> commands.Commands:
        if self._obstacle is not None:
            raise self._obstacle
        limits = command["limits"]
        self._box.build(command["network"], command["files"], limits, command["wire"])
        watched = commands.Commands(self._box, command, self._loop, self._lines)
        self._box.finish(limits)
        return watched
