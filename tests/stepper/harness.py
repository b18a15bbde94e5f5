"""Runs real programs plainly, and says where things are that tests need."""

import concurrent.futures
import functools
import os
import pathlib
import signal
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
STEPPER = HERE.parents[1] / "sandbox" / "stepper"
PAUSE_SIGNAL = signal.SIGRTMAX - 1

# A shell's background job ignores Ctrl-C, and what it starts would: no program would end by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Generous: a loaded machine is no failure, a program that hangs for good is one.
PATIENCE = 60


# Which Pythons a test runs under: "system" (a box's own), "ends" (and the oldest and the newest
# that are found; the gate's), "all" (one of each minor version; the long proof's).
EXTENT = os.environ.get("SOCKSCOPE_PYTHONS", "ends")


def _found_pythons():
    """The system's, then others from pyenv, oldest first."""
    minors = range(9, 14)
    versions = pathlib.Path.home() / ".pyenv" / "versions"
    others = [max(versions.glob(f"3.{minor}.*/bin/python3"), default=None) for minor in minors]
    runnable = [str(path) for path in others if path is not None and os.access(path, os.X_OK)]
    chosen = {"system": [], "ends": [*runnable[:1], *runnable[1:][-1:]], "all": runnable}
    return ["/usr/bin/python3", *chosen[EXTENT]]


PYTHONS = _found_pythons()
OWN_PYTHON = PYTHONS[:1]


def at_once():
    """Runs functions whose work processes do, as many at a time as there are processors."""
    return concurrent.futures.ThreadPoolExecutor(os.cpu_count())


def on_every_python(test):
    """Runs a test method once per Python found, with `self.python` set, some at a time.

    Each run has a test case of its own, and what it raises is told in the order of PYTHONS.
    """

    @functools.wraps(test)
    def each(self):
        with at_once() as pool:
            runs = [pool.submit(_run_on, python, test, self) for python in PYTHONS]
        for python, run in zip(PYTHONS, runs):
            with self.subTest(python=python):
                run.result()

    return each


def _run_on(python, test, case):
    twin = type(case)(case._testMethodName)
    twin.python = python
    test(twin)


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


def lines(events):
    """Numbers of the lines where the program stopped."""
    return [event["line"] for event in events if event["type"] == "line"]


def calls(events):
    """Names of the calls that returned or raised."""
    return [event["call"] for event in events if event["type"] == "return"]
