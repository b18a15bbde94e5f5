"""Attacks by the channel of the steppers, and by names: what a program says is only looked at.

After each of them the supervisor serves an honest program as ever, and has told nothing that its
contract does not know.
"""

import json
import os
import sys
import tempfile
import time
import unittest

from box_client import PAIR, SUPERVISOR, Box

sys.path.append(SUPERVISOR)

import lines  # noqa: E402  (the folder of the supervisor's own modules)

# What a liar needs: a greeted channel, and whether the supervisor has hung up on it.
LIAR = r"""
import array, ctypes, json, os, socket, sys, threading, time

def knock():
    channel = socket.socket(socket.AF_UNIX)
    channel.connect("/run/sockscope/step.sock")
    return channel

def greet(**more):
    channel = knock()
    say(channel, type="hello", version=2, name="", **{"thread": 1, "native": os.getpid(), **more})
    return channel

def say(channel, **event):
    channel.sendall((json.dumps(event) + "\n").encode())

def line(number=1, **more):
    return {"type": "line", "at": time.monotonic_ns(), "file": "a.py", "line": number,
        "function": "f", "locals": {}, **more}

def hung_up(channel):
    channel.settimeout(9)
    try:
        while channel.recv(4096): pass
    except ConnectionError: pass
    return True
"""
HONEST = "channel = greet()\nsay(channel, **line(7))\nprint(channel.recv(99).decode(), end='')"
ENDLESS = r"""
channel = greet()
try:
    for _ in range(500): channel.sendall(bytes(100000))
except OSError: pass
print(hung_up(channel))
"""
GARBAGE = r"""
lies = [b"\xff\xfe", b"[" * 60000, b'{"a":' * 9000, b"9" * 60000, b"NaN", b"\0", b"null",
    b'{"type":[]}', b'{"type":{}}', b'{"type":"hello"}', b'{"type":"line","at":1e400}']
for lie in lies:
    channel = greet()
    channel.sendall(lie + b"\n")
    print(hung_up(channel))
"""
FORGED = r"""
for event in (
    {"type": "sockets", "host": "server", "sockets": []},
    {"type": "reply", "id": 1, "error": None},
    {"type": "frame", "verb": "sent", "id": 1},
    {"type": "program-exited", "program": "honest", "code": 0},
    {"type": "fault", "code": "internal", "detail": ""},
    {"type": "peer", "peer": "peer-1", "what": "eof"},
    {"type": "up", "pid": 1},
    {"type": "hosts", "hosts": []},
    {"type": "usage", "processes": []},
):
    channel = greet()
    say(channel, at=time.monotonic_ns(), **event)
    print(hung_up(channel))
"""
RETURNED = r"""
say(greet(), type="return", at=time.monotonic_ns(), id=77, call="accept", fd=3, value="x",
    errno=None, error=None, line=1)
"""
# More than the supervisor takes of a whole box: those past the most are hung up on.
CROWD = r"""
mine = [knock() for _ in range(240)]
if os.fork() == 0:
    for each in mine: each.close()
    more = [knock() for _ in range(100)]
    print(hung_up(more[-1]))
    os._exit(0)
os.wait()
"""
DESCRIPTORS = r"""
channel = greet()
for pair in [os.pipe() for _ in range(50)]:
    ends = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", pair))
    channel.sendmsg([(json.dumps(line(2)) + "\n").encode()], [ends])
"""
HELD = r"""
held = socket.socket(socket.AF_UNIX)
held.bind(b'\0\n"}\xff\x1b[2J<b>')
held.listen()
print("up", flush=True)
input()
"""
KNOWN = {
    "up", "reply", "hosts", "line", "task-started", "task-ended", "sockets", "network", "counters",
    "wire", "frame", "blocked", "truncated", "call", "return", "resumed", "breakpoints",
}  # fmt: skip


