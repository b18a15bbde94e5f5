"""What the supervisor asks of the wire: one JSON line each, answered in the log.

The answer stands behind the events that the order brought about, in the same pipe, so that nobody
hears "done" before what was done.
"""

from __future__ import annotations

import json
import os

from frame_log import FrameLog
from judge import Judge


class Orders:
    """Reads orders from a descriptor that does not block."""

    def __init__(self, fd: int, judge: Judge, log: FrameLog) -> None:
        self._fd = fd
        self._judge = judge
        self._log = log
        self._input = b""

    def read(self) -> bool:
        """Obeys what has come; False at the end, when there is no supervisor any more."""
        data = os.read(self._fd, 1 << 20)
        *texts, self._input = (self._input + data).split(b"\n")
        for text in texts:
            order = json.loads(text)
            self._log.answer(order["id"], self._obey(order))
        return bool(data)

    def _obey(self, order: dict) -> str | None:
        """None when it is done, else the code of the refusal."""
        if order["type"] == "sample":  # frames that had come are told by now
            return None
        if order["type"] == "wire-set":
            self._judge.replace({name: order[name] for name in ("mode", "impairments", "rules")})
            return None
        return None if self._judge.handle(order["frame"], order["verb"]) else "no-such-frame"
