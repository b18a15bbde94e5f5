"""Keeps our frames out of tracebacks, however the learner comes to look at them.

A frame enters a traceback when an exception leaves it, so ours can be cut only afterwards and
must be before the learner's code runs again: at the caller's 'exception' trace event.
"""

import sys

from . import frames, quirks


def cut(traceback):
    """Unlinks our frames from a traceback whose first frame is not ours; returns whether any."""
    found = False
    while traceback is not None:
        while traceback.tb_next is not None and frames.is_ours(traceback.tb_next.tb_frame):
            traceback.tb_next = traceback.tb_next.tb_next
            found = True
        traceback = traceback.tb_next
    return found


def _nothing(frame, event, arg):
    """Traces no new frame as a global trace function, ignores all events as a frame's own."""
    if event == "line":
        frame.f_trace_lines = False


def hide(caller):
    """Called while an exception is about to leave one of our frames into `caller`.

    Traces the caller for that one event. If the tracer already watches the caller, it cuts.
    The caller keeps a trace function or, in 3.9, f_trace_lines off, as a mark that tracing has
    left its frame a copy of its locals (Tracer.forget_copies).
    """
    if caller is None:
        return
    before = caller.f_trace
    if before not in (None, _nothing) and sys.gettrace() is not None:
        return

    def at_exception(frame, event, arg):
        if event == "exception":
            cut(arg[2])
            frame.f_trace_lines = not quirks.STALE_LINES
            frame.f_trace = before if quirks.STALE_LINES else before or _nothing
            if sys.gettrace() is _nothing:
                sys.settrace(None)

    caller.f_trace_lines = False
    caller.f_trace = at_exception
    if sys.gettrace() is None:
        sys.settrace(_nothing)


class Escape:
    """An exception that a signal handler raised while the program stood (Ctrl-C).

    It leaves our trace function itself. CPython then ends tracing and, until 3.11, enters the
    line's own frame twice (call_trampoline in sysmodule.c), so it is mended a moment later: at
    the first call that the learner's handler makes, or when it is printed at the end.
    """

    def __init__(self):
        self._error = None
        sys.excepthook = self._print

    def leaving(self, error):
        """`error` is about to leave the trace function."""
        self._error = error
        if sys.getprofile() is None:
            sys.setprofile(self._at_call)

    def _at_call(self, frame, event, arg):
        if event in ("call", "c_call") and not frames.is_ours(frame):
            sys.setprofile(None)
            self._mend()

    def _mend(self):
        error, self._error = self._error, None
        if error is None:
            return
        node = error.__traceback__
        while node is not None and node.tb_next is not None:
            twin = node.tb_next
            if twin.tb_frame is node.tb_frame and _leads_to_us(twin):
                node.tb_next = twin.tb_next
            node = node.tb_next
        cut(error.__traceback__)

    def _print(self, kind, error, traceback):
        if error is self._error:
            self._mend()
        if traceback is not None:
            cut(traceback)
        sys.__excepthook__(kind, error, traceback)


def _leads_to_us(node):
    return node.tb_next is not None and frames.is_ours(node.tb_next.tb_frame)