class LyingStepper(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Box(PAIR, cpuSeconds=600)
        cls.addClassCleanup(cls.box.close)

    def setUp(self):
        self.before = len(self.box.lines)

    def tearDown(self):
        self.assert_serves("server")
        self.assertLessEqual({line["type"] for line in self.box.lines}, KNOWN)

    def assert_serves(self, where):
        after = len(self.box.lines)
        helper = self.box.start(where, LIAR + HONEST, "honest")
        stop = self.box.wait_event("line", after, program="honest")
        self.assertEqual((stop["host"], stop["line"]), (where, 7))
        self.assertIsNone(self.box.command("step", program="honest", how="line")["error"])
        self.assertEqual(json.loads(helper.communicate(timeout=9)[0]), {"how": "line"})

    def lie(self, program):
        code, output = self.box.run("client", LIAR + program, "liar")
        self.assertEqual(code, 0, output)
        return output.rstrip("\n")

    def told(self, **fields):
        fields["program"] = "liar"
        return [
            each
            for each in self.box.lines[self.before :]
            if all(each.get(name) == value for name, value in fields.items())
        ]

    def test_a_line_that_never_ends_is_hung_up_on(self):
        self.assertEqual(self.lie(ENDLESS), "True")

    def test_what_is_no_json_or_too_deep_or_too_large_is_hung_up_on(self):
        self.assertEqual(set(self.lie(GARBAGE).split()), {"True"})

    def test_events_of_others_cannot_be_forged(self):
        self.assertEqual(set(self.lie(FORGED).split()), {"True"})
        self.assertEqual(self.told(type="fault") + self.told(type="program-exited"), [])

    def test_fields_of_ours_cannot_be_overwritten(self):
        self.lie("say(greet(), **line(3, seq=0, program='x', host='server', task='x', late=5))")
        stop = self.box.wait_event("line", self.before, line=3)
        self.assertEqual((stop["program"], stop["host"]), ("liar", "client"))
        self.assertFalse({"seq", "late", "task"} & set(stop))

    def test_times_are_neither_of_the_past_nor_of_the_future(self):
        self.lie("channel = greet()\nfor at in (1 << 52, -5, 1): say(channel, **line(9, at=at))")
        self.box.command("sample")
        stops = [each["at"] for each in self.told(type="line", line=9)]
        self.assertEqual(len(stops), 3)
        self.assertEqual(sorted(stops), stops)
        self.assertLessEqual(stops[-1], time.monotonic_ns())

    def test_a_return_of_a_call_that_was_never_entered_is_not_told(self):
        self.lie(RETURNED)
        self.assertEqual(self.told(type="return"), [])

    def test_another_thread_or_process_cannot_be_spoken_for(self):
        claims = "({'native': 1}, {'thread': 2}, {'thread': 0}, {'thread': 1 << 40})"
        said = self.lie("for each in %s: print(hung_up(greet(**each)))" % claims)
        self.assertEqual(said.split(), ["True"] * 4)

    def test_names_that_are_no_text_stay_in_their_place(self):
        name = r"\ud800\u0000\u001b]0;x\u0007\n</script>"
        self.lie('say(greet(), **line(5, file="%s", function="%s" * 99))' % (name, name))
        stop = self.box.wait_event("line", self.before, line=5)
        self.assertEqual(stop["file"], json.loads('"%s"' % name))
        self.assertEqual(len(stop["function"]), 200)

    def test_connections_without_end_are_refused_and_let_go(self):
        self.assertEqual(self.lie(CROWD), "True")

    def test_descriptors_that_it_sends_along_are_not_kept(self):
        self.box.command("sample")
        before = len(os.listdir("/proc/%d/fd" % self.box.process.pid))
        self.lie(DESCRIPTORS)
        self.box.command("sample")
        after = len(os.listdir("/proc/%d/fd" % self.box.process.pid))
        self.assertLess(after, before + 50)  # a hundred were sent

    def test_a_process_with_the_name_of_another_one_is_still_itself(self):
        named = "ctypes.CDLL(None).prctl(15, b') R 1 1\\n\\xff(cat', 0, 0, 0)\n"
        self.lie(named + "listener = socket.create_server(('', 4444))\nsay(greet(), **line(6))")
        self.box.wait_event("line", self.before, line=6)

    def test_a_socket_with_a_hostile_name_is_a_row_like_others(self):
        helper = self.box.start("client", LIAR + HELD, "liar")
        helper.stdout.readline()
        row = self.box.wait_row("client", self.before, local='@\n"}\ufffd\x1b[2J<b>')
        self.assertEqual([each["program"] for each in row["owners"]], ["liar"])
        helper.communicate(b"\n", timeout=9)


class Flood(unittest.TestCase):
    def test_a_flood_of_events_ends_before_it_fills_the_server(self):
        much = {"v%d" % number: "x" * 200 for number in range(64)}
        with tempfile.TemporaryFile() as told:
            writer = lines.Lines(told.fileno())
            for _ in range(3500):
                writer.event("line", locals=much)
                writer.flush()
            writer.event("fault", code="memory-limit")
            writer.flush()
            told.seek(0)
            *many, last, fault = told.read().splitlines()
        self.assertGreater(sum(map(len, many)), lines.MOST_TOLD - (1 << 20))
        self.assertLess(sum(map(len, many)), lines.MOST_TOLD)
        self.assertEqual(json.loads(last)["what"], "events")
        self.assertEqual(json.loads(fault)["code"], "memory-limit")


if __name__ == "__main__":
    unittest.main()
