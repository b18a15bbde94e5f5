"""Getting in: the program must never run unstepped in silence, and nothing of the way in stays."""

import os
import subprocess
import tempfile
import unittest

from .harness import PROGRAMS, STEPPER, environment, on_every_python, plain
from .stepped import Stepped


class Attach(unittest.TestCase):
    def start(self, **variables):
        return subprocess.run(
            [self.python, PROGRAMS / "echo.py"],
            env=environment(PYTHONPATH=str(STEPPER), **variables),
            capture_output=True,
            text=True,
        )

    @on_every_python
    def test_without_a_supervisor_the_program_does_not_run(self):
        ended = self.start(SOCKSCOPE_STEP="/nowhere/step", SOCKSCOPE_START="paused")
        self.assertEqual((ended.returncode, ended.stdout), (125, ""))
        self.assertEqual(
            ended.stderr,
            "sockscope: the stepper could not attach, so the program was not run: "
            "no supervisor at /nowhere/step: No such file or directory\n",
        )

    @on_every_python
    def test_an_unknown_start_mode_is_refused(self):
        ended = self.start(SOCKSCOPE_STEP="/nowhere/step", SOCKSCOPE_START="walk")
        self.assertEqual((ended.returncode, ended.stdout), (125, ""))
        self.assertIn("'walk'", ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1)

    @on_every_python
    def test_without_an_address_it_does_nothing(self):
        ended = self.start()
        expected = plain(self.python, "echo.py")
        self.assertEqual((ended.returncode, ended.stdout), (expected.code, expected.out))
        self.assertEqual(ended.stderr, "")

    @on_every_python
    def test_sockets_have_the_numbers_of_a_plain_run_under_a_low_limit_of_open_files(self):
        limited = 'ulimit -n "$0"; exec "$@"'
        for limit in (256, 64):
            command = ("sh", "-c", limited, limit, self.python, "echo.py")
            with Stepped(*command, start="run") as program:
                self.assertEqual(program.outcome().code, 0)
            made = [e for e in program.events if e["type"] == "return"]
            new = [(e["call"], e["fd"]) for e in made if e["call"] in ("socket", "accept")]
            self.assertEqual(new, [("socket", 3), ("socket", 4), ("accept", 5)])

    @on_every_python
    def test_a_supervisor_that_goes_away_ends_a_standing_program(self):
        with Stepped(self.python, PROGRAMS / "echo.py") as program:
            program.until("line")
            program.hang_up()
            outcome = program.ended()
        self.assertEqual((outcome.code, outcome.out), (125, ""))
        self.assertIn("lost its supervisor", outcome.err)

    @on_every_python
    def test_a_learners_file_named_like_a_library_shadows_it_as_always(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {
                "socket.py": "print('own socket')\n",
                "json.py": "print('own json')\n",
                "uses_both.py": "import socket, json\nprint(socket.__file__, json.__file__)\n",
                "selectors.py": "1 / 0\n",
            }.items():
                with open(f"{folder}/{name}", "w") as file:
                    file.write(text)
            self.check_same(f"{folder}/uses_both.py")
            os.unlink(f"{folder}/socket.py")
            self.check_same(f"{folder}/uses_both.py")

    @on_every_python
    def test_a_file_that_is_missing_or_no_python_ends_as_always(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/broken.py", "w") as file:
                file.write("print('a'\nprint('b')\n")
            with open(f"{folder}/warned.py", "w") as file:
                file.write("print([n for n in '\\d'])\n")
            self.check_same(f"{folder}/broken.py")
            self.check_same(f"{folder}/warned.py")
            self.check_same(f"{folder}/missing.py")

    def check_same(self, program):
        expected = plain(self.python, program)
        for start in ("run", "paused"):
            with Stepped(self.python, program, start=start) as stepped:
                self.assertEqual(stepped.to_the_end("line"), expected)
