"""Sees every thread begin, leaving no frame of ours at the bottom of a `threading.Thread`'s stack.

Those begin with the trace function that `threading` gives to each new thread (threading.settrace).
Only a thread begun by `_thread` itself needs a first function of ours.
"""

import _thread
import sys

from . import tracebacks
from .imports import LibraryFinder
from .tasks import name_of

# What threading.Thread starts its thread with: until Python 3.12, since 3.13.
_STARTERS = ("_start_new_thread", "_start_joinable_thread")


class Threads:
    """Gives each new thread a task, as the thread that starts it is stepped or not."""

    def __init__(self, tasks):
        self._tasks = tasks
        self._threads = {}  # threading's own: ident: Thread
        self._planned = {}  # id of a Thread that starts: its Task
        self._native = _thread.start_new_thread
        self._on_first_call = self._first_call

    def install(self):
        _thread.start_new_thread = _thread.start_new = self._raw_starter()
        LibraryFinder("threading", self._patch).install()

    def _patch(self, library):
        self._threads = library._active  # ident: Thread
        natives = {
            "_start_new_thread": self._native,
            "_start_joinable_thread": getattr(_thread, "start_joinable_thread", None),
        }
        for name in _STARTERS:
            if hasattr(library, name):
                setattr(library, name, self._starter(library, natives[name]))
        library.settrace(self._on_first_call)
        self._tasks.first_call = lambda: self._awaited(library)

    def _awaited(self, library):
        """The trace function of threads that threading starts just now; None if it starts none."""
        hook = library._trace_hook
        return hook if self._planned and hook is self._on_first_call else None

    def _starter(self, library, native):
        """Starts a Thread as `native` does; `function` is its method `_bootstrap`."""
        hide = tracebacks.hide

        def start(function, *args, **kwargs):
            owner = id(function.__self__)
            try:
                # A learner's own threading.settrace() takes the place of ours.
                if library._trace_hook is self._on_first_call:
                    self._planned[owner] = self._tasks.plan()
                return native(function, *args, **kwargs)
            except BaseException:
                self._tasks.abandon(self._planned.pop(owner, None))
                hide(sys._getframe(1))
                raise

        return start

    def _first_call(self, frame, event, arg):
        """Trace function of a Thread until its first call, which is the one of run()."""
        sys.settrace(None)
        thread = self._threads.get(_thread.get_ident())
        if not self._tasks.open or id(thread) not in self._planned:
            return None
        task = self._tasks.begin(self._planned.pop(id(thread)), name_of(thread))
        if task is None:
            return None
        task.tracer.start()
        return task.tracer.enter_frame(frame, event, arg)

    def _raw_starter(self):
        native = self._native
        hide = tracebacks.hide

        def start_new_thread(*args, **kwargs):
            task = None
            try:
                if kwargs or not _is_start(*args):
                    return native(*args, **kwargs)  # it will say what is wrong
                task = self._tasks.plan()
                return native(self._run, (task, *args))  # pyright: ignore
            except BaseException:
                self._tasks.abandon(task)
                hide(sys._getframe(1))
                raise

        return start_new_thread

    def _run(self, task, function, args, kwargs=None):
        """What a thread of `_thread` runs: the learner's function, as `_thread` would."""
        self._tasks.begin(task, "")
        if task is not None:
            task.tracer.start()
        try:
            function(*args, **(kwargs or {}))
        except SystemExit:
            pass
        except BaseException as error:
            traceback = error.__traceback__.tb_next  # pyright: ignore[reportOptionalMemberAccess]
            tracebacks.cut(traceback)
            _complain(function, error, traceback)


def _is_start(*args):
    return (
        2 <= len(args) <= 3
        and callable(args[0])
        and type(args[1]) is tuple
        and (len(args) == 2 or type(args[2]) is dict)
    )


def _complain(function, error, traceback):
    """Reports what ended a thread as `_thread` does (thread_run in _threadmodule.c)."""
    error.__traceback__ = traceback
    message, about = "Exception ignored in thread started by", function
    if sys.version_info >= (3, 13):
        message, about = f"{message} {function!r}", None
    for kind in tuple.__subclasses__():
        if kind.__name__ == "UnraisableHookArgs":  # in no module
            hook = sys.unraisablehook
            hook(kind((type(error), error, traceback, message, about)))  # pyright: ignore
