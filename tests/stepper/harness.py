"""Starts real programs with the stepper in them, and plays the supervisor on a unix socket."""

import functools
import json
import os
import pathlib
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
STEPPER = HERE.parents[1] / "sandbox" / "stepper"
PAUSE_SIGNAL = signal.SIGRTMAX - 1

# Generous: a loaded machine is no failure, a program that hangs for good is one.
PATIENCE = 60


def _found_pythons():
    versions = ("3.9.18", "3.10.13", "3.12.1", "3.13.0")
    others = [pathlib.Path.home() / f".pyenv/versions/{v}/bin/python3" for v in versions]
    return ["/usr/bin/python3"] + [str(path) for path in others if os.access(path, os.X_OK)]


PYTHONS = _found_pythons()


def on_every_python(test):
    """Runs a test method once per Python found, with `self.python` set."""

    @functools.wraps(test)
    def each(self):
        for python in PYTHONS:
            with self.subTest(python=python):
                self.python = python
                test(self)

    return each


def environment(**extra):
    """This process's environment without what would change how Python starts."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SOCKSCOPE"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", **extra}


class Outcome:
    """How a program ended: what it wrote, and its exit status (negative: the signal)."""

    def __init__(self, out, err, code):
        self.out, self.err, self.code = out, err, code

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Process:
    """A program with its output in files, so that it never waits for a reader."""

    def __init__(self, command, stdin=None, **options):
        self._files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        self._input = tempfile.TemporaryFile() if stdin is not None else None
        if self._input:
            self._input.write(stdin.encode())
            self._input.seek(0)
        self.popen = subprocess.Popen(
            [str(part) for part in command],
            stdin=self._input or subprocess.PIPE,
            stdout=self._files[0],
            stderr=self._files[1],
            **options,
        )

    def outcome(self):
        """Waits for the end."""
        code = self.popen.wait(PATIENCE)
        texts = []
        for file in self._files:
            file.seek(0)
            texts.append(file.read().decode("utf-8", "backslashreplace"))
        return Outcome(*texts, code)

    def close(self):
        if self.popen.poll() is None:
            self.popen.kill()
            self.popen.wait()
        for stream in (*self._files, self._input, self.popen.stdin):
            if stream:
                stream.close()


def plain(python, program, *args, stdin=None, cwd=PROGRAMS):
    """Outcome of a program without the stepper."""
    process = Process([python, program, *args], stdin, cwd=cwd, env=environment())
    try:
        return process.outcome()
    finally:
        process.close()


class Stream:
    """The connection of one task, which `name` tells apart: None, "thread-2", "child-1-thread-2"."""

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

    def __init__(self, python, program, *args, start="paused", stdin=None, cwd=PROGRAMS, **env):
        self._folder = tempfile.mkdtemp(prefix="stepper-")
        address = os.path.join(self._folder, "step")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen()
        extra = {"PYTHONPATH": STEPPER, "SOCKSCOPE_STEP": address, "SOCKSCOPE_START": start}
        extra.update(env)
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
        ready = self._ready.select(PATIENCE)
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

    def until_end(self, task):
        """Reads until the channel of this task has closed."""
        while True:
            stream, event = self._next()
            if event is None and stream is self.tasks.get(task):
                return

    def command(self, how, task=None):
        self.tasks[task].socket.sendall(json.dumps({"how": how}).encode() + b"\n")

    def pause(self, task=None):
        """Asks as the supervisor does: a line in the task's stream, then a signal to its process."""
        self.command("pause", task)
        os.kill(self.tasks[task].pid, PAUSE_SIGNAL)

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

    def ended(self):
        """Outcome of a program that nobody listens to any more."""
        return self._process.outcome()

    def outcome(self):
        """Reads events to the end of the channel, then waits for the end of the program."""
        while self.next() is not None:
            pass
        return self._process.outcome()


def lines(events):
    """Numbers of the lines where the program stopped."""
    return [event["line"] for event in events if event["type"] == "line"]


def calls(events):
    """Names of the calls that returned or raised."""
    return [event["call"] for event in events if event["type"] == "return"]
