"""Step line: where the program stops, and what it shows of its locals."""

import unittest

from .harness import HERE, lines, on_every_python
from .stepped import Stepped

SCENES = HERE / "scenes"


class Lines(unittest.TestCase):
    @on_every_python
    def test_steps_go_into_own_functions_and_classes_and_never_into_the_library(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.to_the_end("line")
            # A class body's first line is that of `class` itself.
            entered = [1, 2, 5, 10, 10, 11, 13, 17, 18, 19, 14, 6, 7, 20, 21]
            self.assertEqual(lines(program.events), entered)
            self.assertEqual({e["file"] for e in program.events if "file" in e}, {"functions.py"})

    @on_every_python
    def test_a_stop_names_the_function_and_its_locals(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.to_the_end("line")
            stops = {e["line"]: e for e in program.events if e["type"] == "line"}
        self.assertEqual(stops[6]["function"], "area")
        self.assertEqual(stops[7]["locals"], {"width": "2", "height": "3", "product": "6"})
        self.assertEqual(stops[14]["locals"], {"self": "<Room>", "width": "2"})
        self.assertEqual(stops[13]["function"], "Room")
        self.assertEqual(stops[13]["locals"], {"size": "3"})
        top = stops[21]["locals"]
        self.assertEqual(list(top), ["text", "numbers", "room", "sock"])
        self.assertEqual(len(top["text"]), 120)
        self.assertEqual(top["sock"], "<socket fd=3>")

    @on_every_python
    def test_every_stop_is_followed_by_resumed_with_the_command(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.until("line")
            for how in ("line", "call", "run"):
                self.assertEqual(program.step(how)[0]["type"], "resumed")
            self.assertEqual(
                [e["how"] for e in program.events if e["type"] == "resumed"],
                ["line", "call", "run"],
            )

    @on_every_python
    def test_times_are_monotonic_nanoseconds_and_never_go_back(self):
        with Stepped(self.python, SCENES / "functions.py") as program:
            program.to_the_end("line")
            times = [event["at"] for event in program.events[1:]]
        self.assertEqual(times, sorted(times))

    @on_every_python
    def test_a_comprehension_is_one_stop_however_often_it_turns(self):
        with Stepped(self.python, SCENES / "turns.py") as program:
            program.to_the_end("line")
            self.assertEqual(lines(program.events), [1, 4, 8, 9, 5, 5, 10, 11, 12, 11, 12, 11])
        with Stepped(self.python, SCENES / "turns.py") as program:
            program.to_the_end("call")
            self.assertEqual(lines(program.events), [1, 11])

    @on_every_python
    def test_a_second_file_of_the_folder_is_stepped_too(self):
        with Stepped(self.python, "guarded.py") as program:
            program.to_the_end("line")
            stops = [(e["file"], e["function"]) for e in program.events if e["type"] == "line"]
        self.assertIn(("spelled.py", "backwards"), stops)
        self.assertEqual(stops[0], ("guarded.py", "<module>"))

    @on_every_python
    def test_started_with_run_it_never_stops(self):
        with Stepped(self.python, SCENES / "functions.py", start="run") as program:
            self.assertEqual(program.outcome().code, 0)
            self.assertEqual(lines(program.events), [])
            self.assertEqual(program.events[0]["type"], "hello")
