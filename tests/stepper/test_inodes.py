"""A call names its socket by the kernel's number, which no other socket of the machine has."""

import unittest

from .harness import HERE, on_every_python, plain
from .stepped import Stepped

SCENE = HERE / "scenes" / "inodes.py"
EBADF, ENOTSOCK = 9, 88


class Inodes(unittest.TestCase):
    @on_every_python
    def test_calls_name_the_socket_they_are_made_on_or_have_made(self):
        with Stepped(self.python, SCENE, start="run") as program:
            out = program.outcome().out
        listener, client, server = [int(line) for line in out.splitlines()[:3]]
        told = [
            (e["type"], e["call"], e.get("socket"))
            for e in program.events
            if e["type"] in ("call", "return") and e["call"] in ("socket", "connect", "accept")
        ]
        self.assertEqual(
            told,
            [
                ("call", "socket", None),
                ("return", "socket", listener),
                ("call", "socket", None),
                ("return", "socket", client),
                ("call", "connect", client),
                ("return", "connect", client),
                ("call", "accept", listener),
                ("return", "accept", server),
            ],
        )

    @on_every_python
    def test_a_descriptor_that_is_closed_or_no_socket_any_more_has_none_and_fails_as_ever(self):
        expected = plain(self.python, SCENE).out.splitlines()[3:]
        self.assertEqual(expected, [str(EBADF), str(ENOTSOCK)] * 2)
        with Stepped(self.python, SCENE, start="run") as program:
            self.assertEqual(program.outcome().out.splitlines()[3:], expected)
        sends = [e for e in program.events if e.get("call") == "send"]
        self.assertEqual({e.get("socket") for e in sends}, {None})
        self.assertEqual([e["errno"] for e in sends if e["type"] == "return"], [9, 88, 9, 88])
