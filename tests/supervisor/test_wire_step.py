"""Stepping the wire: every frame waits until it is asked for, except address resolution."""

import unittest

from box_client import PAIR, SOLO, Box, machine
from test_network import ASK, SERVE
from wire_client import (
    ACK, FIN, OPEN, SYN, Seen, handle, impair, line_of, rest_of, rule, serving, setting,
    wait_frames,
)  # fmt: skip

LISTEN_UDP = (
    "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
    "s.bind(('10.0.0.2', 9)); print('up')\n"
    "while True: print(s.recv(100).decode())"
)
SEND_UDP = (
    "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "for text in %r: s.sendto(text.encode(), ('10.0.0.2', 9))"
)
FLOOD = SEND_UDP.replace("for text in %r", "while True").replace("text.encode()", "b'x'")
STEP = setting(mode="step")


class Step(unittest.TestCase):
    def test_a_whole_conversation_goes_on_one_frame_at_a_time(self):
        with Box(PAIR, wire=STEP) as box:
            server = serving(box, SERVE % "10.0.0.2")
            client = box.start("client", ASK % "10.0.0.2")
            released = 0
            while client.poll() is None or server.poll() is None:
                waiting = [each["id"] for each in box.events("frame", verb="held")][released:]
                if waiting:
                    self.assertIsNone(handle(box, waiting[0], "release"))
                    released += 1
                elif client.poll() is None or server.poll() is None:
                    box.command("sample")
            self.assertEqual(rest_of(client), b"b'hello'\n")
            seen = Seen(box)
            own = [each for each in seen.frames.values() if each.copy_of is None]
            tcp = [each for each in own if each.flags is not None]
            self.assertEqual([each.flags for each in tcp[:3]], [SYN, SYN | ACK, ACK])
            # A FIN may come once more, when its acknowledgement has waited for long.
            ends = {each.sender for each in tcp if each.flags & FIN}
            self.assertEqual(ends, {"client", "server"})
            for each in tcp[:3]:
                self.assertEqual(each.verbs, ["sent", "held", "released", "delivered"])
                self.assertEqual(each.reasons, {"held": "step", "released": "asked"})
            arp = [each for each in own if each.protocol is None]
            self.assertTrue(arp)
            self.assertEqual({tuple(each.verbs) for each in arp}, {("sent", "delivered")})

    def test_back_to_pass_everything_goes_on_in_its_order(self):
        with Box(PAIR, wire=STEP) as box:
            server = serving(box, LISTEN_UDP)
            texts = [str(number) for number in range(20)]
            for count, text in enumerate(texts, 1):
                box.run("client", SEND_UDP % [text])
                wait_frames(box, "held", count)
            self.assertIsNone(box.command("wire-set", **OPEN)["error"])
            # All events are there before the reply.
            released = box.events("frame", verb="released", why="asked")
            self.assertEqual(len(released), 20)
            self.assertEqual(len(box.events("frame", verb="delivered", to="server")), 21)  # an ARP
            self.assertEqual(
                [released["id"] for released in released],
                [held["id"] for held in box.events("frame", verb="held")],
            )
            self.assertEqual([line_of(server).decode().strip() for _ in texts], texts)

    def test_what_a_rule_holds_stays_when_stepping_ends(self):
        one = rule("one", "hold", protocol="udp", count=1)
        with Box(PAIR, wire=setting(one, mode="step")) as box:
            server = serving(box, LISTEN_UDP)
            for count, text in enumerate("ab", 1):
                box.run("client", SEND_UDP % [text])
                wait_frames(box, "held", count)
            box.command("wire-set", **setting(one))
            self.assertEqual(line_of(server), b"b\n")
            held = box.events("frame", verb="held", why="rule:one")
            self.assertEqual(len(held), 1)
            self.assertIsNone(handle(box, held[0]["id"], "release"))
            self.assertEqual(line_of(server), b"a\n")

    def test_a_rule_comes_before_the_mode(self):
        with Box(PAIR, wire=setting(rule("udp", "pass", protocol="udp"), mode="step")) as box:
            server = serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["a"])
            self.assertEqual(line_of(server), b"a\n")
            self.assertEqual(box.events("frame", verb="held"), [])

    def test_loopback_is_only_watched(self):
        with Box(SOLO, wire=STEP) as box:
            server = serving(box, SERVE % "127.0.0.1", "pc")
            self.assertEqual(box.run("pc", ASK % "127.0.0.1"), (0, "b'hello'\n"))
            server.wait(5)
            self.assertEqual(box.events("frame", verb="held"), [])

    def test_a_flood_waits_within_bounds_and_the_rest_is_told_as_lost(self):
        with Box(PAIR, wire=STEP) as box:
            serving(box, LISTEN_UDP)
            box.run("client", SEND_UDP % ["a"])
            wait_frames(box, "held")
            box.start("client", FLOOD, "flood")
            box.wait_event("frame", verb="dropped", why="queue")
            box.command("stop", program="flood")
            self.assertEqual(len(box.events("frame", verb="held")), 1000)
            first = box.events("frame", verb="held")[0]
            self.assertIsNone(handle(box, first["id"], "release"))
            box.wait_event("frame", verb="delivered", id=first["id"])

    def test_a_full_trace_lets_frames_pass_that_nobody_could_ask_for(self):
        with Box(PAIR) as box:
            serving(box, LISTEN_UDP)
            box.start("client", FLOOD, "flood")
            box.wait_event("truncated", what="frames")
            box.command("stop", program="flood")
            box.command("wire-set", **STEP)
            server = serving(box, SERVE % "10.0.0.2")
            self.assertEqual(box.run("client", ASK % "10.0.0.2"), (0, "b'hello'\n"))
            server.wait(5)


