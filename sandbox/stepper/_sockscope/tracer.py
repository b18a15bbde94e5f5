"""How a stop is brought about: sys.settrace while one is due, a blocking read while it lasts.

There is a tracer for each thread, and no thread of our own: fork() would warn of it and
threading.enumerate() would show it.
"""

import sys
import time

from . import quirks, reprs, tracebacks
from .comprehensions import Comprehensions

_CO_OPTIMIZED = 0x1
_METHOD = type(Comprehensions().leave)


class Tracer:
    """Stops one thread before a line and lets it go on when told."""

    def __init__(self, channel, policy, learner, escape, breakpoints):
        self._channel = channel
        self._policy = policy
        self._learner = learner
        self._escape = escape
        self._breakpoints = breakpoints
        self._comprehensions = Comprehensions()
        self.waiting = False  # it stands, or obeys just now: its own thread reads the channel
        self.due = False
        # One object each: a bound method is a new object at every look.
        self._on_call = self.enter_frame
        self._on_event = self._event

    def start(self):
        """Traces what may have to stop from the next function or file on; called in its thread."""
        self.due |= self._policy.stop_due_at_start()  # a pause may have come already
        if self.due or self._breakpoints.lines or not self._breakpoints.begun:
            sys.settrace(self._on_call)

    def end(self):
        """Traces nothing from here on."""
        self.due = False
        if sys.gettrace() is self._on_call:
            sys.settrace(None)

    def arm(self, frame):
        """Makes a stop due at the learner's next line; `frame` is the innermost one running."""
        self.due = True
        self.follow(frame)

    def follow(self, frame):
        """Traces what may have to stop, of the frames from `frame` outwards and of those to come.

        Returns whether anything may; called in its thread.
        """
        if not (self.due or self._breakpoints.lines):
            return False
        for theirs in self._learner.frames(frame):
            if self._may_stop_in(theirs.f_code):
                theirs.f_trace = self._on_event
                theirs.f_trace_lines = True
                self._comprehensions.enter(theirs)
            else:
                _leave(theirs)
        sys.settrace(self._on_call)
        return True

    def after_call(self, caller):
        """A socket call has been made, and has returned or raised."""
        if self._policy.stop_due_after_call():
            self.arm(caller)
        elif sys.gettrace() is None:
            self.follow(caller)  # an exception that left our trace function had turned it off

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
        if not self._breakpoints.begun:
            self._begin(frame)
        if not (self.due or self._breakpoints.lines) and self._breakpoints.begun:
            sys.settrace(None)
            return None
        if not self._may_stop_in(frame.f_code):
            return None
        self._comprehensions.leave(frame)  # another's, of the same id, that ended untraced
        frame.f_trace_lines = True
        return self._on_event

    def _begin(self, frame):
        self._breakpoints.begin(frame)
        if self._breakpoints.begun and self._breakpoints.asked:
            self.tell_breakpoints()

    def tell_breakpoints(self):
        """Says where the program stops."""
        told = self._breakpoints.told()
        self._channel.send({"type": "breakpoints", "at": time.monotonic_ns(), **told})

    def _may_stop_in(self, code):
        return self._learner.steps_in(code) if self.due else self._breakpoints.hold(code)

    def _event(self, frame, event, arg):
        try:
            if event == "line":
                if self._is_stop(frame):
                    self._stop(frame)
            elif event == "exception":
                tracebacks.cut(arg[2])
            elif event == "return":
                # A suspended generator is found by no walk of the stack. Its next start is a call.
                frame.f_trace = None
                self._comprehensions.leave(frame)
        except BaseException as error:
            self._escape.leaving(error)
            self._forget_lines(frame)  # Python turns tracing off now
            raise

    def _is_stop(self, frame):
        """Whether this line event is one to stop at; turns tracing off where it is of no use."""
        if not (self.due or self._breakpoints.lines):
            sys.settrace(None)  # it was on for the sake of another thread
            return False
        if not self._may_stop_in(frame.f_code):
            _leave(frame)
            return False
        repeats = self._comprehensions.repeats(frame)
        return not repeats and (self.due or frame.f_lineno in self._breakpoints.lines)

    def _stop(self, frame):
        # At a breakpoint, only what holds one was traced so far: the rest of the stack is not.
        was_due = self.due
        told = False
        try:
            self.waiting = True
            self._channel.discard()
            self._policy.stopped()
            self._channel.send(self._where(frame))
            told = True
            how = self._channel.command()
        except BaseException as error:
            if type(error) is RecursionError and not told:
                self.waiting = False  # no room for our frames: it stays due
            else:
                # Ctrl-C: whatever the program does with it, it does unstepped.
                self._go_on("run", frame, was_due)
            raise
        self._go_on(how, frame, was_due)

    def _go_on(self, how, frame, was_due):
        self._channel.send({"type": "resumed", "at": time.monotonic_ns(), "how": how})
        # Both off first: a pause that comes in between turns them on again.
        sys.settrace(None)
        self.due = False
        self.waiting = False
        if self._channel.pause_asked():
            self._policy.pause()
        if self._policy.obey(how):
            self.due = True
            if was_due:
                sys.settrace(self._on_call)
            else:
                self.follow(frame)
            return
        if not self._breakpoints.lines:
            self._comprehensions.forget()
            self._forget_lines(frame)
        if self._policy.asked:  # meanwhile
            self.arm(frame)
        else:
            self.follow(frame)

    def _forget_lines(self, frame):
        """Lets the frames from `frame` outwards tell their own lines again (3.9)."""
        if quirks.STALE_LINES:
            for theirs in self._learner.frames(frame):
                _leave(theirs)

    def _where(self, frame):
        return {
            "type": "line",
            "at": time.monotonic_ns(),
            "file": self._learner.file(frame.f_code),
            "line": frame.f_lineno,
            "function": frame.f_code.co_name,
            "locals": reprs.locals_of(frame),
        }


def _leave(frame):
    """Traces a frame no more. One that was traced keeps a mark of it (Tracer.forget_copies)."""
    trace = frame.f_trace
    if type(trace) is _METHOD and trace.__func__ is Tracer._event:
        frame.f_trace = None
        frame.f_trace_lines = False
