"""The flows of execution of this process that are stepped, one for each thread, each by itself.

A thread's connection is made by the thread that starts it, and before it runs: a connection takes
the lowest free descriptor for a moment, which must not be in the way of what both do afterwards.
"""

import _thread
import errno
import itertools
import os
import sys
import time

from .channel import Channel
from .policy import Policy
from .reach import Reach
from .tracer import Tracer

VERSION = 2
MAIN = 1

_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE)


class Task:
    """One thread: its connection, what was last asked of it, and how it is stopped."""

    def __init__(self, number, channel, policy, tracer):
        self.number = number
        self.channel = channel
        self.policy = policy
        self.tracer = tracer

    def greet(self, name, **more):
        """Says who it is; called in its thread."""
        native = _thread.get_native_id()
        hello = {"type": "hello", "version": VERSION, "thread": self.number, "native": native}
        self.channel.send({**hello, "name": name, **more})

    def pause_asked(self):
        """Whether a pause waits that this task's own thread will not see by itself."""
        return not self.tracer.waiting and self.channel.open and self.channel.pause_asked()


class Tasks:
    """All tasks of this process, by thread."""

    def __init__(self, address, learner, escape, breakpoints):
        self._address = address
        self._learner = learner
        self._escape = escape
        self._breakpoints = breakpoints
        self._by_thread: dict = {}  # ident: Task; None for a thread that is not stepped
        self._planned = set()
        self._numbers = itertools.count(MAIN + 1)
        self._local = _thread._local()
        self._reach = Reach(self._tracer_here, lambda: self.first_call())
        self.first_call = lambda: None  # of a thread that threading starts (Threads)
        self._fork_begun = 0
        self._process = os.getpid()
        self.open = True

    def adopt_process(self, start):
        """Makes this thread the main one of a stepped process; OSError without a supervisor."""
        task = self._made(MAIN, start, _lost)
        self._by_thread[_thread.get_ident()] = task
        return task

    def current(self):
        """The task of this thread; None if it has none."""
        if not self.open:
            return None
        try:
            return self._by_thread[_thread.get_ident()]
        except KeyError:  # begun where nobody saw it
            return self.begin(self.plan(), "")

    def plan(self):
        """A task for a thread that this one is about to start; None where there cannot be one."""
        if not self.open:
            return None
        parent = self._by_thread.get(_thread.get_ident())
        start = parent.policy.start_of_offspring() if parent else "run"
        try:
            task = self._made(next(self._numbers), start, self._released)
        except OSError as error:
            self._not_made(error, parent)
            return None
        self._planned.add(task)
        return task

    def abandon(self, task):
        """The thread that was planned has not started."""
        if task is not None:
            self._planned.discard(task)
            task.channel.close()

    def begin(self, task, name):
        """The planned thread has started; called in it. Returns the task."""
        ident = _thread.get_ident()
        self._by_thread[ident] = task
        if task is not None:
            self._planned.discard(task)
            self._local.end = _End(self._end_of_thread, ident, task)
            task.greet(name)
        return task

    def on_pause(self, signum, frame):
        """Handler of the signal that makes this process look what came; in its main thread."""
        if not self.open:
            return
        here = _thread.get_ident()
        main = self._by_thread.get(here)
        if main is not None and not main.tracer.waiting:
            main.channel.gather()
            main.tracer.follow(frame)
        others = []
        for ident, task in list(self._by_thread.items()):
            if task is not None and task.pause_asked():
                task.policy.pause()
                if ident == here:
                    task.tracer.arm(frame)
                else:
                    others.append(task.tracer)
        if others:
            self._reach.arm(others)

    def note_fork(self):
        """Before a fork: the child says when, for its parent may be far ahead when it can speak."""
        self._fork_begun = time.monotonic_ns()

    def follow_fork(self):
        """In the child: the thread that forked is its main one. Inherited connections go."""
        self._process = os.getpid()
        if not self.open:
            return
        parent = self._by_thread.get(_thread.get_ident())
        for task in [*self._by_thread.values(), *self._planned]:
            if task is not None and task is not parent:
                task.channel.close()
        self._by_thread.clear()
        self._by_thread[_thread.get_ident()] = None
        self._planned = set()
        self._numbers = itertools.count(MAIN + 1)
        if parent is not None and parent.channel.open:
            self._begin_child(parent, sys._getframe(1))

    def end(self):
        """Lets the program go: it is about to be taken apart."""
        task = self.current()
        self.open = False
        if task is not None:
            task.tracer.end()
            task.channel.close()

    def _made(self, number, start, lost):
        channel = Channel(self._address, lost, self._break_at)
        policy = Policy(start)
        tracer = Tracer(channel, policy, self._learner, self._escape, self._breakpoints)
        return Task(number, channel, policy, tracer)

    def _break_at(self, lines):
        """New breakpoints have come for the whole process; called in its main thread.

        That thread follows them when it goes on, the others soon.
        """
        self._breakpoints.ask(lines)
        here = _thread.get_ident()
        self._by_thread[here].tracer.tell_breakpoints()
        if self._breakpoints.lines and len(self._by_thread) > 1:
            self._reach.arm([])

    def _begin_child(self, parent, frame):
        start = parent.policy.start_of_offspring()
        parent.tracer.end()
        try:
            # A child is the learner's own affair: it does not end for want of somebody who looks.
            task = self._made(MAIN, start, self._released)
        except OSError as error:
            self._not_made(error, parent)
            return
        finally:
            parent.channel.close()
        self._by_thread[_thread.get_ident()] = task
        task.greet(_name_of_child(frame), forked=self._fork_begun)
        task.channel.await_welcome()  # a child may be gone before it would have been known
        if task.policy.stop_due_at_start():
            task.tracer.arm(frame)
        else:
            task.tracer.follow(frame)

    def _not_made(self, error, parent):
        """No connection for a thread or child: it runs unstepped, and not in silence."""
        if error.errno not in _NO_DESCRIPTORS:
            _lost(error.strerror)
        if parent is not None:
            parent.channel.send({"type": "unseen"})

    def _end_of_thread(self, ident, task):
        if os.getpid() != self._process:
            return  # a child is being made, without this thread, which lives on in the parent
        if self._by_thread.get(ident) is task:
            self._by_thread[ident] = None  # its last objects may close sockets yet
            task.channel.send({"type": "bye"})
        task.channel.close()

    def _released(self, reason):
        """The supervisor has closed one connection. It may take no more, or it is gone."""
        try:
            Channel(self._address, _lost).close()
        except OSError as error:
            if error.errno not in _NO_DESCRIPTORS:
                _lost(reason)

    def _tracer_here(self):
        task = self._by_thread.get(_thread.get_ident())
        return None if task is None else task.tracer


class _End:
    """Lies among a thread's local values, so it is dropped when the thread has ended."""

    def __init__(self, call, *args):
        self._call = call
        self._args = args

    def __del__(self):
        self._call(*self._args)


def _name_of_child(frame):
    """The name of a multiprocessing.Process that has just been forked; "" for any other child."""
    if frame.f_globals.get("__name__") != "multiprocessing.popen_fork":
        return ""
    return name_of(frame.f_locals.get("process_obj"))


def name_of(thing):
    """Name of a library's Thread or Process, without running code of a learner's subclass."""
    try:
        name = object.__getattribute__(thing, "__dict__").get("_name")
    except AttributeError:
        return ""
    return name if type(name) is str else ""


def _lost(reason):
    """The supervisor has gone: the box is closing, and nobody can see or stop this program."""
    os.write(2, f"sockscope: the stepper lost its supervisor: {reason}\n".encode())
    os._exit(125)
