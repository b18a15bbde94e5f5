"""Frames that wait: a hold means the segment, with every copy that the kernel sends of it."""

import unittest

from box_client import PAIR, Box
from wire_client import (
    ACK, OPEN, SYN, Seen, handle, line_of, rest_of, rule, serving, setting, wait_frames,
)  # fmt: skip

SERVE = (
    "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up');"
    "c, _ = s.accept(); n = 0; d = b'x'\n"
    "while d: d = c.recv(65536); n += len(d)\n"
    "print(n)"
)
CONNECT = (
    "import socket; c = socket.create_connection(('10.0.0.2', 3333));"
    "c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)\n"
)
HOLD_SYN = rule("syn", "hold", protocol="tcp", flags=["SYN"])
LISTEN_UDP = (
    "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
    "s.bind(('10.0.0.2', 9)); print('up')\n"
    "for _ in range(%d): print(len(s.recv(9000)))"
)
SEND_UDP = (
    "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "for size in %r: s.sendto(bytes(size), ('10.0.0.2', 9))"
)


class Syn(unittest.TestCase):
    def test_a_held_syn_leaves_the_client_in_syn_sent_and_its_copies_wait_with_it(self):
        with Box(PAIR, wire=setting(HOLD_SYN)) as box:
            server = serving(box, SERVE)
            client = box.start("client", CONNECT + "c.sendall(b'hello'); c.close(); print('done')")
            held = wait_frames(box, "held")
            self.assertEqual(held["why"], "rule:syn")
            box.wait_row("client", peer="10.0.0.2:3333", state="SYN-SENT")
            box.wait_event("frame", verb="sent", copyOf=held["id"])
            self.assertIsNone(handle(box, held["id"], "release"))
            self.assertEqual(line_of(client), b"done\n")
            self.assertEqual(line_of(server), b"5\n")
            syns = Seen(box).of("client", flags=SYN)
            self.assertEqual(syns[0].verbs, ["sent", "held", "released", "delivered"])
            self.assertEqual(syns[0].reasons, {"held": "rule:syn", "released": "asked"})
            self.assertGreaterEqual(len(syns), 2)
            for copy in syns[1:]:
                self.assertEqual(copy.copy_of, syns[0].id)
                self.assertEqual(
                    (copy.verbs, copy.reasons), (["sent", "dropped"], {"dropped": "copy"})
                )

    def test_a_dropped_syn_goes_with_its_copies_and_the_next_one_waits_anew(self):
        with Box(PAIR, wire=setting(HOLD_SYN)) as box:
            serving(box, SERVE)
            box.start("client", CONNECT + "print('done')")
            held = wait_frames(box, "held")
            box.wait_event("frame", verb="sent", copyOf=held["id"])
            self.assertIsNone(handle(box, held["id"], "drop"))
            again = wait_frames(box, "held", 2)
            self.assertNotEqual(again["id"], held["id"])
            syns = Seen(box).of("client", flags=SYN)
            self.assertEqual(
                (syns[0].verbs, syns[0].reasons["dropped"]), (["sent", "held", "dropped"], "asked")
            )
            self.assertEqual(syns[1].reasons, {"dropped": "copy"})

    def test_copies_are_not_counted(self):
        with Box(PAIR, wire=setting(dict(HOLD_SYN, count=2))) as box:
            serving(box, SERVE)
            box.start("client", CONNECT + "input()")
            first = wait_frames(box, "held", 1)["id"]
            box.wait_event("frame", verb="sent", copyOf=first)
            self.assertIsNone(handle(box, first, "drop"))
            # Had the copy been the rule's second, this one would pass.
            self.assertIsNone(handle(box, wait_frames(box, "held", 2)["id"], "drop"))
            box.wait_row("client", peer="10.0.0.2:3333", state="ESTABLISHED")
            self.assertEqual(len(box.events("frame", verb="held")), 2)

    def test_only_a_frame_that_waits_can_be_asked_for(self):
        with Box(PAIR, wire=setting(HOLD_SYN)) as box:
            serving(box, SERVE)
            self.assertEqual(handle(box, 1, "release"), "no-such-frame")
            box.start("client", CONNECT + "print('done')")
            held = wait_frames(box, "held")
            self.assertIsNone(handle(box, held["id"], "release"))
            self.assertEqual(handle(box, held["id"], "release"), "no-such-frame")
            self.assertEqual(handle(box, held["id"], "drop"), "no-such-frame")


