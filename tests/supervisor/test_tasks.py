"""Threads and forked children of a program, with the stepper that learners get, in a box."""

import os
import unittest

from box_client import SOLO, TREE, Box

STEPPER = os.path.join(TREE, "sandbox", "stepper")

THREADS = """
import socket, threading

def work(sock):
    word = sock.recv(5)
    sock.sendall(word.upper())

near, far = socket.socketpair()
thread = threading.Thread(target=work, args=(far,), name="worker")
thread.start()
near.sendall(b"hello")
print(near.recv(5), flush=True)
thread.join()
"""
CHILDREN = """
import os, socket

near, far = socket.socketpair()
if os.fork() == 0:
    far.sendall(b"%d" % os.getpid())
    os._exit(0)
print(near.recv(9).decode(), flush=True)
os.wait()
"""
LOOPS = """
import os, threading

def loop():
    while True:
        pass

threading.Thread(target=loop, daemon=True).start()
if os.fork() == 0:
    loop()
input()
"""
WAITS = """
import os, queue, select, selectors, socket, threading, time

def poll():
    chooser = select.poll()
    chooser.register(left)
    chooser.modify(left, select.POLLIN)
    chooser.poll()

def choose():
    chooser = selectors.DefaultSelector()
    chooser.register(left, selectors.EVENT_READ)
    chooser.select()

left, right = socket.socketpair()
if os.fork() == 0:
    time.sleep(99)
for work in (poll, choose, queue.Queue().get, os.wait):
    threading.Thread(target=work).start()
threading.Thread(target=left.recv, args=(1,)).start()
select.select([left], [], [])
"""


