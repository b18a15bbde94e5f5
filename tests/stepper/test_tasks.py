"""Threads and forked children: each is stepped by itself, while the others run or stand."""

import os
import time
import unittest

from .harness import HERE, PATIENCE, Stepped, calls, on_every_python, plain

SCENES = HERE / "scenes"


def stops(events, task=None):
    """Lines where a task stopped."""
    return [e["line"] for e in events if e["type"] == "line" and e.get("task") == task]


class Threads(unittest.TestCase):
    @on_every_python
    def test_pausing_a_thread(self):
        for args in ((), ("idle",)):
            with Stepped(self.python, SCENES / "busy_threads.py", *args, start="run") as program:
                while "thread-3" not in program.tasks:
                    program.next()
                for task in ("thread-2", "thread-3", "thread-2", None):
                    if task is None and args:
                        break
                    program.pause(task)
                    program.until("line", task=task)
                    for _ in range(3):
                        program.command("line", task)
                        program.until("line", task=task)
                    program.command("run", task)
                    program.until("resumed", task=task)
