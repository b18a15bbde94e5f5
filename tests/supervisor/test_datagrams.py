"""A checker's UDP sockets, and what the kernel counts for a program."""

import base64
import errno
import time
import unittest

from box_client import PAIR, Box
from wire_client import impair, setting

ANSWERS = (
    "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('', 9999)); print('up');"
    "data, sender = s.recvfrom(70000); s.sendto(data[::-1], sender); s.recvfrom(1)"
)


def send(box, peer, data):
    there = {"address": "10.0.0.2", "port": 9999}
    return box.command("datagram-send", peer=peer, bytes=base64.b64encode(data).decode(), **there)


def carries(line, data):
    """A frame that a host has sent with these bytes at its end."""
    if line["type"] != "frame" or line["verb"] != "sent":
        return False
    return base64.b64decode(line["bytes"] or "").endswith(data)


class Datagrams(unittest.TestCase):
    def test_an_answer_comes_back_whole_with_its_sender(self):
        with Box(PAIR) as box:
            server = box.start("server", ANSWERS)
            server.stdout.readline()
            box.command("datagram-open", peer="d1", host="client")
            self.assertIsNone(send(box, "d1", b"a" * 8999 + b"b")["error"])
            answer = box.wait_event("datagram", peer="d1")
            self.assertEqual(answer["address"], "10.0.0.2:9999")
            self.assertEqual(base64.b64decode(answer["bytes"]), b"b" + b"a" * 8999)

    def test_one_is_sent_when_it_has_left_which_a_neighbour_asked_for_late_may_delay(self):
        late = setting(impair("lan", "server", delayMs=100, arp=True))
        with Box(PAIR, wire=late) as box:
            box.command("datagram-open", peer="d1", host="client")
            for word in (b"first", b"second"):
                self.assertIsNone(send(box, "d1", word)["error"])
                replied = time.monotonic_ns()
                left = box.wait_for(lambda line, word=word: carries(line, word))
                self.assertLess(left["at"], replied)

    def test_one_for_a_neighbour_that_nobody_is_counts_as_sent_after_a_while(self):
        with Box(PAIR) as box:
            box.command("datagram-open", peer="d1", host="client")
            there = {"address": "10.0.0.99", "port": 9999, "bytes": ""}
            self.assertIsNone(box.command("datagram-send", peer="d1", **there)["error"])

    def test_an_empty_datagram_is_one(self):
        with Box(PAIR) as box:
            server = box.start("server", ANSWERS)
            server.stdout.readline()
            box.command("datagram-open", peer="d1", host="client")
            send(box, "d1", b"")
            self.assertEqual(box.wait_event("datagram", peer="d1")["bytes"], "")

    def test_it_is_bound_where_it_is_said_and_carries_options_in_its_ip_header(self):
        with Box(PAIR) as box:
            here = {"host": "server", "address": "10.0.0.2", "port": 9999}
            box.command("datagram-open", peer="exact", shared=True, **here)
            box.command("datagram-open", peer="any", shared=True, host="server", port=9999)
            nops = base64.b64encode(b"\x01" * 4).decode()
            box.command("datagram-open", peer="d1", host="client", port=40001, ipOptions=nops)
            send(box, "d1", b"hello")
            told = box.wait_event("datagram")
            self.assertEqual((told["peer"], told["address"]), ("exact", "10.0.0.1:40001"))
            frames = [base64.b64decode(each["bytes"]) for each in box.events("frame", verb="sent")]
            (carrier,) = [frame for frame in frames if frame.endswith(b"hello")]
            self.assertEqual(carrier[14:15], b"\x46")  # IPv4, a header of 6 words
            again = box.command("datagram-open", peer="again", **here)
            self.assertEqual(again["errno"], errno.EADDRINUSE)

    def test_one_that_is_closed_or_too_large_is_refused(self):
        with Box(PAIR) as box:
            box.command("datagram-open", peer="d1", host="client")
            self.assertEqual(send(box, "d1", b"x" * 65508)["errno"], 90)
            box.command("datagram-close", peer="d1")
            self.assertEqual(send(box, "d1", b"x")["errno"], 9)


class Usage(unittest.TestCase):
    def test_open_files_and_processor_time_are_the_kernels(self):
        with Box(PAIR) as box:
            busy = (
                "import time\nfiles = [open('/dev/null') for _ in range(5)]\n"
                "while time.process_time() < 0.2: pass\nprint('up')\ninput()\n"
            )
            program = box.start("server", busy, "program")
            program.stdout.readline()
            box.command("usage")
            (process,) = box.wait_event("usage")["processes"]
            self.assertEqual(process["program"], "program")
            self.assertTrue({0, 1, 2, 3, 4, 5, 6, 7} <= set(process["descriptors"]))
            self.assertGreaterEqual(process["cpuMs"], 180)
            self.assertEqual(process["tasks"], 1)

    def test_what_wants_a_processor_and_has_none_is_counted_too(self):
        with Box(PAIR) as box:
            # Of two processes on one core, one waits.
            busy = (
                "import os, time\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
                "os.fork()\nuntil = time.monotonic() + 0.6\n"
                "while time.monotonic() < until: pass\nprint('up')\ntime.sleep(60)\n"
            )
            program = box.start("server", busy, "program")
            for _ in range(2):
                program.stdout.readline()
            box.command("usage")
            processes = box.wait_event("usage")["processes"]
            self.assertEqual(len(processes), 2)
            for process in processes:
                wanted = process["cpuMs"] + process["waitedMs"]
                self.assertGreaterEqual(wanted, 500)
            self.assertGreaterEqual(sum(process["waitedMs"] for process in processes), 400)


if __name__ == "__main__":
    unittest.main()
