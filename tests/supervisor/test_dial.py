"""A checker's connection, when what it waits for has happened before it looks."""

import errno
import socket
import struct
import sys
import time
import unittest

from box_client import SUPERVISOR

sys.path.insert(0, SUPERVISOR)

from dial import Dialling  # noqa: E402
from loop import Loop  # noqa: E402

RESETS = struct.pack("ii", 1, 0)  # SO_LINGER, socket(7)


class Heard:
    def __init__(self):
        self.events = []

    def event(self, kind, **fields):
        self.events.append((kind, fields))


class Ends:
    """Ends the loop when it is told the end of the connection, or nothing more after 5 s."""

    def __init__(self, loop, heard):
        self.loop, self.heard = loop, heard
        self.due = 0
        self.over = time.monotonic_ns() + 5_000_000_000

    def run(self, now):
        ended = any(fields.get("what") in ("error", "eof") for _, fields in self.heard.events)
        self.loop.running = not ended and now < self.over


class Dial(unittest.TestCase):
    def test_a_connection_that_was_reset_at_once_was_a_connection(self):
        # The kernel says ECONNRESET of it at the first look; it was told as a refusal.
        heard, answers = Heard(), []
        loop = Loop(after_round=lambda: None)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            Dialling(loop, heard).dial(
                "p", socket, ("127.0.0.1", listener.getsockname()[1]), answers.append
            )
            connection, address = listener.accept()
            connection.sendall(b"last words")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
            connection.close()
            loop.tasks = [Ends(loop, heard)]
            loop.run()
        self.assertEqual(answers, [0])
        self.assertEqual(heard.events[0], ("opened", {"peer": "p", "address": "%s:%d" % address}))
        self.assertEqual(heard.events[-1][1]["errno"], errno.ECONNRESET)


if __name__ == "__main__":
    unittest.main()
