"""The supervisor's side of the wire: its events are relayed, orders go out, answers come back.

Never waits for the wire, which may itself be waiting for this process to read its events.
"""

from __future__ import annotations

import json
import os
import select

from frame_log import ANSWER_MARK

REFUSALS = {"no-such-frame": "that frame does not wait on the wire"}
ENDED = "the wire has ended"


class WireChannel:
    """Calls `happened` after events."""

    def __init__(self, ends, loop, lines, happened) -> None:
        self._ends = ends
        self._loop = loop
        self._lines = lines
        self._happened = happened
        self._input = b""
        self._output = b""  # what the pipe has not taken yet
        self._asked = set()  # ids of commands that wait for their answer
        self._ended = False
        loop.add(ends.events, self._read)

    def order(self, command: dict) -> bool:
        """Passes a command on; its reply follows when the wire has answered. False if it ended."""
        if self._ended:
            return False
        self._asked.add(command["id"])
        self._output += json.dumps(command, separators=(",", ":")).encode() + b"\n"
        self._write(0)
        return True

    def _write(self, _events: int) -> None:
        try:
            self._output = self._output[os.write(self._ends.orders, self._output) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:  # the end of its events tells
            self._output = b""
        self._loop.remove(self._ends.orders)
        if self._output:
            self._loop.add(self._ends.orders, self._write, select.EPOLLOUT)

    def _read(self, _events: int) -> None:
        data = os.read(self._ends.events, 1 << 20)
        if not data:
            self._end()
            return
        *texts, self._input = (self._input + data).split(b"\n")
        for text in texts:
            if text.startswith(ANSWER_MARK):
                self._answer(text.decode())
            else:
                self._lines.relay(text.decode())
        self._happened()

    def _answer(self, text: str) -> None:
        number, _, code = text[1:].partition(" ")
        self._asked.discard(int(number))
        self._lines.reply(int(number), REFUSALS.get(code), code or None)

    def _end(self) -> None:
        self._ended = True
        self._loop.remove(self._ends.events)
        self._loop.remove(self._ends.orders)
        self._lines.event("fault", code="internal", detail=ENDED)
        for number in self._asked:
            self._lines.reply(number, ENDED, "internal")
