"""The stepper's channel, with a stepper of the test's own that says what the test wants."""

import json
import time
import unittest

from box_client import SOLO, Box

HELLO = json.dumps({"type": "hello", "version": 2})


def line(number=1, **fields):
    event = {
        "type": "line",
        "at": "now",
        "file": "a.py",
        "line": number,
        "function": "<module>",
        "locals": {},
    }
    return json.dumps(dict(event, **fields))


def call(number, **fields):
    event = {
        "type": "call",
        "at": "now",
        "id": number,
        "call": "recv",
        "args": ["100"],
        "fd": 3,
        "line": 2,
    }
    return json.dumps(dict(event, **fields))


def returned(number, **fields):
    event = {
        "type": "return",
        "at": "now",
        "id": number,
        "call": "recv",
        "fd": None,
        "value": "b''",
        "errno": None,
        "error": None,
        "line": 2,
    }
    return json.dumps(dict(event, **fields))


RESUMED = json.dumps({"type": "resumed", "at": "now", "how": "line"})


class Stepping(unittest.TestCase):
    def open(self):
        box = Box(SOLO)
        self.addCleanup(box.close)
        return box

    def start(self, box, *words, program="prog", argv=()):
        script = ["python3", "/opt/sockscope/stepper/fake.py"]
        return box.start("pc", list(argv) or script + list(words), program)

    def test_events_carry_host_and_program_and_their_own_fields(self):
        box = self.open()
        self.start(box, HELLO, line(4, locals={"x": "5"}), "read")
        event = box.wait_event("line")
        self.assertEqual((event["host"], event["program"]), ("pc", "prog"))
        self.assertEqual((event["file"], event["line"], event["locals"]), ("a.py", 4, {"x": "5"}))

    def test_a_paused_program_gets_the_command_and_a_running_one_does_not(self):
        box = self.open()
        helper = self.start(box, HELLO, line(), "wait", RESUMED, call(1), "read")
        box.wait_event("line")
        self.assertIsNone(box.command("step", program="prog", how="call")["error"])
        self.assertEqual(json.loads(helper.stdout.readline()), {"how": "call"})
        box.wait_event("call")
        self.assertEqual(box.command("step", program="prog", how="line")["code"], "not-paused")

    def test_two_commands_for_one_stop_are_not_two_steps(self):
        box = self.open()
        self.start(box, HELLO, line(), "wait", "read")
        box.wait_event("line")
        first = box.send("step", program="prog", how="line")
        second = box.command("step", program="prog", how="line")
        self.assertEqual(second["code"], "not-paused")
        self.assertIsNone(box.wait_event("reply", id=first)["error"])

    def test_a_program_without_stepper_is_not_paused(self):
        box = self.open()
        box.start("pc", "input()", "plain")
        self.assertEqual(box.command("step", program="plain", how="line")["code"], "not-paused")
        self.assertIsNotNone(box.command("pause", program="plain")["error"])
        self.assertIsNotNone(box.command("pause", program="nobody")["error"])

    def test_pause_reaches_a_running_program_and_does_nothing_to_a_paused_one(self):
        box = self.open()
        helper = self.start(box, "signal", HELLO, call(1), "pause", line(), "wait", "read")
        box.wait_event("call")
        self.assertIsNone(box.command("pause", program="prog")["error"])
        self.assertEqual(helper.stdout.readline(), b"pause asked\n")
        box.wait_event("line")
        self.assertIsNone(box.command("pause", program="prog")["error"])
        self.assertIsNone(helper.poll())

    def test_the_table_follows_a_stop_at_once(self):
        box = self.open()
        script = (
            "import socket, sys; sys.argv[1:] = %r; s = socket.create_server(('', 3333));"
            "exec(open('/opt/sockscope/stepper/fake.py').read())" % [HELLO, line(), "read"]
        )
        self.start(box, argv=["python3", "-c", script])
        stop = box.wait_event("line")
        # Of a slow program a look of the clock may have seen it before.
        table = box.wait_for(lambda each: each["type"] == "sockets" and each["sockets"])
        self.assertEqual([row["state"] for row in table["sockets"]], ["LISTEN"])
        self.assertLess(table["at"] - stop["at"], 200_000_000)

    def test_the_steppers_own_connection_is_no_row(self):
        box = self.open()
        self.start(box, HELLO, line(), "read")
        box.wait_event("line")
        self.assertEqual(box.table("pc"), [])

    def test_a_watch_that_comes_late_still_finds_its_stepper(self):
        box = self.open()
        helper = self.start(box, HELLO, line(9), "read", program=None)
        box.run("pc", "import time; time.sleep(0.3)")
        self.assertEqual(box.events("line"), [])
        box.command("watch", program="late", host="pc", pid=helper.pid)
        self.assertEqual(box.wait_event("line", program="late")["line"], 9)

    def test_a_watch_that_comes_after_the_end_still_finds_what_was_told(self):
        box = self.open()
        helper = self.start(box, HELLO, call(1), returned(1), program=None)
        helper.wait()
        box.command("sample")  # by now its connection has been read to its end
        box.command("sample")
        self.assertEqual(box.events("call"), [])
        self.assertIsNone(box.command("watch", program="prog", host="pc", pid=helper.pid)["error"])
        told = [line["type"] for line in box.lines if line["type"] in ("call", "return")]
        self.assertEqual(told, ["call", "return"])

    def test_a_paused_program_is_not_called_blocked(self):
        box = self.open()
        self.start(box, HELLO, line(), "wait", RESUMED, call(1), "read")
        box.wait_event("line")
        box.run("pc", "import time; time.sleep(0.7)")
        self.assertEqual(box.events("blocked", syscall="recvfrom"), [])
        box.command("step", program="prog", how="run")
        box.wait_event("blocked", syscall="read", fd=0)

    def test_its_clock_is_not_believed(self):
        box = self.open()
        self.start(box, HELLO, line(1), line(2, at=0), line(3, at=2**52), line(4), "read")
        box.wait_event("line", line=4)
        times = [each["at"] for each in box.events("line")]
        self.assertEqual(times, sorted(times))
        self.assertLess(times[-1], time.monotonic_ns())

    def test_long_texts_are_cut(self):
        box = self.open()
        many = {"v%d" % n: "x" * 300 for n in range(80)}
        self.start(box, HELLO, call(1, args=["y" * 999]), line(locals=many), "read")
        self.assertEqual(box.wait_event("call")["args"], ["y" * 200])
        found = box.wait_event("line")["locals"]
        self.assertEqual((len(found), set(found.values())), (64, {"x" * 200}))

    def test_garbage_ends_the_connection_and_not_the_box(self):
        garbage = [
            "raw:nonsense\n",
            "raw:[1]\n",
            "raw:" + "[" * 60000 + "\n",
            "raw:" + "x" * 70000,
            json.dumps({"type": "frame", "at": 1}),
            call(True),
            line(locals={"a": 1}),
            line(line=1.5),
            json.dumps({"type": "line"}),
            call(2**60),
        ]
        box = self.open()
        for number, each in enumerate(garbage):
            name = "bad-%d" % number
            self.start(box, HELLO, each, "wait", program=name).wait(10)  # "wait" sees the end
        self.start(box, HELLO, line(), "read", program="good")
        box.wait_event("line", program="good")
        self.assertEqual({each["program"] for each in box.events("line")}, {"good"})
        self.assertEqual(box.events("call"), [])

    def test_after_many_calls_only_pairs_are_left_out(self):
        loop = (
            "import sys; sys.argv[1:] = [%r]; exec(open('/opt/sockscope/stepper/fake.py').read())\n"
            "for n in range(26000): channel.sendall(b'''%s\\n%s\\n''' %% (n, n))\n"
            "channel.sendall(b'''%s\\n'''); input()"
        )
        source = loop % (
            HELLO,
            call(0, at=1).replace('"id": 0', '"id": %d'),
            returned(0, at=1).replace('"id": 0', '"id": %d'),
            line(7, at=1),
        )
        box = self.open()
        self.start(box, argv=["python3", "-c", source])
        box.wait_event("line", line=7)
        calls, returns = box.events("call"), box.events("return")
        self.assertEqual((len(calls), len(returns)), (25000, 25000))
        self.assertEqual(len(box.events("truncated", what="calls", program="prog")), 1)


if __name__ == "__main__":
    unittest.main()