class Elsewhere(unittest.TestCase):
    def test_over_ipv6_neighbour_discovery_passes_and_a_syn_waits_with_its_copies(self):
        hosts = [
            machine("client", [("lan", ["fd00::1/64"])]),
            machine("server", [("lan", ["fd00::2/64"])]),
        ]
        with Box(hosts, wire=STEP) as box:
            client = box.start("client", "import socket; s = socket.socket(socket.AF_INET6);"
                               "print(s.connect_ex(('fd00::2', 3333)))")  # fmt: skip
            held = wait_frames(box, "held")
            box.wait_event("frame", verb="sent", copyOf=held["id"])
            self.assertIsNone(handle(box, held["id"], "release"))
            reset = wait_frames(box, "held", 2)
            self.assertIsNone(handle(box, reset["id"], "release"))
            self.assertEqual(rest_of(client), b"111\n")  # ECONNREFUSED
            discovery = [each for each in Seen(box).frames.values() if each.protocol == 58]
            self.assertEqual({tuple(each.verbs) for each in discovery}, {("sent", "delivered")})

    def test_a_forwarded_frame_waits_on_each_link_and_a_rule_tells_them_apart(self):
        hosts = [
            machine("client", [("left", ["10.0.0.1/24"])], [("default", "10.0.0.9")]),
            machine("router", [("left", ["10.0.0.9/24"]), ("right", ["10.0.1.9/24"])],
                    forwards=True),
            machine("server", [("right", ["10.0.1.2/24"])], [("default", "10.0.1.9")]),
        ]  # fmt: skip
        hold = rule("forwarded", "hold", protocol="tcp", flags=["SYN"], **{"from": "router"})
        with Box(hosts, wire=setting(hold)) as box:
            code = "import socket; print(socket.socket().connect_ex(('10.0.1.2', 3333)))"
            client = box.start("client", code)
            held = wait_frames(box, "held")
            self.assertEqual((held["link"], held["from"]), ("right", "router"))
            # The copy passes the first link, where nothing waits, and meets its original behind.
            copy = box.wait_event("frame", verb="sent", copyOf=held["id"])
            self.assertEqual(copy["link"], "right")
            syns = Seen(box, "left").of("client", flags=SYN)
            self.assertEqual({tuple(each.verbs) for each in syns}, {("sent", "delivered")})
            self.assertIsNone(handle(box, held["id"], "release"))
            self.assertEqual(rest_of(client), b"111\n")


class Setting(unittest.TestCase):
    def test_a_wire_that_is_not_open_from_the_start_says_so_before_the_first_frame(self):
        with Box(PAIR, wire=STEP) as box:
            box.run("client", SEND_UDP % ["a"])
            box.wait_event("frame", verb="sent")
            kinds = [line["type"] for line in box.lines]
            self.assertLess(kinds.index("wire"), kinds.index("frame"))
            self.assertEqual(len(box.events("wire", **STEP)), 1)

    def test_an_open_wire_says_nothing_and_tells_of_every_change_once(self):
        cut = setting(impair(cut=True))
        with Box(PAIR) as box:
            for wanted in (OPEN, cut, cut, OPEN):
                self.assertIsNone(box.command("wire-set", **wanted)["error"])
            told = box.events("wire")
            self.assertEqual(len(told), 2)
            self.assertEqual([told[0][name] for name in cut], list(cut.values()))

    def test_orders_are_obeyed_while_the_wire_is_flooded(self):
        with Box(PAIR) as box:
            serving(box, LISTEN_UDP)
            box.start("client", FLOOD, "flood")
            box.wait_event("frame", verb="delivered")
            for round_ in range(50):
                wanted = setting(mode="step" if round_ % 2 == 0 else "pass")
                self.assertIsNone(box.command("wire-set", **wanted)["error"])
            self.assertEqual(len(box.events("wire")), 50)


if __name__ == "__main__":
    unittest.main()
