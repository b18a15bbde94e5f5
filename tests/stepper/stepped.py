"""A program with the stepper in it, whose supervisor the test plays on a unix socket."""

import json
import os
import selectors
import shutil
import socket
import struct
import tempfile

from .harness import PATIENCE, PAUSE_SIGNAL, PROGRAMS, STEPPER, Process, environment


class Stream:
    """The connection of one task, told apart by `name`: None, "thread-2", "child-1-thread-2"."""

    def __init__(self, sock):
        sock.settimeout(PATIENCE)
        self.socket = sock
        credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        self.pid = struct.unpack("iII", credentials)[0]
        self.name = None
        self.data = b""

    def messages(self):
        """What has come whole; None at the end of the stream."""
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            data = b""
        if not data:
            return None
        *texts, self.data = (self.data + data).split(b"\n")
        return [json.loads(text) for text in texts]


class Stepped:
    """A program with the stepper in it; `events` are all it has said so far.

    An event of another task than the first process's main thread has its name in "task". Children
    are numbered in the order in which they appear.
    """

    def __init__(
        self,
        python,
        program,
        *args,
        start="paused",
        breakpoints=(),
        stdin=None,
        cwd=PROGRAMS,
        variables=None,
    ):
        self._folder = tempfile.mkdtemp(prefix="stepper-")
        address = os.path.join(self._folder, "step")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen()
        extra = {"PYTHONPATH": STEPPER, "SOCKSCOPE_STEP": address, "SOCKSCOPE_START": start}
        extra.update(variables or {})
        if breakpoints:
            extra["SOCKSCOPE_BREAKPOINTS"] = ",".join(str(line) for line in breakpoints)
        self._process = Process(
            [python, program, *args],
            stdin,
            cwd=cwd,
            env=environment(**{name: str(value) for name, value in extra.items()}),
        )
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._listener, selectors.EVENT_READ)
        self._children = {}
        self._news = []
        self._ended = False
        self._asked = None
        self.tasks = {}
        self.events = []
        self.pid = self._process.popen.pid
        self.stdin = self._process.popen.stdin
        self._accept()
        self._main = self.tasks[None] = self._streams()[0]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.hang_up()
        self._process.close()
        shutil.rmtree(self._folder)

    def _streams(self):
        keys = self._ready.get_map().values()
        return [key.data for key in keys if key.data is not None]

    def _accept(self):
        self._listener.settimeout(PATIENCE)
        stream = Stream(self._listener.accept()[0])
        self._ready.register(stream.socket, selectors.EVENT_READ, stream)

    def _drop(self, stream):
        self._ready.unregister(stream.socket)
        stream.socket.close()
        self._news.append((stream, None))

    def _wait(self):
        """Reads what the tasks have to say next."""
        ready = []
        for _ in range(PATIENCE):
            ready = ready or self._ready.select(1)
            if not ready and self._asked is not None:
                # It may have come right before a system call, and be seen after it only.
                os.kill(self._asked, PAUSE_SIGNAL)
        if not ready:
            raise AssertionError(f"nothing more came after {self.events[-5:]}")
        for key, _ in ready:
            if key.data is None:
                self._accept()
                continue
            messages = key.data.messages()
            if messages is None:
                self._drop(key.data)
            else:
                self._news += [(key.data, message) for message in messages]

    def _named(self, stream, hello):
        thread = f"thread-{hello['thread']}" if hello["thread"] != 1 else ""
        child = ""
        if stream.pid != self.pid:
            child = f"child-{self._children.setdefault(stream.pid, len(self._children) + 1)}"
        stream.name = "-".join(part for part in (child, thread) if part) or None
        self.tasks[stream.name] = stream
        if child and not thread:
            self.command("welcome", stream.name)

    def _next(self):
        """(stream, its next event, or None at its end), of any task."""
        while not self._news:
            self._wait()
        stream, event = self._news.pop(0)
        if event is not None:
            if event["type"] == "hello":
                self._named(stream, event)
            if stream.name is not None:
                event["task"] = stream.name
            if event["type"] in ("line", "breakpoints"):
                self._asked = None
            self.events.append(event)
        return stream, event

    def next(self):
        """The next event; None when the main thread has closed its channel."""
        while not self._ended:
            stream, event = self._next()
            self._ended = event is None and stream is self._main
            if event is not None:
                return event
        return None

    def until(self, kind, **fields):
        """Reads until an event of this type with these fields; returns all read, it the last."""
        read = []
        while True:
            event = self.next()
            if event is None:
                raise AssertionError(f"no {kind} {fields} among {read}")
            read.append(event)
            if event["type"] == kind and all(event.get(k) == v for k, v in fields.items()):
                return read

    def has_closed(self, task):
        """Whether the task has closed its connection by now; skips what it said before."""
        sock = self.tasks[task].socket
        try:
            while sock.fileno() != -1 and sock.recv(1 << 16, socket.MSG_DONTWAIT):
                pass
        except BlockingIOError:
            return False
        return True

    def command(self, how, task=None):
        self.tasks[task].socket.sendall(json.dumps({"how": how}).encode() + b"\n")

    def pause(self, task=None):
        """As the supervisor asks: a line in the task's stream, then a signal to its process."""
        self.command("pause", task)
        self._call_on(task)

    def break_at(self, *lines, task=None):
        """Replaces the breakpoints of a process, by the stream of its main thread."""
        line = json.dumps({"how": "breakpoints", "lines": lines})
        self.tasks[task].socket.sendall(line.encode() + b"\n")
        self._call_on(task)

    def _call_on(self, task):
        self._asked = self.tasks[task].pid
        os.kill(self._asked, PAUSE_SIGNAL)

    def step(self, how, task=None):
        """Gives a command; returns the events up to the next stop or the end."""
        self.command(how, task)
        read = []
        while True:
            event = self.next()
            if event is not None:
                read.append(event)
            if event is None or event["type"] == "line":
                return read

    def to_the_end(self, how):
        """Gives this command at every stop of every task; returns the outcome."""
        while self._streams() or self._news:
            stream, event = self._next()
            if event is not None and event["type"] == "line":
                try:
                    self.command(how, stream.name)
                except BrokenPipeError:
                    pass  # a daemon thread stood when its process ended
        return self._process.outcome()

    def signal(self, number):
        os.kill(self.pid, number)

    def hang_up(self):
        """Closes every connection, as a supervisor that has died."""
        if self._ready.get_map() is None:
            return
        for stream in self._streams():
            stream.socket.close()
        self._ready.close()
        self._listener.close()

    def let_go(self, task):
        """Closes one task's connection, as a supervisor that takes no more."""
        stream = self.tasks.pop(task)
        self._ready.unregister(stream.socket)
        stream.socket.close()

    def ended(self):
        """Outcome of a program that nobody listens to any more."""
        return self._process.outcome()

    def outcome(self):
        """Reads events to the end of the channel, then waits for the end of the program."""
        while self.next() is not None:
            pass
        return self._process.outcome()
