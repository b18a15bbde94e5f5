"""Networks with switches and routers: what works, and what fails as it does on real machines."""

import errno
import unittest

from box_client import PAIR, SOLO, Box, machine
from networks import DUAL, SYN, chain, described, is_syn, sent, split

SERVE = (
    "import socket; s = socket.create_server((%r, 3333)); print('up')\n"
    "c, peer = s.accept(); print(peer[0]); c.sendall(b'hello')"
)
CONNECT = (
    "import socket; s = socket.socket()\n"
    "try: s.connect((%r, 3333)); print(s.recv(9))\n"
    "except OSError as error: print(error.errno)"
)
KNOCK = "import socket; socket.socket().connect((%r, 3333))"
ABSENT = "192.168.1.50"


def serving(box, where, address):
    server = box.start(where, SERVE % address)
    assert server.stdout.readline() == b"up\n"
    return server


def connect(box, where, address):
    """Text of the errno that connect failed with, or of what came."""
    return box.run(where, CONNECT % address)[1].strip()


def knock_twice(box, where, address, **fields):
    """Returns when a SYN and the kernel's second try have been sent on a link or by a host."""
    box.start(where, KNOCK % address)
    first = box.wait_for(lambda line: is_syn(line, **fields))
    box.wait_for(lambda line: is_syn(line, **fields) and line["id"] != first["id"])


def questions(box):
    """Who asked by ARP, on which link, for whom."""
    asked = [each for each in sent(box) if each.get("asks")]
    return {(each["from"], each["link"], each["target"]) for each in asked}


class Whole(unittest.TestCase):
    def test_a_router_passes_on_what_is_for_others(self):
        with Box(split()) as box:
            server = serving(box, "b", "192.168.1.70")
            self.assertEqual(connect(box, "a", "192.168.1.70"), "b'hello'")
            self.assertEqual(server.stdout.readline(), b"192.168.1.10\n")
            box.command("sample")
            syns = [each for each in sent(box) if each.get("flags") == SYN]
            self.assertEqual(
                [(each["link"], each["from"], each["ttl"]) for each in syns],
                [("left", "a", 64), ("right", "r", 63)],
            )

    def test_a_neighbour_is_asked_for_directly_and_a_stranger_through_the_gateway(self):
        hosts = split() + [machine("a2", [("left", ["192.168.1.20/26"])])]
        with Box(hosts) as box:
            connect(box, "a", "192.168.1.20")
            connect(box, "a", "192.168.1.70")
            box.command("sample")
            asked = [each["target"] for each in sent(box, link="left") if each.get("asks")]
            self.assertEqual(asked, ["192.168.1.20", "192.168.1.1"])

    def test_a_mask_too_narrow_makes_a_detour_that_no_redirect_ends(self):
        hosts = split(a={"plugs": [("left", ["192.168.1.10/28"])]})
        with Box(hosts + [machine("a2", [("left", ["192.168.1.20/26"])])]) as box:
            for _ in range(2):
                connect(box, "a", "192.168.1.20")
            box.command("sample")
            syns = [each["from"] for each in sent(box) if each.get("flags") == SYN]
            self.assertEqual(syns, ["a", "r", "a", "r"])
            self.assertEqual([each for each in sent(box) if "icmp" in each], [])

    def test_an_answer_may_take_another_way_than_the_question(self):
        ends = (("lan1", "10.0.1.%d/24"), ("lan2", "10.0.2.%d/24"))
        hosts = [
            machine(name, [(link, [address % number]) for link, address in ends])
            for number, name in ((1, "client"), (2, "server"))
        ]
        ask = (
            "import socket; s = socket.create_connection(('10.0.2.2', 3333), 5, ('10.0.1.1', 0));"
            "print(s.recv(9))"
        )
        with Box(hosts) as box:
            serving(box, "server", "10.0.2.2")
            self.assertEqual(box.run("client", ask), (0, "b'hello'\n"))
            box.command("sample")
            links = [each["link"] for each in sent(box) if "flags" in each]
            self.assertEqual(links[:3], ["lan2", "lan1", "lan2"])

    def test_every_router_on_the_way_takes_one_from_the_ttl(self):
        with Box(chain()) as box:
            serving(box, "h3", "10.3.0.10")
            self.assertEqual(connect(box, "h1", "10.3.0.10"), "b'hello'")
            box.command("sample")
            ttls = [each["ttl"] for each in sent(box) if each.get("flags") == SYN]
            self.assertEqual(ttls, [64, 63, 62])

    def test_names_stand_for_the_first_address_of_each_family_on_every_host(self):
        ask = (
            "import socket\nfor name in ('client', 'server', 'www.python.org'):\n"
            " print(name, sorted({i[4][0] for i in socket.getaddrinfo(name, 80)}))"
        )
        with Box(DUAL) as box:
            for where in ("client", "server"):
                self.assertEqual(
                    box.run(where, ask)[1].splitlines(),
                    [
                        "client ['10.0.0.1', 'fd00::1']",
                        "server ['10.0.0.2', 'fd00::2']",
                        "www.python.org ['10.0.0.2', 'fd00::2']",
                    ],
                )

    def test_a_host_without_a_cable_knows_its_own_name(self):
        with Box(SOLO) as box:
            ask = "import socket; print(socket.gethostbyname(socket.gethostname()))"
            self.assertEqual(box.run("pc", ask), (0, "127.0.0.1\n"))

    def test_an_ipv6_pair_talks_at_once_after_neighbour_discovery_alone(self):
        serve = (
            "import socket; s = socket.create_server(('::', 3333), family=socket.AF_INET6);"
            "print('up'); c, peer = s.accept(); c.sendall(peer[0].encode())"
        )
        with Box(DUAL) as box:
            server = box.start("server", serve)
            server.stdout.readline()
            ask = "import socket; print(socket.create_connection(('fd00::2', 3333)).recv(99))"
            self.assertEqual(box.run("client", ask), (0, "b'fd00::1'\n"))
            box.command("sample")
            self.assertEqual({each["kind"] for each in sent(box)}, {"ipv6"})

    def test_a_host_with_ipv6_says_nothing_by_itself(self):
        with Box(DUAL) as box:
            box.start("client", "import time; time.sleep(0.5)").wait(10)
            box.command("sample")
            self.assertEqual(box.events("frame"), [])

    def test_a_host_without_an_ipv6_address_has_no_ipv6_on_its_cable(self):
        with Box(PAIR) as box:
            first = box.events("network", host="client")[0]
            self.assertEqual(first["interfaces"][1]["addresses"], ["10.0.0.1/24"])

    def test_every_datagram_for_a_closed_port_is_answered_not_only_the_first_few(self):
        flood = (
            "import socket; s = socket.socket(type=socket.SOCK_DGRAM)\n"
            "for port in range(2000, 2100): s.sendto(b'x', ('10.0.0.2', port))"
        )
        answers = set()

        def all_answered(line):
            if line["type"] == "frame" and line["verb"] == "sent":
                seen = described(line)
                if (seen["from"], seen.get("icmp")) == ("server", (3, 3)):
                    answers.add(seen["id"])
            return len(answers) == 100

        with Box(PAIR) as box:
            self.assertEqual(box.run("client", flood), (0, ""))
            box.wait_for(all_answered)

    def test_a_datagram_that_lacks_a_piece_waits_for_longer_than_a_lab_lasts(self):
        read = ["cat", "/proc/sys/net/ipv4/ipfrag_time", "/proc/sys/net/ipv6/ip6frag_time"]
        with Box(SOLO) as box:
            self.assertEqual(box.run("pc", read), (0, "86400\n86400\n"))

    def test_what_a_neighbour_has_answered_is_believed_for_longer_than_a_lab_lasts(self):
        with Box(DUAL) as box:
            for family in ("-4", "-6"):
                ask = ["ip", family, "ntable", "show", "dev", "eth0"]
                words = box.run("client", ask)[1].split()
                said = {name: number for name, number in zip(words, words[1:])}
                for name in ("base_reachable", "gc_stale", "delay_probe"):
                    self.assertEqual((name, said[name]), (name, "86400000"))
                self.assertEqual((said["retrans"], said["mcast_probes"]), ("1000", "3"))


