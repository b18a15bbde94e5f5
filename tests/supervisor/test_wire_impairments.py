"""What links do to frames: lost, late, twice, out of order or spoiled, by their own seeds."""

import sys
import unittest

from box_client import PAIR, SUPERVISOR, TRIO, Box
from test_wire_holds import CONNECT
from test_wire_rules import SEND, everything_arrives
from test_wire_step import LISTEN_UDP, SEND_UDP
from wire_client import OPEN, SYN, Seen, impair, line_of, rule, serving, setting, wait_frames

sys.path.insert(0, SUPERVISOR)

from impairments import Direction  # noqa: E402
from segments import parse  # noqa: E402

COUNT = 40
UNTIL_LAST = (
    "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
    "s.bind(('10.0.0.2', 9)); print('up'); got = []\n"
    "while got[-1:] != ['end']: got.append(s.recv(100).decode())\n"
    "print(*got[:-1])"
)
MIXED = (
    "import socket; c = socket.socket(); c.setblocking(False)\n"
    "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "s.sendto(b'first', ('10.0.0.2', 9))\n"
    "c.connect_ex(('10.0.0.2', 3333))\n"
    "s.sendto(b'second', ('10.0.0.2', 9))"
)
COUNTER = (
    "import sys\n"
    "rows = [line.split() for line in open('/proc/net/snmp')]\n"
    "names, values = [row for row in rows if row[0] == sys.argv[1] + ':']\n"
    "print(values[names.index('InCsumErrors')])"
)


def passed(numbers, *parts):
    """The numbers that arrive when each is a datagram, and how the frames fared."""
    with Box(PAIR, wire=setting(*parts)) as box:
        server = serving(box, UNTIL_LAST)
        box.run("client", SEND_UDP % [str(number) for number in numbers])
        box.command("wire-set", **OPEN)
        box.run("client", SEND_UDP % ["end"])
        got = [int(text) for text in line_of(server).split()]
        return got, Seen(box).of("client", protocol=17)[:-1]


class Loss(unittest.TestCase):
    def test_the_same_seed_gives_the_same_losses_and_another_one_others(self):
        first, frames = passed(range(COUNT), impair(loss=0.3))
        # Neither delay nor a rate changes what is lost, and ARP draws no number.
        again, _ = passed(range(COUNT), impair(loss=0.3, delayMs=1, jitterMs=1))
        other, _ = passed(range(COUNT), impair(loss=0.3, seed=2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)
        lost = [number for number in range(COUNT) if "dropped" in frames[number].verbs]
        self.assertEqual(sorted(first + lost), list(range(COUNT)))
        self.assertTrue(5 < len(lost) < 20, lost)
        self.assertEqual({frames[number].reasons["dropped"] for number in lost}, {"loss"})

    def test_directions_have_numbers_of_their_own(self):
        frame = parse(b"")
        lost = []
        for host in ("client", "server"):
            direction = Direction("lan", host)
            direction.replace([impair(loss=0.5)], now=0)
            self.assertTrue(direction.impairs(frame))
            lost.append([direction.strikes("loss") for _ in range(64)])
        self.assertNotEqual(*lost)
        self.assertTrue(all(20 < sum(each) < 44 for each in lost))

    def test_one_direction_can_be_impaired_alone_or_otherwise(self):
        with Box(PAIR, wire=setting(impair(loss=1), impair(sender="client"))) as box:
            box.start("client", CONNECT)
            wait_frames(box, "dropped", why="loss")
            seen = Seen(box)
            self.assertNotIn("dropped", seen.of("client", flags=SYN)[0].verbs)
            self.assertEqual(seen.of("server", flags=lambda flags: flags)[0].verbs[-1], "dropped")

    def test_address_resolution_is_lost_only_when_asked(self):
        with Box(PAIR, wire=setting(impair(loss=1))) as box:
            box.start("client", CONNECT)
            wait_frames(box, "dropped", 2, why="loss")  # a SYN, and once more
            arp = Seen(box).of("client", protocol=None)
            self.assertEqual({each.verbs[-1] for each in arp}, {"delivered"})
        with Box(PAIR, wire=setting(impair(loss=1, arp=True))) as box:
            self.assertIn("[Errno 113]", box.run("client", CONNECT)[1])  # EHOSTUNREACH


class Spoilt(unittest.TestCase):
    def test_every_datagram_twice(self):
        got, frames = passed(range(3), impair(duplicate=1))
        self.assertEqual(got, [0, 0, 1, 1, 2, 2])
        for each in frames:
            self.assertEqual(each.verbs, ["sent", "duplicated", "delivered", "delivered"])
            self.assertEqual(each.reasons, {"duplicated": "duplicate"})

    def test_a_frame_lets_the_next_one_overtake(self):
        got, _ = passed(range(6), impair(reorder=1))
        self.assertEqual(got, [1, 0, 3, 2, 5, 4])

    def test_a_frame_is_overtaken_by_one_of_its_own_protocol(self):
        with Box(PAIR) as box:
            server = serving(box, UNTIL_LAST)
            box.run("client", SEND_UDP % ["neighbour"])  # ARP would sort what waits for it
            box.command("wire-set", **setting(impair(sender="client", reorder=1)))
            box.run("client", MIXED)
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % ["end"])
            self.assertEqual(line_of(server).split(), [b"neighbour", b"second", b"first"])

    def test_a_last_frame_that_nobody_overtakes_arrives_too(self):
        with Box(PAIR, wire=setting(impair(reorder=1))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["alone"])
            self.assertEqual(line_of(server), b"alone\n")

    def test_a_spoilt_datagram_is_counted_by_the_receiving_kernel_and_thrown_away(self):
        with Box(PAIR, wire=setting(impair(sender="client", corrupt=1))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % [str(number) for number in range(COUNT)])
            wait_frames(box, "corrupted", COUNT)
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % ["whole"])
            self.assertEqual(line_of(server), b"whole\n")
            self.assertEqual(self.checksum_errors(box, "server", "Udp"), COUNT)
            for each in Seen(box).of("client", protocol=17)[:COUNT]:
                self.assertEqual(each.reasons, {"corrupted": "corrupt"})
                self.assertEqual(each.verbs, ["sent", "corrupted", "delivered"])
                self.assertEqual(len(each.data), len(each.corrupted))
                bits = int.from_bytes(each.data, "big") ^ int.from_bytes(each.corrupted, "big")
                self.assertEqual(bin(bits).count("1"), 1)
                self.assertEqual(each.data[:42], each.corrupted[:42])

    def test_a_spoilt_segment_without_data_is_counted_too(self):
        with Box(PAIR, wire=setting(impair(sender="client", corrupt=1))) as box:
            serving(box, LISTEN_UDP)
            box.start("client", CONNECT)
            wait_frames(box, "corrupted", 2)  # a SYN, and once more
            self.assertEqual(self.checksum_errors(box, "server", "Tcp"), 2)
            for each in Seen(box).of("client", flags=SYN)[:2]:
                changed = [at for at, old in enumerate(each.data) if each.corrupted[at] != old]
                self.assertEqual(changed, [50])  # the checksum of TCP

    def test_tcp_carries_everything_over_a_link_that_does_all_of_it(self):
        bad = impair(loss=0.1, duplicate=0.1, reorder=0.1, corrupt=0.1, delayMs=2, jitterMs=2)
        with Box(PAIR, wire=setting(bad)) as box:
            everything_arrives(box, SEND % (20, 1000), 20_000)

    def checksum_errors(self, box, where, protocol):
        return int(box.run(where, ["python3", "-c", COUNTER, protocol])[1])


