"""An echo server and its client, both stepped, over a real connection."""

import socket
import unittest

from .harness import HERE, calls, on_every_python
from .stepped import Stepped

PAIRS = HERE / "pairs"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def made(events):
    """(call, fd, line, fd of the result) of each call entered and returned."""
    entered = {event["id"]: event for event in events if event["type"] == "call"}
    return [
        (event["call"], entered[event["id"]]["fd"], event["line"], event["fd"])
        for event in events
        if event["type"] == "return"
    ]


class Pair(unittest.TestCase):
    def presses(self, *calls):
        """The calls that each press makes, ending with the close() of a `with`."""
        # Python 3.9 does not come back to the line of `with` when its block ends.
        if "/3.9" in self.python:
            return [*([call] for call in calls[:-2]), list(calls[-2:])]
        return [[call] for call in calls]

    @on_every_python
    def test_each_press_of_step_call_makes_exactly_one_call(self):
        port = free_port()
        end_of_server_block, end_of_client_block = (11, 12) if "/3.9" in self.python else (9, 10)
        with Stepped(self.python, PAIRS / "server.py", port) as server:
            server.until("line")
            for call in ("socket", "setsockopt", "bind", "listen"):
                self.assertEqual(calls(server.step("call")), [call])
            server.command("call")
            server.until("call", call="accept")

            with Stepped(self.python, PAIRS / "client.py", port) as client:
                client.until("line")
                self.assertEqual(calls(client.step("call")), ["socket"])
                self.assertEqual(calls(client.step("call")), ["connect"])
                server.until("line")
                self.assertEqual(calls(client.step("call")), ["sendall"])
                for press in self.presses("recv", "sendall", "close"):
                    self.assertEqual(calls(server.step("call")), press)
                self.assertEqual(calls(server.step("call")), ["close"])
                for press in self.presses("recv", "close"):
                    self.assertEqual(calls(client.step("call")), press)
                self.assertEqual(client.outcome().out, "hello\n")

            self.assertEqual(server.outcome().code, 0)
            self.assertEqual(
                made(server.events),
                [
                    ("socket", None, 4, 3),
                    ("setsockopt", 3, 5, 3),
                    ("bind", 3, 6, 3),
                    ("listen", 3, 7, 3),
                    ("accept", 3, 8, 4),
                    ("recv", 4, 10, 4),
                    ("sendall", 4, 11, 4),
                    ("close", 4, end_of_server_block, 4),
                    ("close", 3, 12, 3),
                ],
            )
            self.assertEqual(
                made(client.events),
                [
                    ("socket", None, 10, 3),
                    ("connect", 3, 11, 3),
                    ("sendall", 3, 6, 3),
                    ("recv", 3, 7, 3),
                    ("close", 3, end_of_client_block, 3),
                ],
            )
