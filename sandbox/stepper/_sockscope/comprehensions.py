"""Passes over the turns of a comprehension, in every Python alike.

Until Python 3.11 a comprehension has a frame of its own, which the stepper leaves out. Since
3.12 (PEP 709) it runs in the frame around it, with a line event at every turn; there its place in
the source tells that a line event only repeats another.
"""

import sys

from . import quirks


def _opcode_of_inlined():
    """Number of LOAD_FAST_AND_CLEAR, which begins each inlined comprehension; None before 3.12."""
    if not quirks.INLINES_COMPREHENSIONS:
        return None
    before = set(sys.modules)
    import opcode

    # A learner's file of that name must still be importable.
    for name in set(sys.modules) - before:
        del sys.modules[name]
    return opcode.opmap.get("LOAD_FAST_AND_CLEAR")


_BEGINS = _opcode_of_inlined()


class Comprehensions:
    """Remembers for each traced frame which comprehension it was in at its last line event."""

    def __init__(self):
        self._within = {}
        self._by_code = {}

    def repeats(self, frame):
        """Whether this line event is a further one in the same comprehension."""
        if _BEGINS is None:
            return False
        before = self._within.get(id(frame))
        now = self.enter(frame)
        return now is not None and now is before

    def enter(self, frame):
        """Notes where the frame stands; returns the span of that comprehension, or None."""
        if _BEGINS is None:
            return None
        spans = self._by_code.get(frame.f_code)
        if spans is None:
            spans = self._by_code[frame.f_code] = _spans(frame.f_code)
        span = spans.get(frame.f_lasti // 2)
        self._within[id(frame)] = span
        return span

    def leave(self, frame):
        """The frame has returned: its id may soon be another's."""
        self._within.pop(id(frame), None)

    def forget(self):
        """Tracing ends: frames will return unseen."""
        self._within.clear()


def lines_outside(code):
    """Lines of a code where a step may stop, without those of a comprehension's turns."""
    if _BEGINS is None:
        return {line for _, _, line in code.co_lines()}
    spans = _spans(code)
    lines = set()
    entered = set()
    for number, place in enumerate(code.co_positions()):
        span = spans.get(number)
        if span is None or span not in entered:
            entered.add(span)
            lines.add(place[0])
    return lines


def _spans(code):
    """Instruction number -> place in the source of the outermost comprehension it belongs to."""
    places = list(code.co_positions())
    begun = {place for place, operation in zip(places, code.co_code[::2]) if operation == _BEGINS}
    spans = {}
    # Widest first, so that the outermost of nested ones is found.
    for span in sorted((span for span in begun if None not in span), key=_width, reverse=True):
        for number, place in enumerate(places):
            if None not in place and _contains(span, place):
                spans.setdefault(number, span)
    return spans


def _width(span):
    line, end_line, column, end_column = span
    return end_line - line, end_column - column


def _contains(span, place):
    line, end_line, column, end_column = place
    return (span[0], span[2]) <= (line, column) and (end_line, end_column) <= (span[1], span[3])
