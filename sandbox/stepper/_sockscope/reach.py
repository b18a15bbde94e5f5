"""Has another thread traced, which may run untraced: sys.settrace() is for one's own.

Since Python 3.12 tracing can be turned on in all threads. Before, the interpreter's own function
takes any thread (_PyEval_SetTrace, exported); it is reached through `_ctypes`, loaded then only.
"""

import _thread
import sys

from . import frames, quirks

FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI = 0x1, 0x4  # ctypes.h
PYTRACE_EVENTS = ("call", "exception", "line", "return")  # cpython/pystate.h, by number
PYTRACE_EXCEPTION = 1


class Reach:
    """Arms tracers of other threads; `tracer_here()` is that of the thread that calls it.

    `first_call()` is the trace function by which a thread begins that has no tracer yet, or None:
    it may have been there when ours took its place.
    """

    def __init__(self, tracer_here, first_call):
        self._tracer_here = tracer_here
        self._first_call = first_call
        self._on_event = self._first_event
        self._interpreter = None

    def arm(self, tracers):
        """Makes a stop due in `tracers`; each other thread soon looks whether it may stop."""
        for tracer in tracers:
            tracer.due = True
        if hasattr(sys, "_settraceallthreads"):
            self._trace_all()
            return
        if self._interpreter is None:
            try:
                self._interpreter = Interpreter(_load_ctypes(), self._first_event)
            except (ImportError, OSError):
                return  # their next socket calls stop them
        for frame in sys._current_frames().values():
            frame.f_trace_lines = True  # off where tracing has been, or the event would not come
        self._interpreter.trace_others()

    def _first_event(self, frame, event, arg):
        """In any thread: goes over to its own trace function, or turns tracing off again."""
        if frame.f_trace is self._on_event:
            frame.f_trace = None
        tracer = self._tracer_here()
        first_call = self._first_call() if tracer is None else None
        if first_call is not None:
            sys.settrace(first_call)
            frame.f_trace = first_call(frame, event, arg) if event == "call" else None
            return frame.f_trace
        if tracer is None or not tracer.follow(frame):
            sys.settrace(None)
            frame.f_trace_lines = not quirks.STALE_LINES
            return None
        if event != "call" and frame.f_trace is not None:
            frame.f_trace(frame, event, arg)
        return frame.f_trace

    def _trace_all(self):
        ours = sys.gettrace()
        for ident, frame in sys._current_frames().items():
            if ident != _thread.get_ident() and not frames.is_ours(frame):
                frame.f_trace = self._on_event
        sys._settraceallthreads(self._on_event)  # pyright: ignore[reportAttributeAccessIssue]
        sys.settrace(ours)


def _load_ctypes():
    """The extension module, from the library's own folder: a learner may have a file so named."""
    # Never importlib itself: the signal may have come while the learner's program imports that.
    from _frozen_importlib import _load  # pyright: ignore
    from _frozen_importlib_external import PathFinder

    if "_ctypes" in sys.modules:
        return sys.modules["_ctypes"]
    spec = PathFinder.find_spec("_ctypes", [p for p in sys.path if p.endswith("lib-dynload")])
    if spec is None:
        raise ImportError("no _ctypes")
    return _load(spec)


class Interpreter:
    """What is needed of CPython's C interface (pystate.h, cpython/ceval.h), up to Python 3.11."""

    def __init__(self, ctypes, first_event):
        self._ctypes = ctypes
        pointer, number, thing = [
            type("Simple", (ctypes._SimpleCData,), {"_type_": letter}) for letter in "PiO"
        ]
        self._here = self._function("PyThreadState_Get", pointer)
        self._get = self._function("PyInterpreterState_Get", pointer)
        self._head = self._function("PyInterpreterState_ThreadHead", pointer, pointer)
        self._next = self._function("PyThreadState_Next", pointer, pointer)
        self._set_trace = self._function("_PyEval_SetTrace", number, pointer, pointer, pointer)

        def on_event(_object, frame, what, argument):
            found = ctypes.PyObj_FromPtr(argument) if what == PYTRACE_EXCEPTION else None
            first_event(frame, PYTRACE_EVENTS[what], found)
            return 0

        # Py_tracefunc. Kept for good: C calls it.
        self._on_event = self._kind(number, pointer, thing, number, pointer)(on_event)

    def trace_others(self):
        """Gives every other thread a trace function."""
        here = self._here()
        state = self._head(self._get())
        while state:
            if state != here:
                self._set_trace(state, self._on_event, None)
            state = self._next(state)

    def _kind(self, result, *arguments):
        members = {
            "_flags_": FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI,
            "_restype_": result,
            "_argtypes_": arguments,
        }
        return type("Function", (self._ctypes.CFuncPtr,), members)

    def _function(self, name, result, *arguments):
        address = self._ctypes.dlsym(self._ctypes.dlopen(None, 0), name)
        return self._kind(result, *arguments)(address)
