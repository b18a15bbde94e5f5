"""The known differences from plain Python, as docs/stepper.md lists them: these and no others."""

import re
import unittest

from .harness import HERE, lines, on_every_python, plain
from .stepped import Stepped
from .test_pause import wait_until_it_sleeps

SCENES = HERE / "scenes"
LOOKS = SCENES / "looks_closely.py"
LIST = (HERE.parents[1] / "docs" / "stepper.md").read_text(encoding="utf-8")

ALWAYS = {
    "sys.modules",
    "sys.meta_path",
    "sys.excepthook",
    "sys.setprofile()",
    "atexit",
    "signal 63",
    "socket.socket.send",
    "_thread.start_new_thread",
    "threading.settrace()",
    "/proc/self/fd",
    "RecursionError in a call",
}
TRACED = ALWAYS | {"sys.gettrace()"}
STEPPED = TRACED | {"sys.settrace()"}


def looks(outcome):
    """What the program saw, by the thing that it looked at."""
    return dict(line.split(": ", 1) for line in outcome.out.splitlines())


def line_of(text):
    return LOOKS.read_text(encoding="utf-8").split(text)[0].count("\n") + 1


class Looks(unittest.TestCase):
    def differences(self, how, **options):
        expected = plain(self.python, LOOKS)
        with Stepped(self.python, LOOKS, **options) as program:
            outcome = program.to_the_end(how)
        self.assertEqual((outcome.code, outcome.err), (expected.code, expected.err))
        before, now = looks(expected), looks(outcome)
        self.assertEqual(set(now), set(before))
        return {what for what in before if now[what] != before[what]}

    def only_in(self, what, *versions):
        return {what} if any(f"/{version}" in self.python for version in versions) else set()

    @on_every_python
    def test_in_a_free_run(self):
        filters = self.only_in("warnings.filters", "3.12")
        self.assertEqual(self.differences("run", start="run"), ALWAYS | filters)

    @on_every_python
    def test_stepped_line_by_line(self):
        filters = self.only_in("warnings.filters", "3.12")
        self.assertEqual(self.differences("line", start="paused"), STEPPED | filters)

    @on_every_python
    def test_an_object_let_go_after_a_stop_may_live_as_long_as_its_function(self):
        stop = line_of("held = None")
        seen = self.differences("run", start="run", breakpoints=[stop])
        has_copies = not self.only_in("", "3.9", "3.10", "3.13")
        late = {"__del__"} if has_copies else set()
        self.assertEqual(seen - {"warnings.filters"}, TRACED | late)

    def test_the_docs_list_each(self):
        named = set(re.findall(r"^\| `([^`]+)`", LIST, re.MULTILINE))
        self.assertEqual(named, STEPPED | {"warnings.filters", "__del__", "signal.pause()"})


class Limits(unittest.TestCase):
    @on_every_python
    def test_a_pause_wakes_signal_pause(self):
        with Stepped(self.python, SCENES / "sleeps_for_good.py", start="run") as program:
            program.until("hello")
            program.until("return", call="send")
            wait_until_it_sleeps(program.pid)
            program.pause()
            self.assertEqual(program.until("line")[-1]["line"], 7)
            program.command("run")
            self.assertEqual(program.outcome().out, "woken\n")

    @on_every_python
    def test_a_program_that_closes_every_descriptor_runs_on_unseen(self):
        expected = plain(self.python, SCENES / "daemon.py")
        with Stepped(self.python, SCENES / "daemon.py") as program:
            self.assertEqual(program.to_the_end("line"), expected)
            self.assertEqual(lines(program.events)[-1], 5)

    @on_every_python
    def test_after_a_recursion_error_stepping_goes_on_at_the_next_call(self):
        with Stepped(self.python, SCENES / "endless.py") as program:
            outcome = program.to_the_end("line")
            self.assertEqual(outcome.out, "too deep\n")
            self.assertEqual(lines(program.events)[-3:], [18, 19, 20])
