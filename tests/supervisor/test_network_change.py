"""What the kernel says of a host's network, as events, and changes to it while programs run."""

import errno
import unittest

from box_client import PAIR, Box, machine
from networks import DUAL, is_syn, sent, split

SERVE = (
    "import socket; s = socket.create_server(('', 3333)); print('up')\n"
    "while True: c, _ = s.accept(); c.sendall(b'hello'); c.close()"
)
CONNECT = (
    "import socket; s = socket.socket()\n"
    "try: s.connect((%r, 3333)); print(s.recv(9))\n"
    "except OSError as error: print(error.errno)"
)
BIND = (
    "import socket; s = socket.socket()\n"
    "try: s.bind(('', %d)); print('bound')\n"
    "except OSError as error: print(error.errno)"
)
LO = {
    "name": "lo",
    "link": None,
    "mac": None,
    "up": True,
    "mtu": 65536,
    "addresses": ["127.0.0.1/8", "::1/128"],
}


def serving(box, where):
    assert box.start(where, SERVE).stdout.readline() == b"up\n"


def connect(box, where, address):
    """Text of the errno that connect failed with, or of what came."""
    return box.run(where, CONNECT % address)[1].strip()


def bind(box, port):
    """ "bound", or the text of the errno."""
    return box.run("client", BIND % port)[1].strip()


def change(box, what, host="client", **fields):
    """Asks for a change; the reply."""
    return box.command("network-change", change=dict(fields, what=what, host=host))


def network(box, host="client"):
    """The host's network by the last event so far."""
    return box.events("network", host=host)[-1]


def addresses(box, host="client"):
    return network(box, host)["interfaces"][1]["addresses"]


def routes(box, host="client"):
    return [(each["to"], each["via"]) for each in network(box, host)["routes"]]


class Told(unittest.TestCase):
    def test_every_host_s_network_is_told_before_the_box_is_ready(self):
        with Box(PAIR) as box:
            kinds = [line["type"] for line in box.lines]
            self.assertEqual(kinds[: kinds.index("hosts")].count("network"), 2)
            first = network(box)
            self.assertEqual(
                {name: first[name] for name in first if name not in ("type", "at", "host")},
                {
                    "interfaces": [
                        LO,
                        {
                            "name": "eth0",
                            "link": "lan",
                            "mac": "02:00:00:00:00:01",
                            "up": True,
                            "mtu": 1500,
                            "addresses": ["10.0.0.1/24"],
                        },
                    ],
                    "routes": [
                        {
                            "to": "10.0.0.0/24",
                            "via": None,
                            "interface": "eth0",
                            "source": "10.0.0.1",
                        }
                    ],
                    "neighbours": [],
                    "forwards": False,
                },
            )

    def test_a_router_s_tables_have_the_longest_prefix_first(self):
        more = [("default", "192.168.1.70"), ("10.0.0.0/8", "192.168.1.10")]
        hosts = split(r={"routes": more + [("10.1.0.0/16", "192.168.1.10")]})
        with Box(hosts) as box:
            self.assertTrue(network(box, "r")["forwards"])
            self.assertFalse(network(box, "a")["forwards"])
            links = [each["link"] for each in network(box, "r")["interfaces"]]
            self.assertEqual(links, [None, "left", "right"])
            self.assertEqual(
                routes(box, "r"),
                [
                    ("192.168.1.0/26", None),
                    ("192.168.1.64/26", None),
                    ("10.1.0.0/16", "192.168.1.10"),
                    ("10.0.0.0/8", "192.168.1.10"),
                    ("default", "192.168.1.70"),
                ],
            )

    def test_ipv6_is_told_without_the_routes_that_every_interface_has(self):
        with Box(DUAL) as box:
            self.assertEqual(addresses(box), ["10.0.0.1/24", "fd00::1/64", "fe80::ff:fe00:1/64"])
            self.assertEqual(routes(box), [("10.0.0.0/24", None), ("fd00::/64", None)])

    def test_a_neighbour_is_told_of_when_it_has_answered_and_when_it_has_not(self):
        with Box(PAIR) as box:
            connect(box, "client", "10.0.0.2")
            connect(box, "client", "10.0.0.9")
            # Nobody asks for it: the kernel tells.
            box.wait_for(
                lambda line: (
                    line["type"] == "network"
                    and line["host"] == "client"
                    and [
                        (each["address"], each["mac"], each["state"]) for each in line["neighbours"]
                    ]
                    == [
                        ("10.0.0.2", "02:00:00:00:00:02", "REACHABLE"),
                        ("10.0.0.9", None, "FAILED"),
                    ]
                )
            )
            states = [
                each["state"]
                for event in box.events("network", host="client")
                for each in event["neighbours"]
                if each["address"] == "10.0.0.9"
            ]
            self.assertEqual(states[0], "INCOMPLETE")

    def test_a_network_that_stays_as_it_is_is_told_once(self):
        with Box(PAIR) as box:
            for _ in range(3):
                box.command("sample")
            self.assertEqual(len(box.events("network")), 2)


