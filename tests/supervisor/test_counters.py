"""What a host's kernel counts, told by nstat(8)'s names as soon as it has counted."""

import unittest

from box_client import PAIR, Box
from networks import split
from wire_client import impair, rule, serving, setting

FULL = (
    "import socket; s = socket.create_server(('10.0.0.2', 3333), backlog=0); print('up'); input()"
)
CONNECT = "import socket; c = socket.create_connection(('10.0.0.2', 3333)); c.sendall(b'x');input()"
RECEIVE = (
    "import socket; s = socket.socket(type=2); s.bind(('10.0.0.2', 9)); print('up'); s.recv(2000)"
)
SEND = "import socket; s = socket.socket(type=2); s.sendto(bytes(1000), (%r, 9))"


def wait_count(box, where, name, least=1):
    """Waits until a host has counted so much; its counters then."""
    return box.wait_for(
        lambda line: (
            line["type"] == "counters"
            and line["host"] == where
            and line["counters"].get(name, 0) >= least
        )
    )["counters"]


class Counters(unittest.TestCase):
    def test_a_full_accept_queue_drops_and_counts(self):
        with Box(PAIR) as box:
            serving(box, FULL)
            for _ in range(2):  # one is admitted
                box.start("client", CONNECT)
            counts = wait_count(box, "server", "TcpExtListenOverflows")
            self.assertGreaterEqual(counts["TcpExtListenDrops"], counts["TcpExtListenOverflows"])

    def test_a_spoilt_datagram_is_counted_and_its_program_sees_nothing(self):
        with Box(PAIR, wire=setting(impair(sender="client", corrupt=1))) as box:
            serving(box, RECEIVE)
            box.run("client", SEND % "10.0.0.2")
            counts = wait_count(box, "server", "UdpInCsumErrors")
            self.assertEqual((counts["UdpInCsumErrors"], counts["UdpInErrors"]), (1, 1))
            self.assertNotIn("UdpNoPorts", counts)

    def test_a_datagram_to_a_port_without_a_program_is_counted_on_both_sides(self):
        with Box(PAIR) as box:
            box.run("client", SEND % "10.0.0.2")
            self.assertEqual(wait_count(box, "server", "UdpNoPorts"), {"UdpNoPorts": 1})
            self.assertEqual(
                wait_count(box, "client", "IcmpInDestUnreachs"), {"IcmpInDestUnreachs": 1}
            )

    def test_segments_sent_again_are_counted(self):
        drop = rule("data", "drop", count=3, protocol="tcp", data=True)
        with Box(PAIR, wire=setting(drop)) as box:
            serving(box, FULL.replace("backlog=0", "backlog=9"))
            box.start("client", CONNECT)
            wait_count(box, "client", "TcpRetransSegs", 3)

    def test_a_router_counts_what_it_forwards_and_what_it_knows_no_way_for(self):
        with Box(split()) as box:
            box.run("a", SEND % "192.168.1.70")
            wait_count(box, "r", "IpForwDatagrams")
            box.run("a", SEND % "172.16.0.1")
            wait_count(box, "r", "IpExtInNoRoutes")

    def test_what_has_not_changed_is_not_told_again(self):
        with Box(PAIR) as box:
            self.assertEqual(box.events("counters"), [])
            box.run("client", SEND % "10.0.0.2")
            wait_count(box, "server", "UdpNoPorts")
            wait_count(box, "client", "IcmpInDestUnreachs")
            seen = len(box.events("counters"))
            for _ in range(3):
                box.command("sample")
            self.assertEqual(len(box.events("counters")), seen)


if __name__ == "__main__":
    unittest.main()
