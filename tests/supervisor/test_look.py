"""A look at a box is answered behind all that was on its links before.

A busy machine ran the wire's process late. Two looks in a row saw nothing new, so the box was
thought to rest, and frames of a loopback stood behind the move that had sent them.
"""

import os
import signal
import unittest

from box_client import SOLO, Box, leftovers
from wire_client import packet

TALK = (
    "import socket, sys; l = socket.create_server(('127.0.0.1', 3333));"
    "c = socket.create_connection(('127.0.0.1', 3333)); s, _ = l.accept();"
    "print('ready'); sys.stdin.readline(); c.sendall(b'hello'); print(s.recv(100))"
)


class Look(unittest.TestCase):
    def test_frames_that_were_there_are_told_before_the_answer(self):
        with Box(SOLO) as box:
            program = box.start("pc", TALK)
            self.assertEqual(program.stdout.readline(), b"ready\n")
            wire = wire_of(box)
            os.kill(wire, signal.SIGSTOP)
            program.stdin.write(b"\n")
            program.stdin.flush()
            self.assertEqual(program.stdout.readline(), b"b'hello'\n")
            look = box.send("sample")
            box.command("usage")  # its answer stands behind one that has not waited for the wire
            os.kill(wire, signal.SIGCONT)
            answer = box.wait_event("reply", id=look)
            before = box.lines[: box.lines.index(answer)]
            sent = [line for line in before if line["type"] == "frame" and line["verb"] == "sent"]
            self.assertTrue(any(packet(line).endswith(b"hello") for line in sent))


def wire_of(box):
    """Process id of its wire: the keeper's child that is still the supervisor's program."""
    main = command_line(box.process.pid)
    forks = [pid for pid in leftovers(box.uid) if command_line(pid) == main]
    keeper = next(pid for pid in forks if parent_of(pid) == box.process.pid)
    return next(pid for pid in forks if parent_of(pid) == keeper)


def command_line(pid):
    with open("/proc/%d/cmdline" % pid, "rb") as file:
        return file.read()


def parent_of(pid):
    with open("/proc/%d/status" % pid) as file:
        return int(next(line for line in file if line.startswith("PPid:")).split()[1])