class SevenFaults(unittest.TestCase):
    """The routing faults of the curriculum, each by the kernel's own errno and frames."""

    def test_no_route(self):
        with Box(split(a={"routes": []})) as box:
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.ENETUNREACH))
            box.command("sample")
            self.assertEqual(sent(box), [])

    def test_wrong_mask_asks_the_own_link_for_a_stranger(self):
        with Box(split(a={"plugs": [("left", ["192.168.1.10/24"])]})) as box:
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.EHOSTUNREACH))
            box.command("sample")
            self.assertEqual(questions(box), {("a", "left", "192.168.1.70")})

    def test_a_router_that_does_not_forward_swallows_the_syn(self):
        with Box(split(r={"forwards": False})) as box:
            serving(box, "b", "192.168.1.70")
            knock_twice(box, "a", "192.168.1.70", link="left")
            self.assertEqual(sent(box, link="right"), [])

    def test_no_return_route_leaves_the_far_side_silent(self):
        with Box(split(b={"routes": []})) as box:
            serving(box, "b", "192.168.1.70")
            knock_twice(box, "a", "192.168.1.70", link="right")
            self.assertEqual({each["kind"] for each in sent(box, **{"from": "b"})}, {"arp"})

    def test_wrong_gateway_is_asked_for_in_vain(self):
        with Box(split(a={"routes": [("default", ABSENT)]})) as box:
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.EHOSTUNREACH))
            box.command("sample")
            self.assertEqual(questions(box), {("a", "left", ABSENT)})

    def test_a_router_that_lacks_the_network_says_so(self):
        with Box(chain(r1=())) as box:
            self.assertEqual(connect(box, "h1", "10.3.0.10"), str(errno.ENETUNREACH))
            box.command("sample")
            answers = [each["icmp"] for each in sent(box, **{"from": "r1"}) if "icmp" in each]
            self.assertEqual(answers, [(3, 0)])

    def test_wrong_mask_on_the_far_side_asks_its_own_link_for_the_way_back(self):
        far = {"plugs": [("right", ["192.168.1.70/24"])], "routes": []}
        with Box(split(b=far)) as box:
            serving(box, "b", "192.168.1.70")
            knock_twice(box, "a", "192.168.1.70", link="right")
            self.assertIn(("b", "right", "192.168.1.10"), questions(box))


class Refused(unittest.TestCase):
    def test_a_route_that_the_kernel_refuses_is_told_with_its_host_and_its_words(self):
        with self.assertRaises(RuntimeError) as caught:
            Box(split(a={"routes": [("default", "10.9.9.9")]}))
        self.assertEqual(
            str(caught.exception),
            "host a: route default via 10.9.9.9: Nexthop has invalid gateway",
        )

    def test_an_address_given_twice_is_told_with_its_interface(self):
        with self.assertRaisesRegex(RuntimeError, "host a: address 10.0.0.1/24 on eth0: "):
            Box([machine("a", [("lan", ["10.0.0.1/24", "10.0.0.1/24"])])])


if __name__ == "__main__":
    unittest.main()
