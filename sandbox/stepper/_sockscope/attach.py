"""Puts the parts together, before the program's first line."""

import _signal  # pyright: ignore[reportMissingImports]
import atexit
import os

from . import quirks
from .calls import Calls
from .channel import Channel
from .frames import Learner
from .imports import SocketFinder
from .policy import Policy
from .tracer import PAUSE_SIGNAL, Tracer

VERSION = 1


def attach(address, start):
    """Connects to the supervisor at `address`; `start` is "paused" or "run".

    Raises if that cannot be done: the caller must then not let the program run.
    """
    if start not in ("paused", "run"):
        raise ValueError(f"SOCKSCOPE_START is {start!r}, neither 'paused' nor 'run'")
    try:
        channel = Channel(address, _lost)
    except OSError as error:
        raise OSError(f"no supervisor at {address}: {error.strerror or error}") from None
    quirks.silence()
    policy = Policy(start)
    learner = Learner()
    tracer = Tracer(channel, policy, learner)
    calls = Calls(channel, policy, tracer, learner)

    # Before hello: from then on the supervisor may send the signal, whose default is to kill.
    _signal.signal(PAUSE_SIGNAL, tracer.on_pause)
    SocketFinder(calls.patch).install()
    _end_with(channel, tracer)
    channel.send({"type": "hello", "version": VERSION})
    if policy.stop_due_at_start():
        tracer.start()


def _end_with(channel, tracer):
    """Lets go in forked children, which run free, and at exit, before modules are emptied."""

    def end():
        tracer.end()
        channel.close()

    os.register_at_fork(after_in_child=end)
    # Registered first, so run last: the learner's own atexit functions are still stepped.
    atexit.register(end)


def _lost(reason):
    """The supervisor has gone: the box is closing, and nobody can see or stop this program."""
    os.write(2, f"sockscope: the stepper lost its supervisor: {reason}\n".encode())
    os._exit(125)