class Data(unittest.TestCase):
    def test_a_segment_held_by_its_numbers_lets_others_pass_and_no_copy_slip_by(self):
        third = rule("third", "hold", protocol="tcp", sequence={"from": 250, "to": 250}, count=1)
        third["match"]["from"] = "client"
        with Box(PAIR, wire=setting(third)) as box:
            server = serving(box, SERVE)
            client = box.start(
                "client", CONNECT + "for _ in range(5): c.send(bytes(100))\ninput(); c.close()"
            )
            held = wait_frames(box, "held")
            box.wait_event("frame", verb="sent", copyOf=held["id"])
            box.wait_row("client", peer="10.0.0.2:3333", sendQ=300)  # two of five acknowledged
            self.assertIsNone(handle(box, held["id"], "release"))
            box.wait_row("client", peer="10.0.0.2:3333", sendQ=0)
            client.communicate(b"\n")
            self.assertEqual(line_of(server), b"500\n")
            seen = Seen(box)
            data = seen.of("client", payload=lambda bytes_: len(bytes_) == 100)
            sent = [each for each in data if each.copy_of is None]
            start = seen.of("client", flags=SYN)[0].sequence
            self.assertEqual(sent[2].sequence - start, 201)
            self.assertEqual(sent[2].verbs, ["sent", "held", "released", "delivered"])
            copies = {(each.sequence, each.copy_of) for each in data if each.copy_of is not None}
            self.assertEqual(copies, {(sent[2].sequence, sent[2].id)})
            for other in (0, 1, 3, 4):
                self.assertEqual(sent[other].verbs, ["sent", "delivered"])

    def test_a_frame_with_more_than_what_waits_waits_in_its_own_right(self):
        # Both bytes wait; then the kernel sends them again in one (tcp_retrans_try_collapse).
        bytes_ = rule("bytes", "hold", protocol="tcp", data=True, count=2)
        with Box(PAIR, wire=setting(bytes_)) as box:
            server = serving(box, SERVE)
            client = box.start("client", CONNECT + "c.send(b'a'); c.send(b'b'); input(); c.close()")
            both = wait_frames(box, "held", 3)
            self.assertEqual(both["why"], "rule:bytes")
            data = Seen(box).of("client", payload=bool, copy_of=None)
            self.assertEqual([each.payload for each in data], [b"a", b"b", b"ab"])
            for each in data:
                self.assertIsNone(handle(box, each.id, "release"))
            box.wait_row("client", peer="10.0.0.2:3333", sendQ=0)
            client.communicate(b"\n")
            self.assertEqual(line_of(server), b"2\n")

    def test_a_held_fin_keeps_the_client_in_fin_wait_1(self):
        fin = rule("fin", "hold", protocol="tcp", flags=["FIN", "ACK"], count=1)
        fin["match"]["from"] = "client"
        with Box(PAIR, wire=setting(fin)) as box:
            server = serving(box, SERVE)
            box.start("client", CONNECT + "c.close(); input()")
            held = wait_frames(box, "held")
            box.wait_event("frame", verb="sent", copyOf=held["id"])
            box.wait_row("client", peer="10.0.0.2:3333", state="FIN-WAIT-1")
            self.assertIsNone(handle(box, held["id"], "release"))
            self.assertEqual(line_of(server), b"0\n")

    def test_acknowledgements_are_never_copies(self):
        acks = rule("acks", "hold", protocol="tcp", flags=["ACK"], data=False)
        acks["match"]["from"] = "server"
        with Box(PAIR, wire=setting(acks)) as box:
            serving(box, SERVE)
            box.start("client", CONNECT + "c.send(b'a'); input()")
            wait_frames(box, "held", 2)  # the byte is sent again, and acknowledged again
            held = Seen(box).of("server", flags=ACK)
            self.assertEqual({each.copy_of for each in held}, {None})


class Datagrams(unittest.TestCase):
    def test_a_waiting_datagram_can_be_delivered_twice(self):
        with Box(PAIR, wire=setting(rule("udp", "hold", protocol="udp"))) as box:
            server = serving(box, LISTEN_UDP % 3)
            box.run("client", SEND_UDP % [10, 10])
            first, second = wait_frames(box, "held", 1)["id"], wait_frames(box, "held", 2)["id"]
            self.assertIsNone(handle(box, second, "duplicate"))
            self.assertIsNone(handle(box, first, "release"))
            self.assertEqual(rest_of(server), b"10\n10\n10\n")
            frames = Seen(box).frames
            self.assertIsNone(frames[second].copy_of)
            self.assertEqual(
                frames[second].verbs,
                ["sent", "held", "released", "duplicated", "delivered", "delivered"],
            )

    def test_fragments_wait_one_by_one_and_one_lost_loses_the_datagram(self):
        with Box(PAIR, wire=setting(rule("udp", "hold", protocol="udp"))) as box:
            server = serving(box, LISTEN_UDP % 2)
            for count in (3, 6, 9):
                box.run("client", SEND_UDP % [3000])
                wait_frames(box, "held", count)
            waiting = [each["id"] for each in box.events("frame", verb="held")]
            for frame in waiting[:3] + waiting[6:]:
                self.assertIsNone(handle(box, frame, "release"))
            self.assertIsNone(handle(box, waiting[4], "drop"))
            self.assertEqual(rest_of(server), b"3000\n3000\n")
            lengths = [len(each.data) for each in Seen(box).of("client", protocol=17)]
            self.assertEqual(lengths, [1514, 1514, 82] * 3)

    def test_a_waiting_frame_stays_when_its_rule_goes(self):
        with Box(PAIR, wire=setting(rule("udp", "hold", protocol="udp"))) as box:
            server = serving(box, LISTEN_UDP % 2)
            box.run("client", SEND_UDP % [10])
            held = wait_frames(box, "held")
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % [20])
            self.assertEqual(line_of(server), b"20\n")
            self.assertIsNone(handle(box, held["id"], "release"))
            self.assertEqual(line_of(server), b"10\n")


if __name__ == "__main__":
    unittest.main()
