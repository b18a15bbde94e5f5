"""Puts the parts together, before the program's first line."""

import _signal  # pyright: ignore[reportMissingImports]
import atexit
import os

from . import loopback, quirks, tracebacks
from .breakpoints import Breakpoints
from .calls import Calls
from .frames import Learner
from .imports import LibraryFinder
from .tasks import Tasks
from .threads import Threads

PAUSE_SIGNAL = _signal.SIGRTMAX - 1


def attach(address, start, breakpoints, on_loopback=False):
    """Connects to the supervisor at `address`; `start` is "paused" or "run".

    `breakpoints` are lines of the main file: "3,7"; `on_loopback`: in a plain box. Raises if it
    cannot be done: the caller must then not let the program run.
    """
    if start not in ("paused", "run"):
        raise ValueError(f"SOCKSCOPE_START is {start!r}, neither 'paused' nor 'run'")
    learner = Learner()
    asked = [int(line) for line in breakpoints.split(",") if line]
    tasks = Tasks(address, learner, tracebacks.Escape(), Breakpoints(asked))
    try:
        main = tasks.adopt_process(start)
    except OSError as error:
        raise OSError(f"no supervisor at {address}: {error.strerror or error}") from None
    quirks.silence()

    # Before hello: from then on the supervisor may send the signal, whose default is to kill.
    _signal.signal(PAUSE_SIGNAL, tasks.on_pause)
    LibraryFinder("socket", Calls(tasks, learner).patch).install()
    Threads(tasks).install()
    # Registered first: in a child run first, so that the learner's own functions are stepped,
    # and at exit run last, before modules are emptied.
    os.register_at_fork(before=tasks.note_fork, after_in_child=tasks.follow_fork)
    atexit.register(tasks.end)
    if on_loopback:
        loopback.guard()
    main.greet("")
    main.tracer.start()
