"""What the wire tells: a JSON line per event, which begins with its time.

The relay parses nothing else. Lines are filled in by hand: json.dumps takes longer than carrying
the frame.
"""

from __future__ import annotations

import binascii
import json
import os
import time

# After so many nothing new is told, so that a flood does not fill the trace.
MAX_FRAMES = 20_000
MAX_BYTES = 32 << 20

SENT = '{"at":%d,"type":"frame","verb":"sent","id":%d,"link":%s,"from":%s,"to":null,"bytes":"%s"}'
COPIED = SENT[:-1] + ',"copyOf":%d}'
DELIVERED = (
    '{"at":%d,"type":"frame","verb":"delivered","id":%d,"link":%s,"from":%s,"to":%s,"bytes":null}'
)
TREATED = (
    '{"at":%d,"type":"frame","verb":"%s","id":%d,"link":%s,"from":%s,"to":null,"bytes":%s,"why":%s}'
)
TRUNCATED = '{"at":%d,"type":"truncated","what":"frames","program":null}'
ANSWER_MARK = b"="  # no event begins so


class FrameLog:
    """Collects the events of one round; `flush` writes them.

    A frame that came when the log was full is never told of, by no verb.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lines = []
        self._frames = 0
        self._bytes = 0
        self._full = False

    def sent(self, at: int, number: int, port, data: bytes, copy_of: int = 0) -> bool:
        """The frame came in at this port; False when the log is full, which it says once."""
        if self._full:
            return False
        self._frames += 1
        self._bytes += len(data)
        if self._frames > MAX_FRAMES or self._bytes > MAX_BYTES:
            self._full = True
            self._lines.append(TRUNCATED % time.monotonic_ns())
            return False
        text = binascii.b2a_base64(data, newline=False).decode()
        if copy_of:
            line = COPIED % (at, number, port.link_json, port.name_json, text, copy_of)
        else:
            line = SENT % (at, number, port.link_json, port.name_json, text)
        self._lines.append(line)
        return True

    def delivered(self, at: int, number: int, port, outlet) -> None:
        """The frame from this port was put on the cable of that one."""
        self._lines.append(
            DELIVERED % (at, number, port.link_json, port.name_json, outlet.name_json)
        )

    def treated(self, verb: str, frame, why: str) -> None:
        """The wire did something else with the frame, `why` in JSON; bytes only when changed."""
        if not frame.told:
            return
        data = "null"
        if verb == "corrupted":
            data = '"%s"' % binascii.b2a_base64(frame.bytes, newline=False).decode()
        port = frame.port
        now = time.monotonic_ns()
        self._lines.append(
            TREATED % (now, verb, frame.number, port.link_json, port.name_json, data, why)
        )

    def setting(self, setting: dict) -> None:
        """The wire treats frames like this from now on."""
        line = {"at": time.monotonic_ns(), "type": "wire", **setting}
        self._lines.append(json.dumps(line, separators=(",", ":")))

    def answer(self, order: int, refusal: str | None) -> None:
        """Answers an order of the supervisor; what it brought about stands before."""
        self._lines.append("%s%d %s" % (ANSWER_MARK.decode(), order, refusal or ""))

    def flush(self) -> None:
        """Writes what was collected; waits while the supervisor is behind."""
        if self._lines:
            data = memoryview(("\n".join(self._lines) + "\n").encode())
            self._lines = []
            while data:
                data = data[os.write(self._fd, data) :]
