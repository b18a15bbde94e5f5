"""How a stop is brought about: sys.settrace while one is due, a blocking read while it lasts.

Only the main thread is stepped. There is no thread of our own: fork() would warn of it and
threading.enumerate() would show it.
"""

import _signal  # pyright: ignore[reportMissingImports]
import sys
import time

from . import quirks, reprs, tracebacks
from .comprehensions import Comprehensions

PAUSE_SIGNAL = _signal.SIGRTMAX - 1

_CO_OPTIMIZED = 0x1


class Tracer:
    """Stops the program before a line and lets it go on when told."""

    def __init__(self, channel, policy, learner):
        self._channel = channel
        self._policy = policy
        self._learner = learner
        self._waiting = False
        self._comprehensions = Comprehensions()
        self._escape = tracebacks.Escape()
        # One object each: a bound method is a new object at every look.
        self._on_call = self._enter_frame
        self._on_event = self._event

    def start(self):
        """Makes a stop due at the learner's first line."""
        sys.settrace(self._on_call)

    def end(self):
        """Traces nothing from here on."""
        if sys.gettrace() is self._on_call:
            sys.settrace(None)

    def arm(self, frame):
        """Makes a stop due at the learner's next line; `frame` is the innermost one running."""
        for theirs in self._learner.frames(frame):
            if self._learner.steps_in(theirs.f_code):
                theirs.f_trace = self._on_event
                theirs.f_trace_lines = True
                self._comprehensions.enter(theirs)
        sys.settrace(self._on_call)

    def forget_copies(self, frame):
        """Renews the copies of locals that tracing left in the frames from `frame` outwards.

        A copy would keep an object alive that the learner has let go, and its socket open.
        """
        if not quirks.COPIES_LOCALS:
            return
        for theirs in self._learner.frames(frame):
            traced = theirs.f_trace is not None or not theirs.f_trace_lines
            if traced and theirs.f_code.co_flags & _CO_OPTIMIZED:
                theirs.f_locals  # noqa: B018  (reading it renews it)

    def on_pause(self, signum, frame):
        """Handler of PAUSE_SIGNAL. One that comes while the program stands is void."""
        if not self._channel.open or (self._waiting and not self._channel.arrived()):
            return
        self._policy.pause()
        self.arm(frame)

    def _enter_frame(self, frame, event, arg):
        if not self._learner.steps_in(frame.f_code):
            return None
        frame.f_trace_lines = True
        return self._on_event

    def _event(self, frame, event, arg):
        try:
            if event == "line":
                if not self._comprehensions.repeats(frame):
                    self._stop(frame)
            elif event == "exception":
                tracebacks.cut(arg[2])
            elif event == "return":
                # A suspended generator is found by no walk of the stack. Its next start is a call.
                frame.f_trace = None
                self._comprehensions.leave(frame)
        except BaseException as error:
            self._escape.leaving(error)
            raise

    def _stop(self, frame):
        try:
            self._policy.stopped()
            self._channel.send(self._where(frame))
            # Two steps, so that a pause that follows a command at once is not taken for void.
            self._waiting = True
            self._channel.wait()
            self._waiting = False
            how = self._channel.command()
        except BaseException:
            # Ctrl-C: whatever the program does with it, it does unstepped.
            self._waiting = False
            self._go_on("run", frame)
            raise
        self._go_on(how, frame)

    def _go_on(self, how, frame):
        self._channel.send({"type": "resumed", "at": time.monotonic_ns(), "how": how})
        # Off first: a pause that comes in between turns it on again.
        sys.settrace(None)
        if self._policy.obey(how):
            sys.settrace(self._on_call)
            return
        self._comprehensions.forget()
        if quirks.STALE_LINES:
            for theirs in self._learner.frames(frame):
                theirs.f_trace = None
                theirs.f_trace_lines = False

    def _where(self, frame):
        return {
            "type": "line",
            "at": time.monotonic_ns(),
            "file": self._learner.file(frame.f_code),
            "line": frame.f_lineno,
            "function": frame.f_code.co_name,
            "locals": reprs.locals_of(frame),
        }
