"""Rules of the wire on real connections: which frames they mean, and what TCP makes of it."""

import unittest

from box_client import PAIR, TRIO, Box
from test_wire_holds import CONNECT, LISTEN_UDP, SEND_UDP, SERVE
from wire_client import (
    ACK, FIN, OPEN, RST, SYN, Seen, handle, line_of, rest_of, rule, serving, setting,
    wait_frames,
)  # fmt: skip

SEND = CONNECT + "for _ in range(%d): c.send(bytes(%d))\nc.shutdown(socket.SHUT_WR); c.recv(1)"
FROM_CLIENT = {"from": "client", "protocol": "tcp", "data": True}


def everything_arrives(box, code, length):
    """Runs the sender; its frames with data once the server has all bytes."""
    server = serving(box, SERVE)
    client = box.start("client", code)
    assert line_of(server) == b"%d\n" % length
    client.wait(10)
    return Seen(box).of("client", payload=bool)


class Drop(unittest.TestCase):
    def test_the_third_segment_is_lost_once_and_all_bytes_arrive(self):
        with Box(PAIR, wire=setting(rule("third", "drop", nth=3, count=1, **FROM_CLIENT))) as box:
            sent = everything_arrives(box, SEND % (10, 1000), 10_000)
            self.assertEqual(sent[2].verbs, ["sent", "dropped"])
            self.assertEqual(sent[2].reasons, {"dropped": "rule:third"})
            again = [each for each in sent[3:] if each.sequence == sent[2].sequence]
            self.assertEqual(again[0].verbs, ["sent", "delivered"])
            self.assertEqual(len([each for each in sent if "dropped" in each.verbs]), 1)

    def test_a_lone_segment_lost_three_times_is_sent_a_fourth_time(self):
        with Box(PAIR, wire=setting(rule("lone", "drop", count=3, **FROM_CLIENT))) as box:
            sent = everything_arrives(box, SEND % (1, 100), 100)
            self.assertEqual(len({each.sequence for each in sent}), 1)
            self.assertEqual([each.verbs[-1] for each in sent], ["dropped"] * 3 + ["delivered"])

    def test_without_resets_a_closed_port_looks_like_silence(self):
        resets = rule("rst", "drop", protocol="tcp", flags=["RST", "ACK"])
        with Box(PAIR, wire=setting(resets)) as box:
            box.start("client", CONNECT)
            wait_frames(box, "dropped", 2, why="rule:rst")
            box.wait_row("client", peer="10.0.0.2:3333", state="SYN-SENT")
            self.assertEqual(len(Seen(box).of("server", flags=RST | ACK)), 2)


class Matching(unittest.TestCase):
    def test_flags_are_exactly_those_given(self):
        rules = [
            rule("syn", "duplicate", protocol="tcp", flags=["SYN"]),
            rule("fin", "duplicate", protocol="tcp", flags=["ACK", "FIN"]),
        ]
        with Box(PAIR, wire=setting(*rules)) as box:
            everything_arrives(box, SEND % (1, 100), 100)
            for each in Seen(box).frames.values():
                wanted = each.flags in (SYN, FIN | ACK)
                self.assertEqual("duplicated" in each.verbs, wanted, each.flags)

    def test_link_sender_protocol_and_ports_must_all_fit(self):
        rules = [
            rule("elsewhere", "drop", link="other"),
            rule("sender", "drop", **{"from": "server"}, protocol="udp"),
            rule("protocol", "drop", protocol="icmp"),
            rule("source", "drop", sourcePort=9),
            rule("destination", "drop", destinationPort=10),
            rule("fits", "duplicate", link="lan", protocol="udp", destinationPort=9),
        ]
        with Box(PAIR, wire=setting(*rules)) as box:
            server = serving(box, LISTEN_UDP % 2)
            box.run("client", SEND_UDP % [5])
            self.assertEqual(rest_of(server), b"5\n5\n")

    def test_data_tells_a_segment_from_an_acknowledgement(self):
        with Box(PAIR, wire=setting(rule("bare", "duplicate", protocol="tcp", data=False))) as box:
            everything_arrives(box, SEND % (1, 100), 100)
            for each in Seen(box).frames.values():
                if each.flags is not None:
                    self.assertEqual("duplicated" in each.verbs, not each.payload)

    def test_a_sequence_counts_bytes_from_one_and_the_syn_is_zero(self):
        rules = [
            rule("syn", "duplicate", protocol="tcp", sequence={"from": 0, "to": 0}),
            rule("bytes", "duplicate", protocol="tcp", sequence={"from": 200, "to": 301}),
        ]
        with Box(PAIR, wire=setting(*rules)) as box:
            everything_arrives(box, SEND % (5, 100), 500)
            seen = Seen(box)
            data = seen.of("client", payload=bool)
            self.assertEqual(
                ["duplicated" in each.verbs for each in data[:5]],
                [False, True, True, True, False],
            )
            for each in seen.of("client", flags=SYN) + seen.of("server", flags=SYN | ACK):
                self.assertEqual(each.reasons, {"duplicated": "rule:syn"})

    def test_a_stream_that_opened_before_there_were_rules_is_counted_from_its_syn(self):
        with Box(PAIR) as box:
            serving(box, SERVE)
            send = "c.send(bytes(100)); print('sent'); input()\n"
            client = box.start("client", CONNECT + send + send)
            line_of(client)
            second = rule("second", "hold", protocol="tcp", sequence={"from": 200, "to": 200})
            self.assertIsNone(box.command("wire-set", **setting(second))["error"])
            client.stdin.write(b"\n")
            client.stdin.flush()
            held = wait_frames(box, "held")
            frames = Seen(box).of("client", payload=bool)
            self.assertEqual([each.id for each in frames].index(held["id"]), 1)

    def test_address_resolution_is_meant_only_when_it_is_named(self):
        with Box(PAIR, wire=setting(rule("all", "drop"))) as box:
            box.run("client", SEND_UDP % [5])
            box.wait_event("frame", verb="dropped", why="rule:all")
            arp = Seen(box).of("client", protocol=None)
            self.assertEqual({tuple(each.verbs) for each in arp}, {("sent", "delivered")})
        with Box(PAIR, wire=setting(rule("arp", "drop", protocol="arp"))) as box:
            code, output = box.run("client", CONNECT)
            self.assertEqual(code, 1)
            self.assertIn("[Errno 113]", output)  # EHOSTUNREACH
            self.assertGreater(len(box.events("frame", verb="dropped", why="rule:arp")), 2)


