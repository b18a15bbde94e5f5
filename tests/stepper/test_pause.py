"""Pause: a running program stops before its next line, whatever it is doing."""

import os
import socket
import time
import unittest

from .harness import HERE, PATIENCE, lines, on_every_python
from .stepped import Stepped
from .test_pair import free_port

SCENES = HERE / "scenes"


def wait_until_it_sleeps(pid):
    """Until the process sleeps in the kernel: "S" in /proc/PID/stat (proc(5))."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with open(f"/proc/{pid}/stat") as file:
            if file.read().rpartition(")")[2].split()[0] == "S":
                return
        os.sched_yield()
    raise AssertionError("the program never slept")


def sleeps(pid):
    """How often the process has gone to sleep in the kernel (proc(5), voluntary_ctxt_switches)."""
    with open(f"/proc/{pid}/status") as file:
        return int(file.read().split("\nvoluntary_ctxt_switches:")[1].split()[0])


def wait_for_another_sleep(pid, before):
    end = time.monotonic() + PATIENCE
    while sleeps(pid) == before:
        if time.monotonic() > end:
            raise AssertionError("the program did not wake and sleep again")
        os.sched_yield()


class Pause(unittest.TestCase):
    @on_every_python
    def test_a_loop_that_only_computes_stops_and_goes_on(self):
        with Stepped(self.python, SCENES / "cpu_loop.py") as program:
            program.until("line")
            counts = []
            for _ in range(3):
                program.command("run")
                program.until("resumed", how="run")
                program.pause()
                stop = program.until("line")[-1]
                self.assertIn(stop["line"], (2, 3))
                counts.append(int(stop["locals"].get("count", "0")))
            self.assertEqual(counts, sorted(counts))
            self.assertEqual([e["type"] for e in program.step("line")], ["resumed", "line"])

    @on_every_python
    def test_a_pause_right_behind_a_command_is_not_lost(self):
        with Stepped(self.python, SCENES / "cpu_loop.py") as program:
            program.until("line")
            for _ in range(50):
                program.command("run")
                program.pause()
                program.until("line")

    @on_every_python
    def test_a_pause_while_the_program_stands_is_void(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.until("line")
            wait_until_it_sleeps(program.pid)
            before = sleeps(program.pid)
            program.pause()
            wait_for_another_sleep(program.pid, before)
            program.command("run")
            self.assertEqual(program.outcome().code, 0)
            self.assertEqual(len(lines(program.events)), 1)

    @on_every_python
    def test_a_program_blocked_in_accept_stops_after_it_returns(self):
        port = free_port()
        with Stepped(self.python, SCENES / "blocked.py", "accept", port) as program:
            program.until("line")
            program.command("run")
            program.until("call", call="accept")
            wait_until_it_sleeps(program.pid)
            program.pause()
            with socket.create_connection(("127.0.0.1", port)):
                stop = program.until("line")[-1]
            self.assertEqual(stop["line"], 18)

    @on_every_python
    def test_a_program_blocked_in_input_stops_after_it_returns(self):
        with Stepped(self.python, SCENES / "blocked.py", "input") as program:
            program.until("line")
            program.command("run")
            program.until("resumed")
            wait_until_it_sleeps(program.pid)
            program.pause()
            program.stdin.write(b"word\n")
            program.stdin.flush()
            stop = program.until("line")[-1]
            self.assertEqual((stop["line"], stop["locals"]["got"]), (18, "'word'"))

    @on_every_python
    def test_a_program_started_with_run_can_be_paused(self):
        with Stepped(self.python, SCENES / "cpu_loop.py", start="run") as program:
            program.until("hello")
            program.pause()
            self.assertEqual(program.until("line")[-1]["file"], "cpu_loop.py")
