"""Starts real programs with the stepper in them, and plays the supervisor on a unix socket."""

import functools
import json
import os
import pathlib
import shutil
import signal
import socket
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


class Stepped:
    """A program with the stepper in it; `events` are all it has said so far."""

    def __init__(self, python, program, *args, start="paused", stdin=None, cwd=PROGRAMS, **env):
        self._folder = tempfile.mkdtemp(prefix="stepper-")
        address = os.path.join(self._folder, "step")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(address)
            listener.listen()
            listener.settimeout(PATIENCE)
            extra = {"PYTHONPATH": STEPPER, "SOCKSCOPE_STEP": address, "SOCKSCOPE_START": start}
            extra.update(env)
            self._process = Process(
                [python, program, *args],
                stdin,
                cwd=cwd,
                env=environment(**{name: str(value) for name, value in extra.items()}),
            )
            self._stream, _ = listener.accept()
        self._stream.settimeout(PATIENCE)
        self._lines = self._stream.makefile("rb")
        self.events = []
        self.pid = self._process.popen.pid
        self.stdin = self._process.popen.stdin

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._lines.close()
        self._stream.close()
        self._process.close()
        shutil.rmtree(self._folder)

    def next(self):
        """The next event; None when the program has closed the channel."""
        line = self._lines.readline()
        if not line:
            return None
        event = json.loads(line)
        self.events.append(event)
        return event

    def until(self, kind, **fields):
        """Reads until an event of this type with these fields; returns all read, it the last."""
        read = []
        while True:
            event = self.next()
            if event is None:
                raise AssertionError(f"no {kind} {fields} among {read}")
            read.append(event)
            if event["type"] == kind and all(event[k] == v for k, v in fields.items()):
                return read

    def command(self, how):
        self._stream.sendall(json.dumps({"how": how}).encode() + b"\n")

    def step(self, how):
        """Gives a command; returns the events up to the next stop or the end."""
        self.command(how)
        read = []
        while True:
            event = self.next()
            if event is not None:
                read.append(event)
            if event is None or event["type"] == "line":
                return read

    def to_the_end(self, how):
        """Gives this command at every stop; returns the outcome."""
        while True:
            event = self.next()
            if event is None:
                return self.outcome()
            if event["type"] == "line":
                self.command(how)

    def signal(self, number):
        os.kill(self.pid, number)

    def hang_up(self):
        """Closes the connection, as a supervisor that has died."""
        self._lines.close()
        self._stream.close()

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
