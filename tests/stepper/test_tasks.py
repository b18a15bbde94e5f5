"""Threads and forked children: each is stepped by itself, while the others run or stand."""

import os
import unittest

from .harness import HERE, calls, on_every_python, plain
from .stepped import Stepped

SCENES = HERE / "scenes"


def stops(events, task=None):
    """Lines where a task stopped."""
    return [e["line"] for e in events if e["type"] == "line" and e.get("task") == task]


def tasks(events):
    """(task, its name) in the order in which they greeted; not the main thread."""
    return [(e["task"], e["name"]) for e in events if e["type"] == "hello" and "task" in e]


def main_and_thread_stand(program, line):
    """Steps main to this line; its thread has begun and stands too."""
    program.until("line")
    while stops(program.events)[-1] != line:
        program.command("line")
        program.until("line", task=None)
    if "thread-2" not in program.tasks or not stops(program.events, "thread-2"):
        program.until("line", task="thread-2")


class Threads(unittest.TestCase):
    @on_every_python
    def test_a_thread_stands_before_its_first_line_while_its_starter_goes_on(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=14)
            self.assertEqual(tasks(program.events), [("thread-2", "worker")])
            program.command("line")
            program.until("call", call="recv")  # main waits in it, and the thread still stands
            self.assertEqual(stops(program.events, "thread-2"), [6])
            program.command("line", "thread-2")
            self.assertEqual(program.until("line")[-1]["task"], "thread-2")
            program.command("line", "thread-2")
            program.until("line", line=15)
            program.command("run")
            self.assertEqual(program.outcome().out, "b'HELLO'\njoined\n")
            self.assertEqual(stops(program.events, "thread-2"), [6, 7])

    @on_every_python
    def test_calls_are_told_by_the_thread_that_makes_them(self):
        for start, how in (("run", "run"), ("paused", "call")):
            with Stepped(self.python, SCENES / "crew.py", start=start) as program:
                program.to_the_end(how)
                made = {
                    task: [
                        e["line"]
                        for e in program.events
                        if e["type"] == "call" and e.get("task") == task
                    ]
                    for task in (None, "thread-2")
                }
            self.assertEqual(made, {None: [13, 14], "thread-2": [6, 7]})

    @on_every_python
    def test_a_thread_that_a_running_thread_begins_runs(self):
        with Stepped(self.python, SCENES / "crew.py", start="run") as program:
            self.assertEqual(program.outcome().code, 0)
            self.assertEqual([e for e in program.events if e["type"] == "line"], [])
        with Stepped(self.python, SCENES / "crew.py") as program:
            program.until("line")
            program.step("run")
            self.assertEqual(len([e for e in program.events if e["type"] == "line"]), 1)
            self.assertEqual(tasks(program.events), [("thread-2", "worker")])

    @on_every_python
    def test_a_thread_begun_by_the_lowest_module_is_stepped_too(self):
        with Stepped(self.python, SCENES / "raw.py") as program:
            main_and_thread_stand(program, line=14)
            for line in (8, 9):
                program.command("line", "thread-2")
                program.until("line", task="thread-2", line=line)
            program.command("run", "thread-2")
            program.command("run")
            self.assertEqual(program.outcome().out, "done\n")
            self.assertEqual(stops(program.events, "thread-2"), [7, 8, 9])

    @on_every_python
    def test_the_channel_of_a_thread_has_closed_when_join_returns(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=14)
            program.command("run", "thread-2")
            program.command("line")
            program.until("line", line=15)
            program.command("line")
            program.until("line", line=16)
            self.assertTrue(program.has_closed("thread-2"))

    @on_every_python
    def test_without_a_descriptor_left_a_thread_runs_unseen_and_that_is_told(self):
        expected = plain(self.python, SCENES / "full.py")
        for start in ("run", "paused"):
            with Stepped(self.python, SCENES / "full.py", start=start) as program:
                self.assertEqual(program.to_the_end("run"), expected)
                self.assertEqual(tasks(program.events), [])
                self.assertEqual(
                    [e for e in program.events if e["type"] == "unseen"], [{"type": "unseen"}]
                )

    @on_every_python
    def test_a_thread_that_is_let_go_runs_on_while_there_is_a_supervisor(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=14)
            program.let_go("thread-2")
            program.command("run")
            self.assertEqual(program.outcome().out, "b'HELLO'\njoined\n")

    @on_every_python
    def test_a_thread_that_stands_ends_its_program_when_the_supervisor_is_gone(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=14)
            program.command("run")
            program.until("call", call="recv")
            program.hang_up()
            self.assertEqual(program.ended().code, 125)


