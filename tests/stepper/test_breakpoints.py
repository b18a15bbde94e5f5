"""Breakpoints: a program stops before these lines, whatever it is doing when they are set."""

import signal
import unittest

from .harness import HERE, calls, lines, on_every_python, plain
from .stepped import Stepped
from .test_interrupt import places
from .test_pause import wait_until_it_sleeps
from .test_tasks import main_and_thread_stand, stops

SCENES = HERE / "scenes"


def told(events):
    """(lines where the program stops, lines without code) of each answer."""
    return [(e["lines"], e["nowhere"]) for e in events if e["type"] == "breakpoints"]


class Places(unittest.TestCase):
    @on_every_python
    def test_set_before_the_start_they_stop_a_program_that_was_started_to_run(self):
        with Stepped(self.python, SCENES / "adds.py", start="run", breakpoints=[6, 19]) as program:
            outcome = program.to_the_end("run")
        self.assertEqual(outcome.out, "6\n[6, 8]\n")
        self.assertEqual(lines(program.events), [19, 6, 6, 6, 6])
        self.assertEqual(told(program.events), [([6, 19], [])])

    @on_every_python
    def test_a_line_without_code_gives_way_to_the_next_that_has_some(self):
        asked = [2, 5, 6, 8, 15, 27, 99]
        with Stepped(self.python, SCENES / "adds.py", breakpoints=asked) as program:
            program.to_the_end("run")
        self.assertEqual(told(program.events), [([4, 6, 10, 17], [27, 99])])
        self.assertEqual(lines(program.events), [1, 4, 10, 17, 6, 6, 6, 6])

    @on_every_python
    def test_a_comprehension_is_one_stop_however_often_it_turns(self):
        with Stepped(self.python, SCENES / "adds.py", start="run", breakpoints=[23]) as program:
            program.to_the_end("run")
        self.assertEqual(len(lines(program.events)), 1)
        self.assertEqual(told(program.events), [(lines(program.events), [])])

    @on_every_python
    def test_on_every_line_they_stop_where_steps_do(self):
        for path in ("scenes/functions.py", "programs/echo.py", "programs/generators.py"):
            with Stepped(self.python, HERE / path) as program:
                program.to_the_end("line")
            steps = lines(program.events)
            every = range(1, 100)
            with Stepped(self.python, HERE / path, start="run", breakpoints=every) as program:
                program.to_the_end("run")
            self.assertEqual(lines(program.events), steps)

    @on_every_python
    def test_another_file_has_no_breakpoints(self):
        every = range(1, 100)
        with Stepped(self.python, "guarded.py", start="run", breakpoints=every) as program:
            program.to_the_end("run")
        self.assertEqual({e["file"] for e in program.events if "file" in e}, {"guarded.py"})


class Steps(unittest.TestCase):
    @on_every_python
    def test_steps_go_on_from_one_into_what_called_it(self):
        with Stepped(self.python, SCENES / "adds.py", start="run", breakpoints=[7]) as program:
            self.assertEqual(program.until("line")[-1]["line"], 7)
            self.assertEqual(program.step("line")[-1]["line"], 12)
            self.assertEqual(program.step("line")[-1]["line"], 13)
            self.assertEqual(program.step("line")[-1]["line"], 6)

    @on_every_python
    def test_a_step_of_a_call_ends_at_one_too(self):
        with Stepped(self.python, SCENES / "adds.py", breakpoints=[14]) as program:
            program.until("line")
            self.assertEqual(calls(program.step("call")), ["send"])
            self.assertEqual(program.events[-1]["line"], 19)
            self.assertEqual(calls(program.step("call")), ["recv"])
            self.assertEqual(program.step("call")[-1]["line"], 14)

    @on_every_python
    def test_set_while_the_program_stands_they_hold_from_its_next_step(self):
        with Stepped(self.python, SCENES / "adds.py") as program:
            program.until("line")
            program.break_at(14)
            self.assertEqual(told(program.until("breakpoints")), [([14], [])])
            self.assertEqual(program.step("run")[-1]["line"], 14)
            program.break_at(5, 99)
            self.assertEqual(told(program.until("breakpoints")), [([6], [99])])
            self.assertEqual(program.step("run")[-1]["line"], 6)
            program.break_at()
            self.assertEqual(told(program.until("breakpoints")), [([], [])])
            program.command("run")
            self.assertEqual(program.outcome().out, "6\n[6, 8]\n")
            self.assertEqual(lines(program.events), [1, 14, 6])

    @on_every_python
    def test_set_while_it_stands_in_a_function_they_hold_in_what_called_it(self):
        with Stepped(self.python, SCENES / "adds.py", start="run", breakpoints=[6]) as program:
            program.until("line")
            program.break_at(14)
            self.assertEqual(program.step("run")[-1]["line"], 14)

    @on_every_python
    def test_ctrl_c_while_it_stands_at_one_ends_it_as_ever(self):
        with Stepped(self.python, SCENES / "adds.py", start="run", breakpoints=[7]) as program:
            program.until("line")
            wait_until_it_sleeps(program.pid)
            program.signal(signal.SIGINT)
            outcome = program.outcome()
        self.assertEqual((outcome.code, places(outcome.err)), (-signal.SIGINT, [20, 13, 7]))
        self.assertNotIn("_sockscope", outcome.err)