class Verbs(unittest.TestCase):
    def test_the_first_rule_that_acts_decides_and_all_count(self):
        rules = [
            rule("second", "drop", nth=2, count=1, protocol="udp"),
            rule("third", "drop", nth=3, count=1, protocol="udp"),
            rule("rest", "pass", protocol="udp"),
            rule("never", "drop", protocol="udp"),
        ]
        with Box(PAIR, wire=setting(*rules)) as box:
            server = serving(box, LISTEN_UDP % 3)
            for size in range(1, 6):
                box.run("client", SEND_UDP % [size])
            self.assertEqual(rest_of(server), b"1\n4\n5\n")
            reasons = [each["why"] for each in box.events("frame", verb="dropped")]
            self.assertEqual(reasons, ["rule:second", "rule:third"])

    def test_release_lets_go_what_waits_and_what_comes(self):
        hold = rule("hold", "hold", protocol="udp")
        release = rule("release", "release", protocol="udp")
        with Box(PAIR, wire=setting(hold)) as box:
            server = serving(box, LISTEN_UDP % 4)
            for count in (1, 2, 3):
                box.run("client", SEND_UDP % [count])
                wait_frames(box, "held", count)
            self.assertIsNone(box.command("wire-set", **setting(release, hold))["error"])
            released = box.events("frame", verb="released", why="rule:release")
            self.assertEqual(len(released), 3)
            box.run("client", SEND_UDP % [4])
            self.assertEqual(rest_of(server), b"1\n2\n3\n4\n")

    def test_the_nth_frame_of_a_release_opens_the_way_for_those_that_wait(self):
        second = rule("second", "release", nth=2, protocol="udp")
        with Box(PAIR, wire=setting(second, rule("hold", "hold", protocol="udp"))) as box:
            server = serving(box, LISTEN_UDP % 2)
            box.run("client", SEND_UDP % [1])
            wait_frames(box, "held")
            box.run("client", SEND_UDP % [2])
            self.assertEqual(rest_of(server), b"1\n2\n")

    def test_a_delayed_frame_is_overtaken(self):
        first = rule("first", "delay", delay=300, count=1, protocol="udp")
        with Box(PAIR, wire=setting(first)) as box:
            server = serving(box, LISTEN_UDP % 3)
            box.run("client", SEND_UDP % [1])
            box.run("client", SEND_UDP % [2, 3])
            self.assertEqual(rest_of(server), b"2\n3\n1\n")

    def test_a_rule_that_stays_goes_on_counting_and_a_changed_one_begins_anew(self):
        second = rule("second", "drop", nth=2, count=1, protocol="udp")
        other = rule("other", "drop", protocol="icmp")
        with Box(PAIR, wire=setting(second)) as box:
            server = serving(box, LISTEN_UDP % 3)
            box.run("client", SEND_UDP % [1])
            box.wait_event("frame", verb="delivered", to="server")
            box.command("wire-set", **setting(other, second))
            box.run("client", SEND_UDP % [2])
            box.wait_event("frame", verb="dropped", why="rule:second")
            box.command("wire-set", **setting(dict(second, count=2)))
            box.run("client", SEND_UDP % [3])
            box.run("client", SEND_UDP % [4])
            wait_frames(box, "dropped", 2)
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % [5, 6])
            self.assertEqual(rest_of(server), b"1\n3\n5\n")

    def test_dropping_what_waits_under_a_changed_rule_still_works(self):
        hold = rule("hold", "hold", protocol="udp")
        with Box(PAIR, wire=setting(hold)) as box:
            serving(box, LISTEN_UDP % 1)
            box.run("client", SEND_UDP % [1])
            held = wait_frames(box, "held")
            box.command("wire-set", **setting(rule("other", "hold", protocol="icmp")))
            self.assertIsNone(handle(box, held["id"], "drop"))
            self.assertEqual(Seen(box).frames[held["id"]].reasons["dropped"], "asked")

    def test_a_switch_sends_a_released_frame_where_it_belongs(self):
        with Box(TRIO, wire=setting(rule("hold", "hold", protocol="udp"))) as box:
            serving(box, LISTEN_UDP % 1)
            box.run("client", SEND_UDP % [1])
            held = wait_frames(box, "held")
            self.assertIsNone(handle(box, held["id"], "release"))
            delivered = box.events("frame", verb="delivered", id=held["id"])
            self.assertEqual([each["to"] for each in delivered], ["server"])


if __name__ == "__main__":
    unittest.main()
