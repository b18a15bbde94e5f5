"""Attacks by the channel of the steppers, and by names: what a program says of itself is only looked at.

After each of them the supervisor serves an honest program as ever, and has told nothing that its
contract does not know.
"""

import json
import os
import sys
import tempfile
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
        flood = (
            "try:\n    for _ in range(500): channel.sendall(bytes(100000))\nexcept OSError: pass\n"
        )
        self.assertEqual(
            self.lie("channel = greet()\n" + flood + "print(hung_up(channel))"), "True"
        )

    def test_what_is_no_json_or_too_deep_or_too_large_is_hung_up_on(self):
        garbage = (
            "lies = [b'\\xff\\xfe', b'[' * 60000, b'{\"a\":' * 9000, b'9' * 60000, b'NaN', b'\\0', b'null',\n"
            "    b'{\"type\":[]}', b'{\"type\":{}}', b'{\"type\":\"hello\"}', b'{\"type\":\"line\",\"at\":1e400}']\n"
            "for lie in lies:\n    channel = greet()\n    channel.sendall(lie + b'\\n')\n    print(hung_up(channel), end=' ')"
        )
        self.assertEqual(set(self.lie(garbage).split()), {"True"})

    def test_events_of_others_cannot_be_forged(self):
        forged = (
            "for event in ({'type': 'sockets', 'host': 'server', 'sockets': []}, {'type': 'reply', 'id': 1, 'error': None},\n"
            "    {'type': 'frame', 'verb': 'sent', 'id': 1}, {'type': 'program-exited', 'program': 'honest', 'code': 0},\n"
            "    {'type': 'fault', 'code': 'internal', 'detail': ''}, {'type': 'peer', 'peer': 'peer-1', 'what': 'eof'},\n"
            "    {'type': 'up', 'pid': 1}, {'type': 'hosts', 'hosts': []}, {'type': 'usage', 'processes': []}):\n"
            "    channel = greet()\n    say(channel, at=time.monotonic_ns(), **event)\n    print(hung_up(channel), end=' ')"
        )
        self.assertEqual(set(self.lie(forged).split()), {"True"})
        self.assertEqual(self.told(type="fault") + self.told(type="program-exited"), [])

    def test_fields_of_ours_cannot_be_overwritten(self):
        self.lie(
            "channel = greet()\nsay(channel, **line(3, seq=0, program='honest', host='server', task='x', late=5))\n"
            "print(channel.recv(1) if False else '')"
        )
        stop = self.box.wait_event("line", self.before, line=3)
        self.assertEqual((stop["program"], stop["host"]), ("liar", "client"))
        self.assertNotIn("seq", stop)
        self.assertNotIn("late", stop)

    def test_times_are_neither_of_the_past_nor_of_the_future(self):
        self.lie(
            "channel = greet()\nfor at in (2 ** 53 - 1, -5, 1): say(channel, **line(9, at=at))"
        )
        stops = self.told(type="line", line=9)
        reply = self.box.command("sample")
        self.assertIsNone(reply["error"])
        self.assertEqual(len(stops), 3)
        self.assertEqual(sorted(each["at"] for each in stops), [each["at"] for each in stops])

    def test_a_return_of_a_call_that_was_never_entered_is_not_told(self):
        self.lie(
            "channel = greet()\nsay(channel, type='return', at=time.monotonic_ns(), id=77, call='accept', fd=3,\n"
            "    value='x', errno=None, error=None, line=1)"
        )
        self.assertEqual(self.told(type="return"), [])

    def test_another_thread_or_process_cannot_be_spoken_for(self):
        self.assertEqual(
            self.lie(
                "for claim in ({'native': 1}, {'thread': 2}, {'thread': 0}, {'thread': 1 << 40}):\n"
                "    print(hung_up(greet(**claim)), end=' ')"
            ).split(),
            ["True"] * 4,
        )

    def test_names_that_are_no_text_stay_in_their_place(self):
        name = "\\ud800\\u0000\\u001b]0;x\\u0007\\n</script>"
        self.lie(
            'channel = greet()\nsay(channel, **line(5, file="%s", function="%s" * 99))'
            % (name, name)
        )
        stop = self.box.wait_event("line", self.before, line=5)
        self.assertEqual(stop["file"], json.loads('"%s"' % name))
        self.assertEqual(len(stop["function"]), 200)

    def test_connections_without_end_are_refused_and_let_go(self):
        self.lie(
            "import resource\nkept, gone = [], 0\ntry:\n    for _ in range(240): kept.append(knock())\n"
            "except OSError: pass\nchild = os.fork()\nif child == 0:\n    for each in kept: each.close()\n"
            "    kept = [knock() for _ in range(100)]\n    print(sum(not each.recv(1) for each in kept[50:]))\n"
            "    os._exit(0)\nos.waitpid(child, 0)"
        )
        self.assertIsNone(self.box.process.poll())

    def test_descriptors_that_it_sends_along_are_not_kept(self):
        self.box.command("sample")
        before = len(os.listdir("/proc/%d/fd" % self.box.process.pid))
        self.lie(
            "channel = greet()\nends = [os.pipe() for _ in range(50)]\n"
            "for pair in ends:\n    channel.sendmsg([(json.dumps(line(2)) + '\\n').encode()],\n"
            "        [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', pair))])"
        )
        self.box.command("sample")
        self.assertLessEqual(len(os.listdir("/proc/%d/fd" % self.box.process.pid)), before)

    def test_a_process_with_the_name_of_another_one_is_still_itself(self):
        self.lie(
            "libc = ctypes.CDLL(None)\nlibc.prctl(15, b') R 1 1\\n\\xff(cat', 0, 0, 0)\n"
            "listener = socket.create_server(('', 4444))\nchannel = greet()\nsay(channel, **line(6))\ntime.sleep(0)\n"
            "print(channel.recv(99)) if False else None"
        )
        self.box.wait_event("line", self.before, line=6)

    def test_a_socket_with_a_hostile_name_is_a_row_like_others(self):
        helper = self.box.start(
            "client",
            LIAR + "held = socket.socket(socket.AF_UNIX)\nheld.bind(b'\\0\\n\"}\\xff\\x1b[2J<b>')\n"
            "held.listen()\nprint('up', flush=True)\ninput()",
            "liar",
        )
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
