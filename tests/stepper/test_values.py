"""What events show of values: built-in types alone, short, and no code of the learner's runs."""

import unittest

from .harness import HERE, on_every_python
from .stepped import Stepped

SCENES = HERE / "scenes"


class Values(unittest.TestCase):
    @on_every_python
    def test_locals_are_shown_by_exact_built_in_type_alone(self):
        with Stepped(self.python, SCENES / "values.py") as program:
            self.assertEqual(program.to_the_end("line").code, 0)
            last = [e for e in program.events if e["type"] == "line"][-1]["locals"]
        self.assertEqual(
            {name: text for name, text in last.items() if name not in ("long_word", "huge")},
            {
                "quiet": "<Quiet>",
                "colour": "<Colour>",
                "family": "AF_INET",
                "closed": "<socket fd=-1>",
                "whole": "12345",
                "half": "0.5",
                "nothing": "None",
                "word": "'소켓'",
                "raw": "b'\\x00\\xff'",
                "inside": "[<Quiet>, (1,), {'key': <socket fd=-1>}, set(), [[<list>]]]",
                "many": "[0, 1, 2, 3, 4, 5, …]",
                "looped": "[[[<list>]]]",
            },
        )
        self.assertEqual(last["huge"], "<int of 16610 bits>")
        self.assertEqual(len(last["long_word"]), 120)
        self.assertTrue(last["long_word"].endswith("…"))

    @on_every_python
    def test_arguments_carry_the_names_a_reader_would_type(self):
        with Stepped(self.python, SCENES / "options.py", start="run") as program:
            self.assertEqual(program.outcome().code, 0)
            shown = [(e["call"], e["args"]) for e in program.events if e["type"] == "call"]
        self.assertEqual(
            shown,
            [
                ("socket", ["AF_INET6", "SOCK_DGRAM", "IPPROTO_UDP"]),
                ("setsockopt", ["IPPROTO_IPV6", "IPV6_V6ONLY", "1"]),
                ("setsockopt", ["SOL_SOCKET", "SO_REUSEADDR", "1"]),
                ("socket", ["AF_INET", "SOCK_STREAM"]),
                ("setsockopt", ["IPPROTO_TCP", "TCP_NODELAY", "True"]),
                ("send", ["b'abc'"]),
                ("recv", ["1", "MSG_PEEK"]),
                ("shutdown", ["SHUT_WR"]),
            ],
        )