class Tasks(unittest.TestCase):
    def start(self, text, start="paused", **options):
        """A box with a stepped program of this text, and its helper."""
        box = Box(SOLO, files=[("pc", "program.py", text.lstrip())], stepper=STEPPER, **options)
        self.addCleanup(box.close)
        env = {
            "PYTHONPATH": "/opt/sockscope/stepper",
            "SOCKSCOPE_STEP": "/run/sockscope/step.sock",
            "SOCKSCOPE_START": start,
        }
        return box, box.start("pc", ["python3", "program.py"], "prog", env=env)

    def step(self, box, how, **task):
        """Gives a command to a task that stands; the first line after which news may be."""
        before = len(box.lines)
        self.assertIsNone(box.command("step", program="prog", how=how, **task)["error"])
        return before

    def step_to(self, box, line):
        """Steps the main thread line by line up to this one."""
        stop = box.wait_for(lambda each: is_stop(each, None))
        while stop["line"] != line:
            before = self.step(box, "line")
            stop = box.wait_for(lambda each: is_stop(each, None), before)

    def test_a_thread_stands_and_steps_by_itself(self):
        box, helper = self.start(THREADS)
        self.step_to(box, 11)
        begun = box.wait_event("task-started")
        self.assertEqual((begun["task"], begun["name"]), ("thread-2", "worker"))
        stop = box.wait_event("line", task="thread-2")
        self.assertEqual((stop["line"], stop["function"]), (4, "work"))
        self.assertEqual(
            box.command("step", program="prog", task="thread-3", how="run")["code"], "not-paused"
        )
        self.step(box, "run")
        box.wait_for(lambda each: each["type"] == "call" and each["call"] == "recv")
        self.assertEqual(helper.poll(), None)
        before = self.step(box, "line", task="thread-2")
        self.assertEqual(box.wait_event("line", before, task="thread-2")["line"], 5)
        self.step(box, "run", task="thread-2")
        self.assertEqual(helper.communicate(timeout=10)[0], b"b'HELLO'\n")
        box.wait_event("task-ended", task="thread-2")
        made = [(each.get("task"), each["call"]) for each in box.events("call")]
        self.assertIn(("thread-2", "sendall"), made)
        self.assertIn((None, "sendall"), made)

    def test_a_call_is_paired_with_its_return_within_the_whole_program(self):
        box, helper = self.start(THREADS + CHILDREN, start="run")
        self.assertEqual(helper.wait(10), 0)
        box.wait_for(lambda each: each["type"] == "task-ended" and "child" in each["task"])
        calls = {each["id"]: each for each in box.events("call")}
        returns = {each["id"]: each for each in box.events("return")}
        self.assertEqual(len(calls), len(box.events("call")))
        self.assertEqual(set(calls), set(returns))
        for number, call in calls.items():
            self.assertEqual(call.get("task"), returns[number].get("task"))
        self.assertEqual(len({each.get("task") for each in calls.values()}), 3)

    def test_a_child_is_known_by_its_process_id_in_the_host(self):
        box, helper = self.start(CHILDREN)
        self.step_to(box, 7)
        begun = box.wait_event("task-started")
        self.assertEqual(begun["task"], "child-%d" % begun["pid"])
        stop = box.wait_event("line", task=begun["task"])
        self.assertEqual(stop["line"], 5)
        self.step(box, "run", task=begun["task"])
        self.step(box, "run")
        self.assertEqual(helper.communicate(timeout=10)[0], b"%d\n" % begun["pid"])
        box.wait_event("task-ended", task=begun["task"])

    def test_a_child_that_is_gone_at_once_is_told_of_all_the_same(self):
        many = "import os\nfor _ in range(30):\n    if os.fork() == 0: os._exit(0)\n    os.wait()\n"
        box, helper = self.start(many, start="run")
        self.assertEqual(helper.wait(30), 0)
        told = []

        def all_told(line):
            if line["type"] == "task-ended":
                told.append(line["task"])
            return len(told) == 30

        box.wait_for(all_told)
        self.assertEqual(told, [each["task"] for each in box.events("task-started")])

    def test_a_child_of_a_child_that_has_gone_is_still_the_programs(self):
        text = """
import os
if os.fork() == 0:
    if os.fork() == 0:
        input()
    os._exit(0)
os.wait()
input()
"""
        box, _ = self.start(text, start="run")
        box.wait_event("task-ended")
        box.wait_for(lambda each: "task" in each and each["type"] == "blocked")
        started = {each["task"] for each in box.events("task-started")}
        self.assertEqual(len(started), 2)
        self.assertLessEqual(
            {each["task"] for each in box.events("blocked", syscall="read") if "task" in each},
            started,
        )

    def test_each_task_is_paused_alone(self):
        box, _ = self.start(LOOPS, start="run")
        child = box.wait_event("task-started", name="")["task"]
        for task in (child, "thread-2"):
            box.wait_event("task-started", task=task)
            before = len(box.lines)
            self.assertIsNone(box.command("pause", program="prog", task=task)["error"])
            box.wait_event("line", before, task=task)
        self.assertEqual({each.get("task") for each in box.events("line")}, {child, "thread-2"})
        self.assertEqual(
            box.command("pause", program="prog", task="thread-9")["code"], "no-stepper"
        )

    def test_the_end_of_a_program_is_not_the_end_of_each_task(self):
        box, helper = self.start(
            "import threading\nthreading.Thread(target=input).start()\n", "run"
        )
        box.wait_event("task-started")
        helper.kill()
        helper.wait()
        box.command("sample")
        self.assertEqual(box.events("task-ended"), [])

    def test_a_child_that_outlives_its_program_runs_on_and_is_told_of_no_more(self):
        text = """
import os, socket, sys
near, far = socket.socketpair()
if os.fork() != 0:
    near.recv(1)
    sys.exit()
os.setsid()
far.sendall(b"x")
far.sendall(b"y")
open("done", "w").close()
"""
        box, helper = self.start(text)
        self.step_to(box, 4)
        child = box.wait_for(lambda each: each["type"] == "line" and "task" in each)["task"]
        self.step_until_call(box, child)
        self.step(box, "run")
        self.assertEqual(helper.wait(10), 0)
        wait = "import os, time\nwhile not os.path.exists('done'): time.sleep(0.01)"
        self.assertEqual(box.run("pc", wait)[0], 0)
        box.command("sample")
        self.assertEqual(len(box.events("call", call="sendall")), 1)

    def step_until_call(self, box, task):
        while not box.events("return", call="sendall"):
            before = self.step(box, "line", task=task)
            box.wait_event("line", before, task=task)

    def test_threads_that_are_gone_at_once_are_told_of_all_the_same(self):
        text = """
import threading
gate = threading.Event()
threads = [threading.Thread(target=gate.wait) for _ in range(40)]
for thread in threads: thread.start()
gate.set()
for thread in threads: thread.join()
print(len(threads))
"""
        box, helper = self.start(text, "run")
        self.assertEqual(helper.communicate(timeout=20)[0], b"40\n")
        for number in range(2, 42):
            box.wait_event("task-started", task="thread-%d" % number)
            box.wait_event("task-ended", task="thread-%d" % number)

    def test_every_thread_and_child_says_what_it_waits_in(self):
        box, _ = self.start(WAITS, start="run")
        waits = {}

        def all_told(line):
            if line["type"] == "blocked" and line["syscall"] is not None:
                waits[line.get("task", "main")] = (line["syscall"], line["fd"])
            return len(waits) == 7

        box.wait_for(all_told)
        child = box.wait_event("task-started", name="")["task"]
        self.assertEqual(
            waits,
            {
                "main": ("pselect6", None),
                child: ("clock_nanosleep", None),
                "thread-2": ("poll", None),
                "thread-3": ("epoll_wait", None),
                "thread-4": ("futex", None),
                "thread-5": ("wait4", None),
                "thread-6": ("recvfrom", 3),
            },
        )

    def test_threads_that_take_turns_are_not_called_blocked(self):
        text = """
import threading
def loop():
    while True: pass
for _ in range(3): threading.Thread(target=loop).start()
loop()
"""
        box, _ = self.start(text, start="run")
        box.wait_event("task-started", task="thread-4")
        box.run("pc", "import time; time.sleep(2)")
        # Looked at without patience it were thirty in this time.
        told = [each for each in box.events("blocked") if each["syscall"]]
        self.assertLess(len(told), 5)


def is_stop(line, task):
    return line["type"] == "line" and line.get("task") == task


if __name__ == "__main__":
    unittest.main()
