"""A stepped program writes, fails and ends exactly as the same program run plainly.

The programs are of every ordinary kind; their threads and children are stepped as they are.
"""

import functools
import unittest

from .harness import EXTENT, OWN_PYTHON, PROGRAMS, PYTHONS, at_once, plain
from .stepped import Stepped

ARGUMENTS = ("x", "y")
STDIN = "ann\nb\nstop\nq\n"
BATTERY = sorted(path.name for path in PROGRAMS.glob("*.py"))

# The gate has the oldest and the newest Python step every line, which asks most of the stepper.
MOST = PYTHONS if EXTENT == "all" else OWN_PYTHON


@functools.lru_cache(None)
def plainly(python, program):
    return plain(python, program, *ARGUMENTS, stdin=STDIN)


def both(python, program, start, how, breakpoints):
    """Outcomes of a program: plainly, and with this command given at every stop."""
    options = {"start": start, "breakpoints": breakpoints, "stdin": STDIN}
    with Stepped(python, program, *ARGUMENTS, **options) as stepped:
        return plainly(python, program), stepped.to_the_end(how)


class Faithful(unittest.TestCase):
    def compare(self, start, how, breakpoints=(), pythons=MOST):
        pairs = [(python, program) for python in pythons for program in BATTERY]
        with at_once() as pool:
            runs = [pool.submit(both, *pair, start, how, breakpoints) for pair in pairs]
        for (python, program), run in zip(pairs, runs):
            with self.subTest(python=python, program=program):
                expected, seen = run.result()
                self.assertEqual(seen, expected)

    def test_the_battery_is_complete(self):
        self.assertGreaterEqual(len(BATTERY), 40)

    def test_running_freely(self):
        self.compare("run", "run")

    def test_run_from_the_first_line(self):
        self.compare("paused", "run")

    def test_stepping_call_by_call(self):
        self.compare("paused", "call")

    def test_stepping_every_line(self):
        self.compare("paused", "line", pythons=PYTHONS)

    def test_running_from_breakpoint_to_breakpoint(self):
        self.compare("run", "run", breakpoints=range(1, 100))
