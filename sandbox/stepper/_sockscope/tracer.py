"""How a stop is brought about: sys.settrace while one is due, a blocking read while it lasts.

There is a tracer for each thread, and no thread of our own: fork() would warn of it and
threading.enumerate() would show it.
"""

import sys
import time

from . import quirks, reprs, tracebacks
from .comprehensions import Comprehensions

_CO_OPTIMIZED = 0x1


class Tracer:
    """Stops one thread before a line and lets it go on when told."""

    def __init__(self, channel, policy, learner, escape):
        self._channel = channel
        self._policy = policy
        self._learner = learner
        self._escape = escape
        self._comprehensions = Comprehensions()
        self.waiting = False  # it stands, or obeys just now: its own thread reads the channel
        self.due = False
        # One object each: a bound method is a new object at every look.
        self._on_call = self.enter_frame
        self._on_event = self._event

    def start(self):
        """Makes a stop due at the learner's next function or file; called in its thread."""
        self.due = True
        sys.settrace(self._on_call)

    def end(self):
        """Traces nothing from here on."""
        self.due = False
        if sys.gettrace() is self._on_call:
            sys.settrace(None)

    def arm(self, frame):
        """Makes a stop due at the learner's next line; `frame` is the innermost one running."""
        self.due = True
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

    def enter_frame(self, frame, event, arg):
        """The thread's trace function: a function has been called."""
        if not self.due:
            sys.settrace(None)
            return None
        if not self._learner.steps_in(frame.f_code):
            return None
        frame.f_trace_lines = True
        return self._on_event

    def _event(self, frame, event, arg):
        try:
            if event == "line":
                if not self.due:
                    sys.settrace(None)  # it was on for the sake of another thread
                elif not self._comprehensions.repeats(frame):
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
            self.waiting = True
            self._channel.discard()
            self._policy.stopped()
            self._channel.send(self._where(frame))
            how = self._channel.command()
        except BaseException:
            # Ctrl-C: whatever the program does with it, it does unstepped.
            self._go_on("run", frame)
            raise
        self._go_on(how, frame)

    def _go_on(self, how, frame):
        self._channel.send({"type": "resumed", "at": time.monotonic_ns(), "how": how})
        # Both off first: a pause that comes in between turns them on again.
        sys.settrace(None)
        self.due = False
        self.waiting = False
        if self._channel.pause_asked():
            self._policy.pause()
        if self._policy.obey(how):
            self.due = True
            sys.settrace(self._on_call)
            return
        self._comprehensions.forget()
        if quirks.STALE_LINES:
            for theirs in self._learner.frames(frame):
                theirs.f_trace = None
                theirs.f_trace_lines = False
        if self._policy.asked:  # meanwhile
            self.arm(frame)

    def _where(self, frame):
        return {
            "type": "line",
            "at": time.monotonic_ns(),
            "file": self._learner.file(frame.f_code),
            "line": frame.f_lineno,
            "function": frame.f_code.co_name,
            "locals": reprs.locals_of(frame),
        }
