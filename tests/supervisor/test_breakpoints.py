"""Breakpoints of a program in a box, with the stepper that learners get, and with a forged one."""

import json
import os
import unittest

from box_client import SOLO, TREE, Box
from test_stepping import HELLO, line

STEPPER = os.path.join(TREE, "sandbox", "stepper")
FAMILY = """
import os, threading, time

def doze():
    while True:
        time.sleep(0.01)
        naps = 1

threading.Thread(target=doze, daemon=True).start()
if os.fork() == 0:
    threading.Thread(target=doze, daemon=True).start()
    doze()
# Nothing but a comment.
input()
"""
SOCKETS = """
import socket
listener = socket.create_server(("", 3333))
client = socket.create_connection(("127.0.0.1", 3333))
server, _ = listener.accept()
input()
"""


class Breakpoints(unittest.TestCase):
    def open(self, text):
        box = Box(SOLO, files=[("pc", "program.py", text.lstrip())], stepper=STEPPER)
        self.addCleanup(box.close)
        return box

    def start(self, box, start="run", breakpoints=""):
        env = {
            "PYTHONPATH": "/opt/sockscope/stepper",
            "SOCKSCOPE_STEP": "/run/sockscope/step.sock",
            "SOCKSCOPE_START": start,
            "SOCKSCOPE_BREAKPOINTS": breakpoints,
        }
        return box.start("pc", ["python3", "program.py"], "prog", env=env)

    def break_at(self, box, *lines, host="pc"):
        """Sets them; where news of them may be."""
        before = len(box.lines)
        reply = box.command("breakpoints", program="prog", host=host, lines=lines)
        self.assertIsNone(reply["error"])
        return before

    def told(self, box):
        return [(each["lines"], each["nowhere"]) for each in box.events("breakpoints")]

    def go_on(self, box, **task):
        self.assertIsNone(box.command("step", program="prog", how="run", **task)["error"])

    def test_set_before_the_start_they_are_told_as_asked_and_then_as_they_hold(self):
        box = self.open(FAMILY)
        self.break_at(box, 12, 99)
        self.assertEqual(self.told(box), [([12, 99], [])])
        self.start(box, breakpoints="12,99")
        self.assertEqual(box.wait_event("line", line=13)["function"], "<module>")
        box.wait_event("breakpoints", lines=[13])
        self.assertEqual(self.told(box), [([12, 99], []), ([13], [99])])

    def test_every_thread_and_child_has_them_and_one_event_tells(self):
        box = self.open(FAMILY)
        self.start(box)
        child = box.wait_for(lambda each: "child" in each.get("task", ""))["task"]
        box.wait_event("task-started", task=child + "-thread-2")
        self.break_at(box, 6)
        for task in ("thread-2", child, child + "-thread-2"):
            self.assertEqual(box.wait_event("line", task=task)["line"], 6)
        before = self.break_at(box)
        box.wait_event("breakpoints", before)
        self.assertEqual(self.told(box), [([6], []), ([], [])])
        for task in ("thread-2", child, child + "-thread-2"):
            self.go_on(box, task=task)
        before = self.break_at(box, 5)
        self.assertEqual(box.wait_event("line", before, task="thread-2")["line"], 5)

    def test_set_while_it_stands_or_is_blocked_they_are_told_at_once(self):
        box = self.open(FAMILY)
        helper = self.start(box, "paused")
        box.wait_event("line", line=1)
        box.wait_event("breakpoints", self.break_at(box, 13), lines=[13])
        self.go_on(box)
        box.wait_event("line", line=13)
        self.go_on(box)
        box.wait_event("blocked", syscall="read", fd=0)
        box.wait_event("breakpoints", self.break_at(box, 3), lines=[3])
        helper.stdin.write(b"\n")
        helper.stdin.flush()
        self.assertEqual(helper.wait(10), 0)

    def test_the_same_lines_are_not_told_twice(self):
        box = self.open(FAMILY)
        self.start(box)
        box.wait_event("blocked", syscall="read", fd=0)
        for lines in ([1], [1], [2], [3], [1]):
            self.break_at(box, *lines)
        box.wait_for(lambda each: each["type"] == "breakpoints" and self.told(box)[-1] == ([1], []))
        told = self.told(box)
        self.assertEqual([one for one, next_ in zip(told, told[1:]) if one == next_], [])

    def test_without_a_stepper_they_are_told_as_asked(self):
        box = self.open(FAMILY)
        box.start("pc", "input()", "prog")
        self.break_at(box, 2, 3)
        self.assertEqual(self.told(box), [([2, 3], [])])
        reply = box.command("breakpoints", program="prog", host="nowhere", lines=[])
        self.assertEqual(reply["code"], "unknown-host")

    def test_a_child_that_begins_while_its_program_stands_has_those_set_last(self):
        box = self.open(FAMILY)
        self.start(box, "paused")
        box.wait_event("line", line=1)
        self.break_at(box, 10)
        self.go_on(box)

        def is_of_child(line):
            return line["type"] == "line" and "child" in line.get("task", "")

        child = box.wait_for(is_of_child)
        self.assertEqual(child["line"], 10)


class Forged(unittest.TestCase):
    def say(self, *events):
        box = Box(SOLO)
        self.addCleanup(box.close)
        words = ["python3", "/opt/sockscope/stepper/fake.py", HELLO, *events]
        box.start("pc", words, "prog")
        return box

    def breakpoints(self, lines, nowhere=()):
        event = {"type": "breakpoints", "at": "now", "lines": lines, "nowhere": nowhere}
        return json.dumps(event)

    def test_a_stepper_tells_no_more_often_than_it_was_asked(self):
        box = self.say(*[self.breakpoints([n]) for n in range(1, 9)], line(7), "read")
        box.wait_event("line")
        self.assertEqual([each["lines"] for each in box.events("breakpoints")], [[1]])

    def test_what_are_no_lines_ends_its_connection(self):
        for lines in (list(range(1, 102)), ["1"], [0], [-1], [1.5], [1 << 30], "1", None):
            box = self.say(self.breakpoints(lines), "wait")  # which sees the end
            box.helpers[0].wait(10)
            self.assertEqual(box.events("breakpoints"), [])
            box.close()


class Inodes(unittest.TestCase):
    def test_a_call_names_the_row_of_its_socket(self):
        helper = Breakpoints()
        box = Breakpoints.open(self, SOCKETS)
        Breakpoints.start(helper, box)
        box.wait_event("blocked", syscall="read", fd=0)
        rows = {row["inode"]: row for row in box.table("pc")}
        made = {e["call"]: e["socket"] for e in box.events("return") if "socket" in e}
        self.assertEqual(rows[made["listen"]]["state"], "LISTEN")
        self.assertEqual(rows[made["connect"]]["peer"], "127.0.0.1:3333")
        self.assertEqual(rows[made["accept"]]["local"], "127.0.0.1:3333")
        self.assertEqual([e for e in box.events("call", call="socket") if "socket" in e], [])


if __name__ == "__main__":
    unittest.main()