class Pause(unittest.TestCase):
    @on_every_python
    def test_a_thread_that_computes_or_sleeps_stops_and_the_others_do_not(self):
        for args in ((), ("idle",)):
            with Stepped(self.python, SCENES / "busy_threads.py", *args, start="run") as program:
                while len(program.tasks) < 3:
                    program.next()
                for task in ("thread-2", "thread-3", "thread-2"):
                    program.pause(task)
                    program.until("line", task=task)
                    for _ in range(3):
                        program.command("line", task)
                        program.until("line", task=task)
                    program.command("run", task)
                    program.until("resumed", task=task)
                self.assertEqual(stops(program.events), [])

    @on_every_python
    def test_a_thread_stops_while_main_is_in_the_middle_of_an_import(self):
        with Stepped(self.python, SCENES / "half_imported.py", start="run") as program:
            program.until("hello", task="thread-2")
            program.pause("thread-2")
            self.assertEqual(program.until("line")[-1]["task"], "thread-2")
            program.command("run", "thread-2")
            program.stdin.write(b"\n")
            program.stdin.flush()
            self.assertEqual(program.outcome().out, "done\n")

    @on_every_python
    def test_main_stops_while_threads_run(self):
        with Stepped(self.python, SCENES / "busy_threads.py", start="run") as program:
            while len(program.tasks) < 3:
                program.next()
            program.pause()
            program.until("line")
            self.assertEqual({e.get("task") for e in program.events if e["type"] == "line"}, {None})

    @on_every_python
    def test_a_thread_is_paused_while_main_stands(self):
        with Stepped(self.python, SCENES / "busy_threads.py") as program:
            program.until("line")
            program.command("run")
            while len(program.tasks) < 3:
                program.next()
            program.pause()
            program.until("line")
            program.pause("thread-2")
            program.until("line", task="thread-2")

    @on_every_python
    def test_pauses_right_behind_commands_are_not_lost(self):
        with Stepped(self.python, SCENES / "busy_threads.py", start="run") as program:
            while len(program.tasks) < 3:
                program.next()
            program.pause("thread-2")
            for _ in range(30):
                program.until("line", task="thread-2")
                program.command("run", "thread-2")
                program.pause("thread-2")
            program.until("line", task="thread-2")

    @on_every_python
    def test_a_thread_blocked_in_a_call_stops_after_it_returns(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=13)
            program.command("run", "thread-2")
            program.until("call", call="recv", task="thread-2")
            program.pause("thread-2")
            program.command("run")
            self.assertEqual(program.until("line", task="thread-2")[-1]["line"], 7)


class Children(unittest.TestCase):
    @on_every_python
    def test_children_and_their_threads_and_children_are_stepped(self):
        expected = plain(self.python, SCENES / "family.py")
        self.assertEqual(expected.out, "5\n0\n")
        with Stepped(self.python, SCENES / "family.py") as program:
            self.assertEqual(program.to_the_end("line"), expected)
            self.assertEqual(
                tasks(program.events),
                [
                    ("child-1", ""),
                    ("child-2", ""),
                    ("child-3", "grower"),
                    (
                        "child-3-thread-2",
                        "Thread-1 (talk)" if "3.9" not in self.python else "Thread-1",
                    ),
                ],
            )
            self.assertEqual(stops(program.events, "child-1"), [20, 21, 8, 9, 10, 22, 23, 26])
            self.assertEqual(stops(program.events, "child-2"), [23, 24, 8, 9, 10, 25])
            self.assertEqual(stops(program.events, "child-3"), [14, 15, 16])
            self.assertEqual(stops(program.events, "child-3-thread-2"), [8, 9, 10])

    @on_every_python
    def test_children_of_a_running_program_run_and_their_calls_are_told(self):
        expected = plain(self.python, SCENES / "family.py")
        for start in ("run", "paused"):
            with Stepped(self.python, SCENES / "family.py", start=start) as program:
                self.assertEqual(program.to_the_end("run"), expected)
                made = [e for e in program.events if e["type"] == "return"]
            self.assertEqual(calls(made), ["send", "recv"] * 3)
            self.assertEqual(
                sorted({e["task"] for e in made}), ["child-1", "child-2", "child-3-thread-2"]
            )

    @on_every_python
    def test_a_child_does_not_speak_for_the_threads_that_it_has_not(self):
        with Stepped(self.python, HERE / "programs/forked_threads.py", start="run") as program:
            program.to_the_end("run")
        ends = [e["task"] for e in program.events if e["type"] == "bye" and "task" in e]
        self.assertEqual(ends.count("thread-2"), 1)
        self.assertEqual(len(ends), len(set(ends)))

    @on_every_python
    def test_a_step_of_a_call_goes_into_a_child(self):
        with Stepped(self.python, SCENES / "family.py") as program:
            program.until("line")
            program.command("call")
            self.assertEqual(program.until("line", task="child-1")[-1]["line"], 20)
            self.assertEqual(calls(program.step("call", "child-1")), ["send"])

    @on_every_python
    def test_other_programs_that_it_starts_are_left_alone(self):
        expected = plain(self.python, SCENES / "spawned.py")
        self.assertEqual(expected.out.splitlines()[0], "[] None")
        with Stepped(self.python, SCENES / "spawned.py") as program:
            self.assertEqual(program.to_the_end("line"), expected)
            self.assertEqual(tasks(program.events), [])

    @on_every_python
    def test_a_child_is_paused_by_its_own_process(self):
        with Stepped(self.python, SCENES / "busy_child.py", start="run") as program:
            while len(program.tasks) < 2:
                program.next()
            program.pause("child-1")
            self.assertEqual(program.until("line", task="child-1")[-1]["function"], "<module>")
            self.assertEqual(stops(program.events), [])
            os.kill(program.tasks["child-1"].pid, 9)
            self.assertEqual(program.outcome().code, 9)
