"""Ctrl-C ends a program as it would without us, while it runs and while it stands."""

import signal
import unittest

from .harness import HERE, Process, environment, on_every_python
from .stepped import Stepped
from .test_pause import wait_until_it_sleeps
from .test_tasks import main_and_thread_stand

SCENES = HERE / "scenes"


class Interrupt(unittest.TestCase):
    def plainly_interrupted(self, program, *args):
        process = Process([self.python, program, *args], cwd=SCENES, env=environment())
        try:
            wait_until_it_sleeps(process.popen.pid)
            process.popen.send_signal(signal.SIGINT)
            return process.outcome()
        finally:
            process.close()

    def interrupted(self, program, *args, how):
        with Stepped(self.python, program, *args, cwd=SCENES) as stepped:
            stepped.until("line")
            stepped.command(how)
            while stepped.next()["type"] != "call":
                if stepped.events[-1]["type"] == "line":
                    stepped.command(how)
            wait_until_it_sleeps(stepped.pid)
            stepped.signal(signal.SIGINT)
            return stepped.to_the_end(how)

    @on_every_python
    def test_during_a_blocked_call(self):
        for args in ((), ("print",)):
            expected = self.plainly_interrupted("waits.py", *args)
            self.assertEqual(expected.code, -signal.SIGINT)
            self.assertEqual(expected.err.count("Traceback"), 2 if args else 1)
            for how in ("run", "call", "line"):
                self.assertEqual(self.interrupted("waits.py", *args, how=how), expected)

    @on_every_python
    def test_while_it_stands_before_a_line(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.until("line")
            while program.step("line")[-1]["line"] != 7:
                pass
            wait_until_it_sleeps(program.pid)
            program.signal(signal.SIGINT)
            outcome = program.outcome()
            self.assertEqual(program.events[-1]["how"], "run")
        self.assertEqual(outcome.code, -signal.SIGINT)
        self.assertEqual(places(outcome.err), [19, 14, 7])
        self.assertNotIn("_sockscope", outcome.err)

    @on_every_python
    def test_while_it_stands_and_the_program_catches_and_prints_it(self):
        with Stepped(self.python, SCENES / "stands.py") as program:
            program.until("line")
            while program.step("line")[-1]["line"] != 6:
                pass
            wait_until_it_sleeps(program.pid)
            program.signal(signal.SIGINT)
            outcome = program.outcome()
        self.assertEqual((outcome.code, outcome.out), (0, "caught\n"))
        self.assertEqual(places(outcome.err), [10, 6])
        self.assertNotIn("_sockscope", outcome.err)

    @on_every_python
    def test_of_the_main_thread_while_another_stands(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=14)
            program.command("run")
            program.until("call", call="recv")
            wait_until_it_sleeps(program.pid)
            program.signal(signal.SIGINT)
            program.until("return", call="recv", error="KeyboardInterrupt")
            program.command("run", "thread-2")
            outcome = program.outcome()
        self.assertEqual((outcome.code, places(outcome.err)), (-signal.SIGINT, [14]))


def places(text):
    """Line numbers of a printed traceback, outermost first."""
    return [
        int(line.split("line ")[1].split(",")[0])
        for line in text.splitlines()
        if line.startswith("  File ")
    ]