class Late(unittest.TestCase):
    def test_delay_and_jitter_keep_the_order(self):
        got, frames = passed(range(COUNT), impair(delayMs=5, jitterMs=5))
        self.assertEqual(got, list(range(COUNT)))
        self.assertEqual({tuple(each.verbs) for each in frames}, {("sent", "delivered")})

    def test_a_frame_that_passes_by_a_rule_is_not_delayed(self):
        urgent = rule("urgent", "pass", protocol="udp", nth=2)
        with Box(PAIR, wire=setting(urgent, impair(delayMs=500))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["late", "early"])
            self.assertEqual(line_of(server), b"early\n")
            self.assertEqual(line_of(server), b"late\n")

    def test_a_slow_link_has_a_queue_and_what_does_not_fit_is_lost(self):
        # A frame of 43 bytes takes a third of a second: one is being sent, five wait.
        slow = impair(sender="client", rateKbit=1, queue=5)
        with Box(PAIR, wire=setting(slow)) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % [str(number) for number in range(20)])
            wait_frames(box, "dropped", 14, why="queue")
            self.assertEqual(
                [line_of(server) for _ in range(6)],
                [b"%d\n" % number for number in range(6)],
            )
            frames = Seen(box).of("client", protocol=17)
            self.assertEqual(
                [each.verbs[-1] for each in frames], ["delivered"] * 6 + ["dropped"] * 14
            )

    def test_a_delay_that_ends_lets_nobody_overtake(self):
        with Box(PAIR, wire=setting(impair(delayMs=60_000))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["first"])
            wait_frames(box, "sent", 3)  # ARP, its answer, the datagram
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % ["second"])
            self.assertEqual(line_of(server), b"first\n")
            self.assertEqual(line_of(server), b"second\n")

    def test_what_is_under_way_is_bounded(self):
        flood = SEND_UDP.replace("for text in %r", "while True").replace("text.encode()", "b'x'")
        with Box(PAIR, wire=setting(impair(delayMs=60_000))) as box:
            box.start("client", flood, "flood")
            box.wait_event("frame", verb="dropped", why="queue")
            box.command("stop", program="flood")
            told = Seen(box).of("client", protocol=17)
            waiting = [each for each in told if each.verbs == ["sent"]]
            self.assertEqual(len(waiting), 10_000)


class Cut(unittest.TestCase):
    def test_a_cut_link_loses_even_arp_and_a_mended_one_carries_again(self):
        cut = setting(impair(cut=True), rule("all", "pass"), rule("arp", "pass", protocol="arp"))
        with Box(PAIR, wire=cut) as box:
            server = serving(box, LISTEN_UDP)
            code, output = box.run("client", CONNECT)
            self.assertIn("[Errno 113]", output)
            frames = Seen(box).of("client")
            self.assertGreater(len(frames), 2)
            self.assertEqual({tuple(each.verbs) for each in frames}, {("sent", "dropped")})
            self.assertEqual({each.reasons["dropped"] for each in frames}, {"cut"})
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % ["again"])
            self.assertEqual(line_of(server), b"again\n")

    def test_what_is_under_way_when_the_link_is_cut_does_not_arrive(self):
        with Box(PAIR, wire=setting(impair(delayMs=60_000))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["lost"])
            wait_frames(box, "sent", 3)
            box.command("wire-set", **setting(impair(cut=True)))
            self.assertEqual(wait_frames(box, "dropped")["why"], "cut")
            box.command("wire-set", **OPEN)
            box.run("client", SEND_UDP % ["found"])
            self.assertEqual(line_of(server), b"found\n")

    def test_one_cut_link_leaves_the_other_links_alone(self):
        with Box(TRIO, wire=setting(impair(link="elsewhere", cut=True))) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["through"])
            self.assertEqual(line_of(server), b"through\n")


if __name__ == "__main__":
    unittest.main()