class Changed(unittest.TestCase):
    def accept(self, reply):
        self.assertEqual((reply["error"], reply["code"], reply["errno"]), (None, None, None))

    def refuse(self, reply, words, number):
        self.assertEqual(
            (reply["error"], reply["code"], reply["errno"]), (words, "change-refused", number)
        )

    def test_the_event_is_written_before_the_reply(self):
        with Box(PAIR) as box:
            before = len(box.lines)
            reply = change(box, "route-added", to="default", via="10.0.0.2")
            self.accept(reply)
            now = box.lines[before : box.lines.index(reply)]
            self.assertEqual(
                [line["host"] for line in now if line["type"] == "network"], ["client"]
            )
            self.assertEqual(routes(box)[-1], ("default", "10.0.0.2"))

    def test_a_route_opens_and_closes_a_way(self):
        with Box(split(a={"routes": []})) as box:
            serving(box, "b")
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.ENETUNREACH))
            to = "192.168.1.64/26"
            self.accept(change(box, "route-added", "a", to=to, via="192.168.1.1"))
            self.assertEqual(connect(box, "a", "192.168.1.70"), "b'hello'")
            self.accept(change(box, "route-removed", "a", to=to))
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.ENETUNREACH))

    def test_an_address_that_is_added_answers_and_one_that_is_removed_does_not(self):
        with Box(PAIR) as box:
            serving(box, "server")
            plug = {"host": "server", "interface": "eth0", "address": "10.0.0.7/24"}
            self.accept(change(box, "address-added", **plug))
            self.assertEqual(addresses(box, "server"), ["10.0.0.2/24", "10.0.0.7/24"])
            self.assertEqual(connect(box, "client", "10.0.0.7"), "b'hello'")
            self.accept(change(box, "address-removed", **plug))
            self.assertEqual(addresses(box, "server"), ["10.0.0.2/24"])
            self.accept(change(box, "interface-set", interface="eth0", up=False))
            self.accept(change(box, "interface-set", interface="eth0", up=True))
            self.assertEqual(connect(box, "client", "10.0.0.7"), str(errno.EHOSTUNREACH))

    def test_a_new_mask_leaves_the_routes(self):
        with Box(split()) as box:
            plug = {"interface": "eth0", "old": "192.168.1.10/26", "address": "192.168.1.10/25"}
            self.accept(change(box, "address-replaced", "a", **plug))
            self.assertEqual(addresses(box, "a"), ["192.168.1.10/25"])
            self.assertEqual(
                routes(box, "a"), [("192.168.1.0/25", None), ("default", "192.168.1.1")]
            )

    def test_another_address_of_the_same_network_takes_its_place(self):
        with Box(split()) as box:
            plug = {"interface": "eth0", "old": "192.168.1.10/26", "address": "192.168.1.11/26"}
            self.accept(change(box, "address-replaced", "a", **plug))
            self.assertEqual(addresses(box, "a"), ["192.168.1.11/26"])
            serving(box, "b")
            self.assertEqual(connect(box, "a", "192.168.1.70"), "b'hello'")

    def test_an_address_is_replaced_wholly_or_not_at_all(self):
        with Box(DUAL) as box:
            before = addresses(box)
            for old, new in (("10.9.9.9/24", "10.0.0.5/24"), ("fd00::9/64", "fd00::5/64")):
                plug = {"interface": "eth0", "old": old, "address": new}
                self.assertIsNotNone(change(box, "address-replaced", **plug)["error"])
                box.command("sample")
                self.assertEqual(addresses(box), before)

    def test_an_ipv6_address_comes_to_a_host_that_had_none(self):
        with Box(PAIR) as box:
            for host, address in (("client", "fd00::1/64"), ("server", "fd00::2/64")):
                self.accept(change(box, "address-added", host, interface="eth0", address=address))
            self.assertIn("fd00::1/64", addresses(box))
            ask = (
                "import socket; s = socket.socket(socket.AF_INET6)\n"
                "try: s.connect(('fd00::2', 3333))\nexcept OSError as error: print(error.errno)"
            )
            self.assertEqual(box.run("client", ask), (0, "%d\n" % errno.ECONNREFUSED))
            plug = {"interface": "eth0", "old": "fd00::1/64", "address": "fd00::1/48"}
            self.accept(change(box, "address-replaced", **plug))
            self.assertIn("fd00::1/48", addresses(box))
            self.assertIn(("fd00::/48", None), routes(box))

    def test_an_interface_that_is_down_has_no_routes(self):
        with Box(PAIR) as box:
            serving(box, "server")
            self.accept(change(box, "interface-set", interface="eth0", up=False))
            self.assertFalse(network(box)["interfaces"][1]["up"])
            self.assertEqual(routes(box), [])
            self.assertEqual(connect(box, "client", "10.0.0.2"), str(errno.ENETUNREACH))
            self.accept(change(box, "interface-set", interface="eth0", up=True))
            self.assertEqual(connect(box, "client", "10.0.0.2"), "b'hello'")

    def test_a_router_stops_forwarding_and_begins_again(self):
        with Box(split()) as box:
            serving(box, "b")
            self.accept(change(box, "forwarding-set", "r", on=False))
            self.assertFalse(network(box, "r")["forwards"])
            box.start("a", CONNECT % "192.168.1.70")
            first = box.wait_for(lambda line: is_syn(line, link="left"))
            box.wait_for(lambda line: is_syn(line, link="left") and line["id"] != first["id"])
            self.assertEqual(sent(box, link="right"), [])
            self.accept(change(box, "forwarding-set", "r", on=True))
            self.assertTrue(network(box, "r")["forwards"])
            self.assertEqual(connect(box, "a", "192.168.1.70"), "b'hello'")

    def test_a_router_answers_arp_for_those_behind_it_until_it_is_told_not_to(self):
        with Box(split()) as box:
            serving(box, "b")
            wide = {"interface": "eth0", "old": "192.168.1.10/26", "address": "192.168.1.10/24"}
            self.accept(change(box, "address-replaced", "a", **wide))
            self.assertEqual(connect(box, "a", "192.168.1.70"), str(errno.EHOSTUNREACH))
            self.accept(change(box, "proxy-arp-set", "r", on=True))
            self.assertTrue(network(box, "r")["proxyArp"])
            self.assertEqual(connect(box, "a", "192.168.1.70"), "b'hello'")
            known = {each["address"]: each["mac"] for each in network(box, "a")["neighbours"]}
            self.assertEqual(known["192.168.1.70"], network(box, "r")["interfaces"][1]["mac"])
            self.accept(change(box, "proxy-arp-set", "r", on=False))
            self.assertNotIn("proxyArp", network(box, "r"))

    def test_low_ports_need_a_privilege_from_then_on(self):
        with Box(PAIR) as box:
            self.assertEqual(bind(box, 80), "bound")
            self.accept(change(box, "privileged-ports-set", below=1024))
            self.assertEqual(bind(box, 80), str(errno.EACCES))
            self.assertEqual(bind(box, 1024), "bound")

    def test_the_kernel_refuses_in_its_own_words_and_nothing_changes(self):
        plug = {"interface": "eth0", "address": "10.0.0.1/24"}
        with Box(PAIR) as box:
            self.refuse(
                change(box, "route-added", to="default", via="10.9.9.9"),
                "Nexthop has invalid gateway",
                errno.ENETUNREACH,
            )
            self.refuse(
                change(box, "route-added", to="10.2.0.1/16", via="10.0.0.2"),
                "Invalid prefix for given prefix length",
                errno.EINVAL,
            )
            self.refuse(change(box, "route-removed", to="default"), "No such process", errno.ESRCH)
            self.refuse(
                change(box, "address-added", interface="eth5", address="10.0.0.9/24"),
                "No such device",
                errno.ENODEV,
            )
            reply = change(box, "address-added", **plug)
            self.assertEqual((reply["code"], reply["errno"]), ("change-refused", errno.EEXIST))
            self.assertEqual(len(box.events("network")), 2)

    def test_a_host_that_is_not_there_is_refused(self):
        with Box([machine("pc", [])]) as box:
            reply = change(box, "interface-set", "nobody", interface="eth0", up=False)
            self.assertEqual(reply["code"], "unknown-host")


if __name__ == "__main__":
    unittest.main()