class Running(unittest.TestCase):
    def where(self, work, where):
        """The program, its task that works, and the line in its loop."""
        program = Stepped(self.python, SCENES / "loops.py", work, where, start="run")
        task = {"main": None, "thread": "thread-2", "child": "child-1"}[where]
        return program, task, {"compute": 10, "doze": 18}[work]

    @on_every_python
    def test_set_in_the_middle_of_a_function_they_stop_it_there(self):
        for work in ("compute", "doze"):
            for where in ("main", "thread", "child"):
                with self.subTest(work=work, where=where):
                    self.stop_and_let_go(*self.where(work, where))

    def stop_and_let_go(self, program, task, line):
        with program:
            program.until("hello", **({} if task is None else {"task": task}))
            child = task if task == "child-1" else None
            program.break_at(line, task=child)
            for _ in range(3):
                self.assertEqual(program.until("line", task=task)[-1]["line"], line)
                program.command("run", task)
            program.until("line", task=task)
            program.break_at(task=child)
            program.until("breakpoints", lines=[])
            program.command("run", task)
            program.stdin.write(b"\n")
            program.stdin.flush()
            self.assertEqual(program.outcome().out.splitlines()[-1], "done None")
            self.assertEqual(len(lines(program.events)), 4)

    @on_every_python
    def test_set_while_a_thread_is_about_to_begin_they_stop_it_too(self):
        scene = SCENES / "almost_begun.py"
        with Stepped(self.python, scene, start="run", breakpoints=[33]) as program:
            program.until("line", line=33)
            if "thread-2" not in program.tasks:
                program.until("hello", task="thread-2")
            program.break_at(24)
            program.until("breakpoints", lines=[24])
            program.command("run")
            self.assertEqual(program.until("line", task="thread-3")[-1]["line"], 24)
            program.command("run", "thread-3")
            self.assertEqual(program.outcome().out, "worked\n")

    @on_every_python
    def test_set_while_it_is_blocked_in_a_call_they_stop_it_when_it_returns(self):
        with Stepped(self.python, SCENES / "blocked.py", "input", start="run") as program:
            program.until("hello")
            wait_until_it_sleeps(program.pid)
            program.break_at(18)
            program.until("breakpoints")
            program.stdin.write(b"word\n")
            program.stdin.flush()
            self.assertEqual(program.until("line")[-1]["locals"]["got"], "'word'")

    @on_every_python
    def test_threads_and_children_that_begin_later_have_them(self):
        expected = plain(self.python, SCENES / "later.py")
        with Stepped(self.python, SCENES / "later.py", start="run", breakpoints=[8]) as program:
            self.assertEqual(program.to_the_end("run"), expected)
            self.assertEqual(stops(program.events, "thread-2"), [8])
            self.assertEqual(stops(program.events, "child-1"), [8])
            self.assertEqual(stops(program.events), [])

    @on_every_python
    def test_a_thread_takes_up_those_that_were_set_while_it_stood(self):
        with Stepped(self.python, SCENES / "crew.py") as program:
            main_and_thread_stand(program, line=13)
            program.break_at(7)
            program.until("breakpoints", lines=[7])
            program.command("run")
            program.until("resumed", task=None)
            program.command("run", "thread-2")
            self.assertEqual(program.until("line")[-1]["line"], 7)
            self.assertEqual(stops(program.events, "thread-2"), [6, 7])

    @on_every_python
    def test_a_pause_and_breakpoints_do_not_lose_each_other(self):
        with Stepped(self.python, SCENES / "cpu_loop.py", start="run") as program:
            program.until("hello")
            for number in range(20):
                program.pause()
                program.break_at(99 + number)
                news = program.until("breakpoints", nowhere=[99 + number])
                if not lines(news):
                    program.until("line")
                program.command("run")
                program.until("resumed")


class Cost(unittest.TestCase):
    @on_every_python
    def test_a_free_run_is_not_traced(self):
        with Stepped(self.python, SCENES / "untraced.py", start="run") as program:
            out = program.outcome().out
        self.assertEqual(len(out.splitlines()), 12)
        traced = {tuple(line.split()[1:]) for line in out.splitlines()}
        # A frame that a call has raised in may keep a mark; tracing is off.
        self.assertLessEqual(traced, {("False", "False"), ("False", "True")})
        self.assertEqual(out.splitlines()[0].split(), ["begun", "False", "False"])

    @on_every_python
    def test_after_a_run_from_a_stop_nothing_is_traced(self):
        with Stepped(self.python, SCENES / "untraced.py") as program:
            program.until("line")
            for _ in range(4):
                program.step("line")
            program.command("run")
            out = program.outcome().out
        self.assertEqual({line.split()[1] for line in out.splitlines()}, {"False"})

    @on_every_python
    def test_with_breakpoints_only_what_holds_one_is_traced(self):
        with Stepped(self.python, SCENES / "untraced.py", start="run", breakpoints=[28]) as program:
            outcome = program.to_the_end("run")
        seen = [line.split() for line in outcome.out.splitlines()]
        self.assertEqual({traced for _, traced, _ in seen}, {"True"})
        frames = {where: frame for where, _, frame in seen if where in ("begun", "quiet", "end")}
        self.assertEqual(frames, {"begun": "False", "quiet": "True", "end": "False"})
