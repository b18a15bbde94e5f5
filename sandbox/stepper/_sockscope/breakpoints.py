"""The lines of the main file before which every thread of this process stops, whatever was asked.

A line without code gives way to the next one that has some: the compiled file itself says which.
Known by their code, functions without such a line need not be traced.
"""

from . import comprehensions
from .frames import PASSED_OVER


class Breakpoints:
    """One set for all threads; it is asked for by the reader as a whole."""

    def __init__(self, asked=()):
        """`asked`: lines of the main file, before it is known."""
        self.begun = False  # the main file runs: its code is known
        self.lines = frozenset(asked)  # where to stop; as asked for until the main file runs
        self.asked = sorted(self.lines)
        self._nowhere = []
        self._codes = []  # (a code of the main file, the lines where one can stop in it)
        self._holding = frozenset()  # ids of those that have one of `lines`

    def begin(self, frame):
        """A file or function is entered; when it is the main file, the lines are settled."""
        code = frame.f_code
        if code.co_name == "<module>" and frame.f_globals.get("__name__") == "__main__":
            self._codes = [(each, stop_lines(each)) for each in _within(code)]
            self.begun = True
            self.ask(self.asked)

    def ask(self, lines):
        """Replaces the whole set."""
        self.asked = sorted(lines)
        if not self.begun:
            self.lines = frozenset(lines)
            return
        possible = sorted({line for _, some in self._codes for line in some})
        found = {line: _next(line, possible) for line in self.asked}
        self._nowhere = [line for line in self.asked if found[line] is None]
        wanted = frozenset(line for line in found.values() if line is not None)
        self._holding = frozenset(id(code) for code, some in self._codes if some & wanted)
        self.lines = wanted

    def hold(self, code):
        """Whether a function or file may have to stop at one of the lines."""
        return id(code) in self._holding

    def told(self):
        """What the supervisor is told: where the program stops, and what has no code to stop at."""
        return {"lines": sorted(self.lines), "nowhere": self._nowhere}


def _next(line, possible):
    for each in possible:
        if each >= line:
            return each
    return None


def _within(code):
    """A code and all that it has inside: functions, classes, their methods."""
    yield code
    for each in code.co_consts:
        if type(each) is type(code):
            yield from _within(each)


def stop_lines(code):
    """Lines before which a step may stop in this code."""
    if code.co_name in PASSED_OVER:
        return frozenset()
    if hasattr(code, "co_lines"):  # since Python 3.10 (PEP 626)
        lines = comprehensions.lines_outside(code)
    else:
        lines = _lines_of_table(code)
    return frozenset(line for line in lines if line)


def _lines_of_table(code):
    """Lines with instructions, by Python 3.9's table (Objects/lnotab_notes.txt)."""
    line = code.co_firstlineno
    for bytes_on, lines_on in zip(code.co_lnotab[::2], code.co_lnotab[1::2]):
        if bytes_on:
            yield line
        line += lines_on - 256 if lines_on >= 128 else lines_on
    yield line
