"""Makes a stop due in another thread, which may run untraced: sys.settrace() is for one's own.

Since Python 3.12 tracing can be turned on in all threads. Before, the interpreter's own function
takes any thread (_PyEval_SetTrace, exported); it is reached through `_ctypes`, loaded then only.
"""

import _thread
import sys

from . import frames

FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI = 0x1, 0x4  # ctypes.h


class Reach:
    """Arms tracers of other threads; `tracer_here()` is that of the thread that calls it."""

    def __init__(self, tracer_here):
        self._tracer_here = tracer_here
        self._on_event = self._first_event
        self._interpreter = None

    def arm(self, tracers):
        """`tracers` by thread ident, the calling thread's not among them."""
        running = sys._current_frames()
        reached = {ident: running[ident] for ident in tracers if ident in running}
        for ident, frame in reached.items():
            tracers[ident].prepare(frame)
        if hasattr(sys, "_settraceallthreads"):
            self._trace_all(running)
        else:
            for frame in reached.values():
                self._trace(frame)

    def _first_event(self, frame, event, arg):
        """In any thread: goes over to its own trace function, or turns tracing off again."""
        if frame.f_trace is self._on_event:
            frame.f_trace = None
        tracer = self._tracer_here()
        if tracer is not None and tracer.due:
            tracer.start()
            return tracer.enter_frame(frame, event, arg)
        sys.settrace(None)
        return None

    def _trace_all(self, running):
        """Turns tracing on everywhere; threads that are not meant turn theirs off very soon."""
        ours = sys.gettrace()
        for ident, frame in running.items():
            if ident != _thread.get_ident() and frame.f_trace is None and not frames.is_ours(frame):
                frame.f_trace = self._on_event
        sys._settraceallthreads(self._on_event)  # pyright: ignore[reportAttributeAccessIssue]
        sys.settrace(ours)

    def _trace(self, frame):
        """Turns tracing on in the thread that runs `frame`."""
        if self._interpreter is None:
            try:
                self._interpreter = Interpreter(_load_ctypes(), self._first_event)
            except (ImportError, OSError):
                return  # its next socket call stops it
        self._interpreter.trace(frame)


def _load_ctypes():
    """The extension module, from the library's own folder: a learner may have a file so named."""
    from importlib import _bootstrap

    from _frozen_importlib_external import PathFinder

    if "_ctypes" in sys.modules:
        return sys.modules["_ctypes"]
    spec = PathFinder.find_spec("_ctypes", [p for p in sys.path if p.endswith("lib-dynload")])
    if spec is None:
        raise ImportError("no _ctypes")
    return _bootstrap._load(spec)


class Interpreter:
    """What is needed of CPython's C interface (pystate.h, cpython/ceval.h), up to Python 3.11."""

    def __init__(self, ctypes, first_event):
        self._ctypes = ctypes
        pointer, number, thing = [
            type("Simple", (ctypes._SimpleCData,), {"_type_": letter}) for letter in "PiO"
        ]
        self._get = self._function("PyInterpreterState_Get", pointer)
        self._head = self._function("PyInterpreterState_ThreadHead", pointer, pointer)
        self._next = self._function("PyThreadState_Next", pointer, pointer)
        self._frame = self._function("PyThreadState_GetFrame", thing, pointer)
        self._set_trace = self._function("_PyEval_SetTrace", number, pointer, pointer, pointer)

        def on_event(_object, frame, _what, _argument):
            first_event(frame, "line", None)
            return 0

        # Py_tracefunc. Kept for good: C calls it.
        self._on_event = self._kind(number, pointer, thing, number, pointer)(on_event)

    def trace(self, frame):
        """Gives the thread that runs `frame` a trace function."""
        state = self._head(self._get())
        while state:
            if self._runs(state, frame):
                self._set_trace(state, self._on_event, None)
                return
            state = self._next(state)

    def _runs(self, state, frame):
        try:
            return self._frame(state) is frame
        except ValueError:  # NULL: it runs no Python
            return False

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
