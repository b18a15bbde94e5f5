"""A stepped program writes, fails and ends exactly as the same program run plainly.

The programs are of every ordinary kind; their threads and children are stepped as they are.
"""

import functools
import unittest

from .harness import PROGRAMS, on_every_python, plain
from .stepped import Stepped

STDIN = "ann\nb\nstop\nq\n"
BATTERY = sorted(path.name for path in PROGRAMS.glob("*.py"))


@functools.lru_cache(None)
def plainly(python, program):
    return plain(python, program, "x", "y", stdin=STDIN)


class Faithful(unittest.TestCase):
    def compare(self, start, how):
        for program in BATTERY:
            with self.subTest(program=program):
                expected = plainly(self.python, program)
                with Stepped(self.python, program, "x", "y", start=start, stdin=STDIN) as stepped:
                    self.assertEqual(stepped.to_the_end(how), expected)

    def test_the_battery_is_complete(self):
        self.assertGreaterEqual(len(BATTERY), 40)

    @on_every_python
    def test_running_freely(self):
        self.compare("run", "run")

    @on_every_python
    def test_run_from_the_first_line(self):
        self.compare("paused", "run")

    @on_every_python
    def test_stepping_call_by_call(self):
        self.compare("paused", "call")

    @on_every_python
    def test_stepping_every_line(self):
        self.compare("paused", "line")
